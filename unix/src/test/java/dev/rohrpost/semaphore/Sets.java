package dev.rohrpost.semaphore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.SystemVKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Sets for tests, under keys that nobody else has.
final class Sets {
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Sets() {}

  /// Removes what a test has made, also if it fails.
  @FunctionalInterface
  interface Scope extends AutoCloseable {
    @Override
    void close() throws UnixException;
  }

  static SystemVKey key() {
    var pid = (int) ProcessHandle.current().pid();
    return new SystemVKey(0x40000000 | pid << 8 | COUNT.incrementAndGet());
  }

  static SemaphoreSet of(int... values) throws UnixException {
    var set = SemaphoreSet.create(SystemVKey.PRIVATE, values.length);
    set.setValues(values);
    return set;
  }

  static Scope removing(SemaphoreSet set) {
    return () -> {
      try {
        set.remove();
      } catch (UnixException e) {
        assertThat(e.errno()).isIn(Errno.EINVAL, Errno.EIDRM); // the test itself did
      }
    };
  }

  static Deadline soon() {
    return Deadline.after(PATIENCE);
  }

  static void is(Throwable thrown, Errno errno) {
    assertThat(thrown)
        .isInstanceOfSatisfying(UnixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
