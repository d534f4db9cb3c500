package dev.rohrpost.signal;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSyscallH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// To whom a signal is sent. Make it once and send often: sending allocates nothing.
///
/// A number may belong to another process by the time it is used. [Pidfd] is the target that cannot
/// be mistaken.
public sealed interface Target {
  /// The number that asks instead of sending.
  int NO_SIGNAL = 0;

  /// Sends a signal.
  ///
  /// @param signal what to send
  /// @throws UnixException with ESRCH if the target is gone, EPERM if it belongs to another user,
  ///   EINVAL if its number cannot be one, or EAGAIN if the queue of real-time signals is full
  ///   (`RLIMIT_SIGPENDING` of the receiver's user)
  default void send(Signal signal) throws UnixException {
    deliver(signal.number());
  }

  /// Asks whether there is anybody to send to; nothing is delivered.
  ///
  /// @return false if the target is gone; true also if it belongs to another user
  /// @throws UnixException with EINVAL if its number cannot be one
  default boolean exists() throws UnixException {
    try {
      deliver(NO_SIGNAL);
      return true;
    } catch (UnixException.NotFound e) {
      return false;
    } catch (UnixException.Denied e) {
      return true;
    }
  }

  /// Sends a signal by number: 0 asks, and others reach the kernel as they are.
  ///
  /// @param number the number
  /// @throws UnixException as [#send]
  void deliver(int number) throws UnixException;

  /// A process.
  ///
  /// @param pid its number, 1 or more
  /// @see <a href="https://man7.org/linux/man-pages/man2/kill.2.html">kill(2)</a>
  record Pid(int pid) implements Target {
    @Override
    public void deliver(int number) throws UnixException {
      if (pid <= 0) { // kill(2) takes these for groups, and -1 for everybody
        throw UnixException.of("kill", toString(), Errno.EINVAL);
      }
      try {
        SignalH.kill(pid, number);
      } catch (UnixException e) {
        throw e.about(toString());
      }
    }

    /// Sends a signal with a value; a real-time signal is queued behind those already waiting.
    ///
    /// @param signal what to send
    /// @param value what it carries
    /// @throws UnixException as [Target#send]; EAGAIN means that nothing was sent because the queue
    ///   is full
    /// @see <a href="https://man7.org/linux/man-pages/man3/sigqueue.3.html">sigqueue(3)</a>
    public void queue(Signal signal, int value) throws UnixException {
      if (pid <= 0) {
        throw UnixException.of("sigqueue", toString(), Errno.EINVAL);
      }
      try {
        SignalH.sigqueue(pid, signal.number(), Integer.toUnsignedLong(value));
      } catch (UnixException e) {
        throw e.about(toString());
      }
    }

    @Override
    public String toString() {
      return "pid " + pid;
    }
  }

  /// All members of a process group.
  ///
  /// @param pgid its number, 1 or more
  /// @see <a href="https://man7.org/linux/man-pages/man2/kill.2.html">kill(2)</a>
  record Group(int pgid) implements Target {
    @Override
    public void deliver(int number) throws UnixException {
      if (pgid <= 1) { // -1 would be everybody
        throw UnixException.of("kill", toString(), Errno.EINVAL);
      }
      try {
        SignalH.kill(-pgid, number);
      } catch (UnixException e) {
        throw e.about(toString());
      }
    }

    @Override
    public String toString() {
      return "group " + pgid;
    }
  }

  /// One thread of a process.
  ///
  /// @param pid the process
  /// @param tid the thread
  /// @see <a href="https://man7.org/linux/man-pages/man2/tgkill.2.html">tgkill(2)</a>
  record Tid(int pid, int tid) implements Target {
    @Override
    public void deliver(int number) throws UnixException {
      try {
        SignalH.tgkill(pid, tid, number);
      } catch (UnixException e) {
        throw e.about(toString());
      }
    }

    /// Sends a signal with a value, as [Pid#queue].
    ///
    /// @param signal what to send
    /// @param value what it carries
    /// @throws UnixException as [Pid#queue]
    public void queue(Signal signal, int value) throws UnixException {
      try (var arena = Arena.ofConfined()) {
        var info = Siginfo.queued(signal, Integer.toUnsignedLong(value), arena);
        var result =
            SysSyscallH.syscall(
                SysSyscallH.SYS_rt_tgsigqueueinfo, pid, tid, signal.number(), info.address(), 0);
        if (result < 0) {
          throw UnixException.of("rt_tgsigqueueinfo", toString(), new Errno((int) -result));
        }
      }
    }

    @Override
    public String toString() {
      return "thread " + tid + " of pid " + pid;
    }
  }

  /// The process behind a pidfd: never a stranger that got its number.
  ///
  /// @param pidfd the descriptor, which the caller keeps and closes
  /// @see <a
  ///   href="https://man7.org/linux/man-pages/man2/pidfd_send_signal.2.html">pidfd_send_signal(2)</a>
  record Pidfd(Fd pidfd) implements Target {
    /// Opens a pidfd.
    ///
    /// @param pid the process
    /// @return the target; the caller closes its descriptor
    /// @throws UnixException with ESRCH if there is no such process, EINVAL if the number cannot be
    ///   one, EMFILE or ENFILE
    /// @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
    public static Pidfd open(int pid) throws UnixException {
      var number = SysSyscallH.syscall(SysSyscallH.SYS_pidfd_open, pid, 0, 0, 0, 0);
      if (number < 0) {
        throw UnixException.of("pidfd_open", "pid " + pid, new Errno((int) -number));
      }
      return new Pidfd(Fd.own((int) number));
    }

    @Override
    public void deliver(int number) throws UnixException {
      send(number, MemorySegment.NULL);
    }

    /// Sends a signal with a value, as [Pid#queue].
    ///
    /// @param signal what to send
    /// @param value what it carries
    /// @throws UnixException as [Pid#queue]
    public void queue(Signal signal, int value) throws UnixException {
      try (var arena = Arena.ofConfined()) {
        send(signal.number(), Siginfo.queued(signal, Integer.toUnsignedLong(value), arena));
      }
    }

    private void send(int number, MemorySegment info) throws UnixException {
      pidfd.borrow(fd -> {
        var result =
            SysSyscallH.syscall(
                SysSyscallH.SYS_pidfd_send_signal, fd, number, info.address(), 0, 0);
        if (result < 0) {
          throw UnixException.of("pidfd_send_signal", toString(), new Errno((int) -result));
        }
        return result;
      });
    }

    @Override
    public String toString() {
      return "pidfd " + pidfd;
    }
  }
}
