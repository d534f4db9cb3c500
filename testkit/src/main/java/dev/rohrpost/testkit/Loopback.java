package dev.rohrpost.testkit;

import java.util.concurrent.atomic.AtomicInteger;

/// Addresses at which a test may listen without asking first whether they are free: between the
/// answer and the use, somebody else may have taken them.
///
/// All of 127.0.0.0/8 is this machine, so each test process has a host of its own; and no program
/// that leaves the choice to the kernel gets these ports.
public final class Loopback {
  private static final int FIRST = 10_000;
  private static final int PORTS = 20_000;
  private static final int PARTS = 1 << 8;
  private static final int BEYOND_USUAL = 64; // who chooses by hand takes 127.0.0.x or 127.1.x.x
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Loopback() {}

  /// Returns the host, such as `127.64.30.57`.
  public static String host() {
    var pid = ProcessHandle.current().pid(); // below 2 to the power of 22
    return "127."
        + (BEYOND_USUAL + pid / PARTS / PARTS)
        + "."
        + pid / PARTS % PARTS
        + "."
        + pid % PARTS;
  }

  /// Returns a port that was not returned before. At another host than [#host()] it may be taken
  /// all the same: then the next one is to be tried.
  public static int port() {
    var number = ProcessHandle.current().pid() * 31 + COUNT.getAndIncrement();
    return (int) (FIRST + number % PORTS);
  }
}
