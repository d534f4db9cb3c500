package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSyscallH;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.unix.Stranger;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class TargetTest {
  private static final int NO_SUCH_PID = Integer.MAX_VALUE;

  private static Target.Pid target(Running running) {
    return new Target.Pid((int) running.pid());
  }

  private static void assertErrno(Errno errno, ThrowingCallable call) {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
  }

  @Test
  @Row("SIG-01")
  void askingDeliversNothing() throws Exception {
    try (var cat = Foreign.start("cat");
        var pidfd = Target.Pidfd.open((int) cat.pid()).pidfd()) {
      assertThat(target(cat).exists()).isTrue();
      assertThat(new Target.Pidfd(pidfd).exists()).isTrue();
      assertThat(new Target.Tid((int) cat.pid(), (int) cat.pid()).exists()).isTrue();

      cat.stdin().write("still here\n".getBytes(StandardCharsets.US_ASCII));
      cat.stdin().flush();
      assertThat(cat.line(Here.PATIENCE)).isEqualTo("still here");
      cat.endInput();
      assertThat(cat.await(Here.PATIENCE).status()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2000, 65, -1})
  @Row({"SIG-02", "SIG-09", "SIG-26"})
  void aNumberThatIsNoSignalIsRefused(int number) throws Exception {
    try (var cat = Foreign.start("cat");
        var pidfd = Target.Pidfd.open((int) cat.pid()).pidfd()) {
      for (var target :
          List.of(
              target(cat),
              new Target.Tid((int) cat.pid(), (int) cat.pid()),
              new Target.Pidfd(pidfd))) {
        assertErrno(Errno.EINVAL, () -> target.deliver(number));
      }
    }
  }

  @Test
  @Row("SIG-03")
  void aProcessThatHasBeenReapedIsGone() throws Exception {
    try (var program = Foreign.start("true")) {
      program.await(Here.PATIENCE).orFail();

      assertThat(target(program).exists()).isFalse();
      assertErrno(Errno.ESRCH, () -> target(program).send(Signal.TERM));
      assertErrno(Errno.ESRCH, () -> target(program).queue(Signal.RTMIN, 1));
      assertErrno(Errno.ESRCH, () -> Target.Pidfd.open((int) program.pid()));
    }
    assertErrno(Errno.ESRCH, () -> new Target.Pid(NO_SUCH_PID).send(Signal.TERM));
    assertErrno(Errno.ESRCH, () -> new Target.Group(NO_SUCH_PID).send(Signal.TERM));
    assertThat(new Target.Group(NO_SUCH_PID).exists()).isFalse();
  }

  @Test
  @Row("PFD-06")
  void apidfdOfAProcessThatHasBeenReapedHitsNobody() throws Exception {
    try (var cat = Foreign.start("cat");
        var pidfd = Target.Pidfd.open((int) cat.pid()).pidfd()) {
      cat.endInput();
      cat.await(Here.PATIENCE).orFail();

      var target = new Target.Pidfd(pidfd);
      assertThat(target.exists()).isFalse();
      assertErrno(Errno.ESRCH, () -> target.send(Signal.TERM));
      assertErrno(Errno.ESRCH, () -> target.queue(Signal.RTMIN, 1));
    }
  }

  @Test
  @Row("PFD-05")
  void whatIsNoPidfdIsRefused() throws Exception {
    assertErrno(Errno.EBADF, () -> new Target.Pidfd(Fd.inherit(0)).send(Signal.TERM));
    var closed = Target.Pidfd.open(Here.PID);
    closed.pidfd().close();
    assertErrno(Errno.EBADF, () -> closed.send(Signal.WINCH));
    assertErrno(Errno.EINVAL, () -> Target.Pidfd.open(0));
    assertErrno(Errno.EINVAL, () -> Target.Pidfd.open(-1));
  }

  @Test
  @Row("SIG-05")
  void aProcessOfAnotherUserIsNotHit() throws Exception {
    try (var cat = Foreign.start("cat")) {
      var weAreRoot = System.getProperty("user.name").equals("root");
      var pid = weAreRoot ? (int) cat.pid() : 1;
      Stranger.startUnprivileged(
              () -> {
                var target = new Target.Pid(pid);
                assertErrno(Errno.EPERM, () -> target.send(Signal.KILL));
                assertErrno(Errno.EPERM, () -> target.queue(Signal.KILL, 1));
                assertErrno(Errno.EPERM, () -> new Target.Tid(pid, pid).send(Signal.KILL));
                assertThat(target.exists()).isTrue();
                return target;
              })
          .result();
      cat.endInput();
      assertThat(cat.await(Here.PATIENCE).status()).isZero();
    }
  }

  @Test
  @Row("SIG-06")
  void eachMemberOfAGroupIsHitOnce() throws Exception {
    var members = CProgram.of(TargetTest.class, "members.c").toString();
    try (var program = Foreign.start(members)) {
      var group = new Target.Group(Integer.parseInt(program.line(Here.PATIENCE)));

      assertThat(group.exists()).isTrue();
      group.send(Signal.RTMIN);
      group.send(Signal.USR1);

      assertThat(program.await(Here.PATIENCE).orFail().out()).isEqualTo("1\n1\n1\n");
      assertThat(group.exists()).isFalse();
    }
  }

  @Test
  @Row("SIG-26")
  void threadsAreNamedByPositiveNumbersOfThreadsThatLive() throws Exception {
    assertErrno(Errno.EINVAL, () -> new Target.Tid(-1, Here.PID).send(Signal.WINCH));
    assertErrno(Errno.EINVAL, () -> new Target.Tid(Here.PID, -1).send(Signal.WINCH));
    assertErrno(Errno.EINVAL, () -> new Target.Tid(Here.PID, Here.PID).deliver(-1));

    var ended = new Target.Tid(Here.PID, Here.onOwnThread(Here::thread));
    Here.until(() -> {
      try {
        return !ended.exists();
      } catch (UnixException e) {
        throw new AssertionError(e);
      }
    });
    assertErrno(Errno.ESRCH, () -> ended.send(Signal.WINCH));
    assertErrno(Errno.ESRCH, () -> ended.queue(Signal.WINCH, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, -2, Integer.MIN_VALUE})
  void whatKillTakesForAGroupOrForEverybodyIsNoProcess(int pid) {
    assertErrno(Errno.EINVAL, () -> new Target.Pid(pid).deliver(Target.NO_SIGNAL));
    assertErrno(Errno.EINVAL, () -> new Target.Pid(pid).queue(Signal.WINCH, 1));
    assertErrno(Errno.EINVAL, () -> new Target.Group(pid).deliver(Target.NO_SIGNAL));
    assertErrno(Errno.EINVAL, () -> new Target.Group(1).deliver(Target.NO_SIGNAL));
  }

  @Test
  void theMessageNamesTheCallTheTargetAndTheReason() {
    assertThatExceptionOfType(UnixException.NotFound.class)
        .isThrownBy(() -> new Target.Pid(NO_SUCH_PID).send(Signal.TERM))
        .withMessage("kill(pid 2147483647): ESRCH: no such process");
  }

  @ParameterizedTest
  @ValueSource(ints = {SignalH.SI_USER, SignalH.SI_TKILL})
  @Row("SIG-11")
  void theKernelLetsNobodyPretendToHaveCalledKill(int code) throws Exception {
    try (var cat = Foreign.start("cat");
        var arena = Arena.ofConfined()) {
      var info = arena.allocate(128, 8);
      info.set(ValueLayout.JAVA_INT, 0, Signal.WINCH.number());
      info.set(ValueLayout.JAVA_INT, 8, code);

      var result =
          SysSyscallH.syscall(
              SysSyscallH.SYS_rt_sigqueueinfo,
              cat.pid(),
              Signal.WINCH.number(),
              info.address(),
              0,
              0);

      assertThat(result).isEqualTo(-Errno.EPERM.number());
    }
  }
}
