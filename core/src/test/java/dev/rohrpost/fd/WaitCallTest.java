package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
class WaitCallTest {
  /// A call that blocks and knows nothing of descriptors.
  private static long read(Ends ends, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofShared()) {
      var bytes = arena.allocate(10);
      return Wait.call(deadline, () -> ends.in().fd().borrow(n -> UnistdH.read(n, bytes, 10)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAnswerOfTheCallIsReturned(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var caller = kind.start(() -> read(ends, Deadline.NEVER)).awaitBlocked();
      ends.send("four");
      assertThat(caller.result()).isEqualTo(4);
      assertThat(kind.start(() -> Wait.call(Deadline.NEVER, () -> -Errno.EAGAIN.number())).result())
          .isEqualTo(-Errno.EAGAIN.number());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineEndsTheCall(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var deadline = Deadline.after(Duration.ofMillis(50));
      assertThat(kind.start(() -> read(ends, deadline)).result()).isEqualTo(Wait.TIMED_OUT);
      assertThat(deadline.hasPassed()).isTrue();
      assertThat(kind.start(() -> read(ends, Deadline.NOW)).result()).isEqualTo(Wait.TIMED_OUT);
      ends.send("there");
      assertThat(kind.start(() -> read(ends, Deadline.NOW)).result()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsTheCall(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var caller = kind.start(() -> read(ends, Deadline.NEVER)).awaitBlocked();
      caller.interrupt();
      assertThat(caller.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheCallThrowsIsThrown(ThreadKind kind) throws Exception {
    var failing =
        kind.start(() ->
            Wait.call(
                Deadline.NEVER,
                () -> {
                  throw UnixException.of("call", Errno.EIO);
                }));
    assertThat(failing.failure()).isInstanceOf(UnixException.class).hasMessageContaining("EIO");
    var broken =
        kind.start(() ->
            Wait.call(
                Deadline.NEVER,
                () -> {
                  throw new IllegalArgumentException("mine");
                }));
    assertThat(broken.failure()).isInstanceOf(IllegalArgumentException.class).hasMessage("mine");
  }

  @Test
  void aCallWithinACallIsRefused() throws Exception {
    try (var ends = Ends.pipe()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> Wait.call(Deadline.NEVER, () -> nested(ends)));
      ends.send("and nothing is left behind");
      assertThat(ends.receive()).isEqualTo("and nothing is left behind");
    }
  }

  private static long nested(Ends ends) throws UnixException {
    try {
      return ends.in().read(Arena.ofAuto().allocate(1));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
