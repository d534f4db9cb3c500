package dev.rohrpost.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.SystemVKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Queues for tests, under names that nobody else has.
final class Queues {
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int SYS_RESOURCE = 24;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Queues() {}

  /// Removes what a test has made, also if it fails.
  @FunctionalInterface
  interface Scope extends AutoCloseable {
    @Override
    void close() throws UnixException;
  }

  static SystemVQueue systemV() throws UnixException {
    return SystemVQueue.create(SystemVKey.PRIVATE);
  }

  static Scope removing(SystemVQueue queue) {
    return () -> {
      try {
        queue.remove();
      } catch (UnixException e) {
        assertThat(e.errno()).isIn(Errno.EINVAL, Errno.EIDRM); // the test itself did
      }
    };
  }

  static int number() {
    return (int) ProcessHandle.current().pid() << 8 | COUNT.incrementAndGet();
  }

  static SystemVKey key() {
    return new SystemVKey(0x40000000 | number());
  }

  static String name() {
    return "/rohrpost-test-" + Integer.toUnsignedString(number());
  }

  static PosixQueue posix(int messages, int bytes) throws UnixException {
    var settings = new PosixQueueSettings(messages, bytes);
    return PosixQueue.create(name(), settings);
  }

  static Scope removing(PosixQueue queue) {
    return () -> {
      queue.close();
      removing(queue.name()).close();
    };
  }

  static Scope removing(String name) {
    return () -> {
      try {
        PosixQueue.remove(name);
      } catch (UnixException.NotFound _) {
        // The test itself did.
      }
    };
  }

  /// Tells whether this process may exceed limits, which root may not in every container
  /// (`CAP_SYS_RESOURCE`).
  static boolean mayExceedLimits() throws IOException {
    var capabilities =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff:"))
            .map(line -> line.substring("CapEff:".length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(capabilities, 16) >> SYS_RESOURCE & 1) == 1;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Deadline soon() {
    return Deadline.after(PATIENCE);
  }

  static void is(Throwable thrown, Errno errno) {
    assertThat(thrown)
        .isInstanceOfSatisfying(UnixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
