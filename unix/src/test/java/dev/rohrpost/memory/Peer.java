package dev.rohrpost.memory;

import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.testkit.SystemCall;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Other programs on the same memory, and names that no other test has.
final class Peer {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Peer() {}

  static String newName() {
    return "/rohrpost-test-" + ProcessHandle.current().pid() + "-" + COUNT.getAndIncrement();
  }

  static Running start(String... arguments) {
    return Foreign.start(CProgram.of(Peer.class, "peer.c").toString(), arguments);
  }

  static void awaitSleeperOn(Mapping mapping, long offset) {
    awaitSleeperOn(ProcessHandle.current().pid(), mapping, offset);
  }

  /// Returns when a thread of a process sleeps on a futex word that this process has mapped, too.
  static void awaitSleeperOn(long pid, Mapping mapping, long offset) {
    var address = "0x" + Long.toHexString(mapping.bytes().address() + offset);
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (SystemCall.ofAll(pid).stream().noneMatch(call -> isFutexOn(call, address))) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nobody sleeps");
      }
    }
  }

  private static boolean isFutexOn(SystemCall call, String address) {
    return (call.number().equals("202") || call.number().equals("98"))
        && call.arguments().getFirst().equals(address);
  }
}
