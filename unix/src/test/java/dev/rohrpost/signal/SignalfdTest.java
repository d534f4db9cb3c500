package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSignalfdH;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What this package takes for granted of the kernel.
@ExtendWith(NoFdLeaks.class)
class SignalfdTest {
  private static final Signal SOME = Signal.realTime(5);

  private static MemorySegment mask(Arena arena, long bits) {
    var mask = arena.allocate(SignalH.SIGSET_T);
    mask.set(ValueLayout.JAVA_LONG, 0, bits);
    return mask;
  }

  private static void assertErrno(Errno errno, int fd, int flags) {
    try (var arena = Arena.ofConfined()) {
      assertThatExceptionOfType(UnixException.class)
          .isThrownBy(() -> SysSignalfdH.signalfd(fd, mask(arena, 1), flags))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }
  }

  @Test
  @Row("SIG-21")
  void aBlockedSignalIsReadAs128Bytes() throws Exception {
    var size =
        Here.onOwnThread(() -> {
          try (var arena = Arena.ofConfined()) {
            var some = mask(arena, SignalSet.bit(SOME));
            SignalH.pthread_sigmask(SignalH.SIG_BLOCK, some, MemorySegment.NULL);
            var fd = SysSignalfdH.signalfd(-1, some, SysSignalfdH.SFD_CLOEXEC);
            new Target.Tid(Here.PID, Here.thread()).send(SOME);
            var raw = arena.allocate(4096, 8);
            var count = UnistdH.read(fd, raw, raw.byteSize());
            UnistdH.close(fd);
            assertThat(RawInfo.signal(raw, 0)).isEqualTo(SOME.number());
            assertThat(RawInfo.decode(raw).codeName()).isEqualTo("SI_TKILL");
            return count;
          }
        });
    assertThat(size).isEqualTo(128).isEqualTo(RawInfo.SIZE);
  }

  @Test
  @Row("SIG-22")
  void descriptorsAndFlagsAreChecked() throws Exception {
    try (var arena = Arena.ofConfined()) {
      var file = FcntlH.open(arena.allocateFrom("/dev/null"), FcntlH.O_CLOEXEC, 0);
      assertErrno(Errno.EINVAL, file, 0);
      UnistdH.close(file);
      assertErrno(Errno.EBADF, file, 0);
      assertErrno(Errno.EINVAL, -1, 1);
    }
  }

  @Test
  @Row("SIG-23")
  void nothingPendingIsAConditionWhereReadingDoesNotWait() throws Exception {
    try (var arena = Arena.ofConfined()) {
      var flags = SysSignalfdH.SFD_CLOEXEC | SysSignalfdH.SFD_NONBLOCK;
      var fd = SysSignalfdH.signalfd(-1, mask(arena, SignalSet.bit(SOME)), flags);

      var result = UnistdH.read(fd, arena.allocate(128), 128);

      UnistdH.close(fd);
      assertThat(result).isEqualTo(-Errno.EAGAIN.number());
    }
  }

  @Test
  @Row("SIG-25")
  void killAndStopCannotBeBlocked() throws Exception {
    var blocked =
        Here.onOwnThread(() -> {
          try (var arena = Arena.ofConfined()) {
            var both = mask(arena, SignalSet.of(Signal.KILL, Signal.STOP, SOME).bits());
            var now = arena.allocate(SignalH.SIGSET_T);
            assertThat(SignalH.pthread_sigmask(SignalH.SIG_BLOCK, both, MemorySegment.NULL))
                .isZero();
            SignalH.pthread_sigmask(SignalH.SIG_BLOCK, MemorySegment.NULL, now);
            return new SignalSet(now.get(ValueLayout.JAVA_LONG, 0));
          }
        });
    assertThat(blocked.contains(SOME)).isTrue();
    assertThat(blocked.contains(Signal.KILL)).isFalse();
    assertThat(blocked.contains(Signal.STOP)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65})
  @Row("SIG-09")
  void thereAreNoSignalsBut1To64(int number) {
    try (var arena = Arena.ofConfined()) {
      var old = arena.allocate(SignalH.SIGACTION);
      assertThatExceptionOfType(UnixException.class)
          .isThrownBy(() -> SignalH.sigaction(number, MemorySegment.NULL, old))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Signal(number));
  }
}
