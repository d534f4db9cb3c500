package dev.rohrpost.memory;

import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

  static void awaitSleeperOn(Mapping mapping, long offset) throws IOException {
    awaitSleeperOn(ProcessHandle.current().pid(), mapping, offset);
  }

  /// Returns when a thread of a process sleeps on a futex word that this process has mapped, too.
  static void awaitSleeperOn(long pid, Mapping mapping, long offset) throws IOException {
    var address = Long.toHexString(mapping.bytes().address() + offset);
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
        for (Path thread : threads) {
          if (isInFutexOn(thread, address)) {
            return;
          }
        }
      }
    }
    throw new AssertionError("nobody sleeps");
  }

  private static boolean isInFutexOn(Path thread, String address) throws IOException {
    try {
      var call = Files.readString(thread.resolve("syscall")).split(" ", -1);
      return call.length > 2
          && (call[0].equals("202") || call[0].equals("98"))
          && call[1].equals("0x" + address);
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
