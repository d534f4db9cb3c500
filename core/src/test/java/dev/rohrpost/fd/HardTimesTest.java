package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.FullTable;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When the machine has nothing left to give.
class HardTimesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// A full signal queue, as during a burst of real-time signals: sigqueue(3) would be EAGAIN.
  @Test
  void aFullSignalQueueKeepsNobodyInside() throws Exception {
    Foreign.require("prlimit");
    try (var jvm = Jvm.of(FullQueue.class).under("prlimit", "--sigpending=0").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out().strip()).isEqualTo("out");
    }
  }

  static final class FullQueue {
    private FullQueue() {}

    public static void main(String... arguments) throws Exception {
      try (var ends = Ends.pipe()) {
        var interrupted = ThreadKind.PLATFORM.start(ends::receive).awaitBlocked();
        interrupted.interrupt();
        interrupted.failure();
        var closed = ThreadKind.PLATFORM.start(ends::receive).awaitBlocked();
        ends.in().close();
        closed.failure();
        System.out.println("out");
      }
    }
  }

  /// Virtual threads need an epoll set, FIFOs a second descriptor.
  @Test
  @Row("F12")
  void noDescriptorsLeftIsAnErrorAndNotTheEnd() throws Exception {
    Foreign.require("prlimit");
    try (var jvm = Jvm.of(NoDescriptors.class).under("prlimit", "--nofile=64").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out().strip()).isEqualTo("EMFILE, then hello");
    }
  }

  static final class NoDescriptors {
    private NoDescriptors() {}

    public static void main(String... arguments) throws Exception {
      try (var ends = Ends.pipe()) {
        ThreadKind.VIRTUAL
            .start(() -> {
              throw new IllegalStateException("loads the helpers");
            })
            .failure();
        Throwable failed;
        try (var _ = FullTable.of(Fd.class)) {
          failed = ThreadKind.VIRTUAL.start(ends::receive).failure();
        }
        var reader = ThreadKind.VIRTUAL.start(ends::receive).awaitBlocked();
        ends.send("hello");
        System.out.println(
            (failed instanceof UnixException.LimitReached e ? e.errno() : failed)
                + ", then "
                + reader.result());
      }
    }
  }
}
