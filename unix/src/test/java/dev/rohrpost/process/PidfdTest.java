package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSyscallH;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.unix.Nobody;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class PidfdTest {
  private static final Program SLEEP = Program.of("sleep", "1000");
  private static final int SELF = (int) ProcessHandle.current().pid();

  private static long call(int number, long a, long b, long c, long d) {
    return SysSyscallH.syscall(number, a, b, c, d, 0);
  }

  private static Errno refusal(long result) {
    return new Errno((int) -result);
  }

  @Test
  @Row("PFD-01")
  void aPidfdIsClosedOnExec() throws Exception {
    try (var self = Pidfd.open(SELF)) {
      int flags = self.borrow(n -> FcntlH.fcntl(n, FcntlH.F_GETFD, 0));
      assertThat(flags).isEqualTo(FcntlH.FD_CLOEXEC);
    }
  }

  @Test
  @Row("PFD-02")
  void aProcessThatIsGoneHasNoPidfd() throws Exception {
    var child = Program.of("true").start();
    child.await();
    assertThatExceptionOfType(UnixException.NotFound.class)
        .isThrownBy(() -> Pidfd.open(child.pid()))
        .withMessageStartingWith("pidfd_open(pid " + child.pid() + "): ESRCH");
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(() -> Pidfd.open(-1))
        .matches(e -> e.is(Errno.EINVAL));
    assertThat(refusal(call(SysSyscallH.SYS_pidfd_open, SELF, 1, 0, 0))).isEqualTo(Errno.EINVAL);
  }

  @Test
  @Row("PFD-03")
  void aPidfdIsReadableWhenItsProcessHasEnded() throws Exception {
    var child = SLEEP.start();
    try (var pidfd = Pidfd.open(child.pid())) {
      assertThat(Wait.readable(pidfd, Deadline.NOW)).isFalse();
      child.kill(Signal.KILL);
      assertThat(Wait.readable(pidfd, Deadline.after(Duration.ofSeconds(30)))).isTrue();
    }
    child.await();
  }

  @Test
  @Row("PFD-05")
  void wrongUsesOfASignalThroughAPidfdAreRefused() throws Exception {
    try (var self = Pidfd.open(SELF);
        var file = Fd.own(openNull());
        var arena = Arena.ofConfined()) {
      var info = arena.allocate(SignalH.SIGINFO_T);
      info.set(ValueLayout.JAVA_INT, 0, Signal.USR1.number()); // si_signo
      info.set(ValueLayout.JAVA_INT, 8, SignalH.SI_QUEUE);
      assertThat(self.<Integer>borrow(n -> Pidfd.send(n, 0, 1 << 20)))
          .isEqualTo(-Errno.EINVAL.number());
      assertThat(file.<Integer>borrow(n -> Pidfd.send(n, 0, 0))).isEqualTo(-Errno.EBADF.number());
      long other =
          self.borrow(n ->
              call(SysSyscallH.SYS_pidfd_send_signal, n, Signal.TERM.number(), info.address(), 0));
      assertThat(refusal(other)).isEqualTo(Errno.EINVAL);
    }
  }

  private static int openNull() {
    try (var arena = Arena.ofConfined()) {
      var flags = FcntlH.O_RDONLY | FcntlH.O_CLOEXEC;
      return FcntlH.open(arena.allocateFrom("/dev/null"), flags, 0);
    }
  }

  /// Run as a user without privileges: tries to reach process 1.
  static final class Reach {
    public static void main(String... arguments) throws Exception {
      try (var init = Pidfd.open(1)) {
        System.out.println(new Errno(-init.<Integer>borrow(n -> Pidfd.send(n, 0, 0))));
      }
    }
  }

  @Test
  @Row("PFD-05")
  void aProcessOfAnotherUserIsOutOfReach() throws Exception {
    try (var running = Jvm.of(Reach.class).under(Nobody.prefix()).start()) {
      assertThat(running.await(Duration.ofSeconds(60)).orFail().out()).isEqualTo("EPERM\n");
    }
  }

  @Test
  @Row("PFD-06")
  void aSignalNeverReachesWhoGotTheNumberLater() throws Exception {
    var child = SLEEP.start();
    try (var pidfd = Pidfd.open(child.pid())) {
      child.kill(Signal.KILL);
      child.await();
      var heir = childWithNumber(child.pid());
      assertThat(pidfd.<Integer>borrow(n -> Pidfd.send(n, Signal.KILL.number(), 0)))
          .isEqualTo(-Errno.ESRCH.number());
      assertThat(child.kill(Signal.KILL)).isFalse();
      assertThat(heir.pid()).isEqualTo(child.pid());
      assertThat(heir.await(Deadline.after(Duration.ofMillis(20)))).isEmpty();
      heir.kill(Signal.TERM);
      assertThat(heir.await()).isEqualTo(new ExitStatus.Signalled(Signal.TERM, false));
    }
  }

  /// The kernel gives numbers in turn; root may say which one was the last. Others may take it
  /// first, so it is tried again.
  private static Child childWithNumber(int pid) throws Exception {
    var last = Path.of("/proc/sys/kernel/ns_last_pid");
    Assumptions.assumeTrue(Files.isWritable(last), "only root can choose the number of a process");
    for (var i = 0; i < 1000; i++) {
      Files.writeString(last, Integer.toString(pid - 1));
      var child = SLEEP.start();
      if (child.pid() == pid) {
        return child;
      }
      child.kill(Signal.KILL);
      child.await();
    }
    throw new AssertionError("no child got the number " + pid);
  }

  @Test
  @Row("PFD-07")
  void aDescriptorOfAnotherProcessIsFetched() throws Exception {
    try (var cat = Program.of("cat").withInput(Redirect.PIPE).withOutput(Redirect.PIPE).start();
        var pidfd = Pidfd.open(cat.pid())) {
      try (var fetched = Fd.own((int) get(pidfd, 1, 0))) {
        int flags = fetched.borrow(n -> FcntlH.fcntl(n, FcntlH.F_GETFD, 0));
        assertThat(flags).isEqualTo(FcntlH.FD_CLOEXEC);
        assertThat(target(fetched)).isEqualTo(target(cat.stdout().fd()));
      }
      assertThat(refusal(get(pidfd, 77, 0))).isEqualTo(Errno.EBADF);
      assertThat(refusal(get(pidfd, 1, 1))).isEqualTo(Errno.EINVAL);
      assertThat(refusal(get(cat.stdout().fd(), 1, 0))).isEqualTo(Errno.EBADF);
      cat.stdin().close();
      cat.await();
    }
  }

  private static long get(Fd pidfd, int number, int flags) throws UnixException {
    return pidfd.<Long>borrow(n -> call(SysSyscallH.SYS_pidfd_getfd, n, number, flags, 0));
  }

  private static String target(Fd fd) throws Exception {
    int number = fd.borrow(n -> n);
    return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
  }

  @Test
  @Row("PROC-09")
  void aRangeOfDescriptorsIsChecked() {
    assertThat(refusal(call(SysSyscallH.SYS_close_range, 20_001, 20_000, 0, 0)))
        .isEqualTo(Errno.EINVAL);
    assertThat(refusal(call(SysSyscallH.SYS_close_range, 20_000, 20_001, 1 << 20, 0)))
        .isEqualTo(Errno.EINVAL);
  }
}
