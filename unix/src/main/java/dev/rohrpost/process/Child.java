package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysWaitH;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A program that was started.
///
/// Nobody has to wait for it: it is reaped when it ends. Closing this object closes our ends of its
/// pipes, and leaves the program alone.
public final class Child implements AutoCloseable {
  private static final int NO_CHILD = -Errno.ECHILD.number();
  private static final Reaping.Report GONE = Reaping.Report.of(Reaping.Report.GONE);
  private static final int NO_PROCESS = -Errno.ESRCH.number();

  private final int pid;
  private final Fd pidfd;
  private final Program program;
  private final Wiring.Ends ends;
  private final boolean leadsGroup;

  /// The peak of the memory of this process, which is in the child's figure.
  private final long peakBefore;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Reaping.@Nullable Report end;
  private boolean watched;
  private boolean closed;

  Child(int pid, Fd pidfd, Program program, Wiring.Ends ends, long peakBefore) {
    this.pid = pid;
    this.pidfd = pidfd;
    this.program = program;
    this.ends = ends;
    this.leadsGroup = program.settings.job.leads();
    this.peakBefore = peakBefore;
  }

  /// Lets the child be reaped when it ends. Until then, its number is its own even if it has ended.
  ///
  /// @throws UnixException with ENOSPC if the user has too many watches; the child is gone then
  void watch() throws UnixException {
    try {
      Wait.whenReadable(pidfd, this::reap);
      watched = true;
    } catch (UnixException e) {
      abandon();
      throw e;
    }
  }

  /// Kills a child that nobody is to know of.
  void abandon() throws UnixException {
    ends.close();
    if (watched) {
      var _ = kill(Signal.KILL);
    } else {
      Reaping.kill(pid);
      pidfd.close();
    }
  }

  /// {@return the number of the process; after its end, the number may be another one's}
  public int pid() {
    return pid;
  }

  /// {@return our end of its standard input}
  ///
  /// @throws IllegalStateException unless it was redirected to [Redirect#PIPE]
  public WriteEnd stdin() {
    return piped(ends.stdin(), "input");
  }

  /// {@return our end of its standard output}
  ///
  /// @throws IllegalStateException unless it was redirected to [Redirect#PIPE]
  public ReadEnd stdout() {
    return piped(ends.stdout(), "output");
  }

  /// {@return our end of its standard error}
  ///
  /// @throws IllegalStateException unless it was redirected to [Redirect#PIPE]
  public ReadEnd stderr() {
    return piped(ends.stderr(), "error");
  }

  private <T> T piped(@Nullable T end, String stream) {
    if (end == null) {
      throw new IllegalStateException("standard " + stream + " of " + this + " is no pipe");
    }
    return end;
  }

  Wiring.Ends ends() {
    return ends;
  }

  /// Waits until the child has ended. Its pipes may still be open: programs that it started may
  /// have them, and bytes in them are kept.
  ///
  /// @return how it ended
  /// @throws InterruptedException if the thread is or gets interrupted; the child goes on
  /// @throws IllegalStateException if other code of this process has taken the status, as a wait(2)
  ///   of a native library does
  public ExitStatus await() throws InterruptedException {
    ended.await();
    return exitStatus();
  }

  /// Waits until the child has ended, or a deadline passes. The child is left alone then.
  ///
  /// @param deadline when to give up
  /// @return how it ended; empty if the deadline passed
  /// @throws InterruptedException if the thread is or gets interrupted; the child goes on
  /// @throws IllegalStateException if other code of this process has taken the status
  public Optional<ExitStatus> await(Deadline deadline) throws InterruptedException {
    return ended.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(exitStatus())
        : Optional.empty();
  }

  /// Tells how the child has ended.
  ///
  /// @return the status; empty while it runs
  /// @throws IllegalStateException if other code of this process has taken the status
  public Optional<ExitStatus> status() {
    return end == null ? Optional.empty() : Optional.of(exitStatus());
  }

  /// Tells what the child has used.
  ///
  /// @return the resources; empty while it runs
  /// @throws IllegalStateException if other code of this process has taken the status
  public Optional<Usage> usage() {
    return end == null ? Optional.empty() : Optional.of(Usage.of(ending().usage(), peakBefore));
  }

  private ExitStatus exitStatus() {
    return ending().exitStatus();
  }

  private Reaping.Report ending() {
    var report = end;
    if (report == null || report.code() == Reaping.Report.GONE) {
      throw new IllegalStateException("somebody else in this process has waited for " + this);
    }
    return report;
  }

  /// Returns a future of the end. What depends on it may block: a virtual thread runs it.
  /// Cancelling the future does nothing to the child.
  ///
  /// @return a new future of the status
  public CompletableFuture<ExitStatus> onExit() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return await();
          } catch (InterruptedException e) {
            throw new CompletionException(e);
          }
        },
        Thread::startVirtualThread);
  }

  /// Waits until the child stops, goes on, or ends. Each change is told once, to one of those who
  /// wait; of several stops and continuations in a row, only the last.
  ///
  /// @param deadline when to give up
  /// @return what happened; empty if the deadline passed
  /// @throws UnixException never, but for a kernel without waitid(2)
  /// @throws InterruptedException if the thread is or gets interrupted
  /// @throws IllegalStateException if other code of this process has taken the status
  public Optional<Change> awaitChange(Deadline deadline)
      throws UnixException, InterruptedException {
    while (end == null) {
      var code = Wait.call(deadline, () -> whileOpen(Reaping::peek, NO_CHILD));
      if (code == Wait.TIMED_OUT) {
        return Optional.empty();
      }
      if (code != SignalH.CLD_STOPPED && code != SignalH.CLD_CONTINUED) {
        break; // it has ended, and another thread is about to reap it
      }
      var change = takeChange();
      if (change.code() == SignalH.CLD_STOPPED) {
        return Optional.of(new Change.Stopped(new Signal(change.status())));
      }
      if (change.code() == SignalH.CLD_CONTINUED) {
        return Optional.of(new Change.Continued());
      }
    }
    return await(deadline).map(Change.Ended::new);
  }

  /// What was to be told may have been told to somebody else meanwhile.
  private Reaping.Report takeChange() throws UnixException {
    var options = SysWaitH.WSTOPPED | SysWaitH.WCONTINUED | SysWaitH.WNOHANG;
    return whileOpen(number -> Reaping.ask(SysWaitH.P_PIDFD, number, options), GONE);
  }

  /// Sends a signal to the child. It never reaches another process that got the number later.
  ///
  /// @param signal the signal
  /// @return false if the child has ended
  /// @throws UnixException with EPERM if the child has become another user's
  public boolean kill(Signal signal) throws UnixException {
    return sent(whileOpen(n -> Pidfd.send(n, signal.number(), 0), NO_PROCESS), signal);
  }

  /// Sends a signal to all processes of the group that the child leads, also when the child itself
  /// has ended and this object was not closed.
  ///
  /// Before Linux 6.9 there is a small danger once the child has ended: if the last of the group
  /// ends, too, and the number goes to a new group, that one gets the signal.
  ///
  /// @param signal the signal
  /// @return false if nobody is left in the group
  /// @throws UnixException with EPERM if all in the group have become another user's
  /// @throws IllegalStateException unless the child was started to lead a group or a session
  public boolean killGroup(Signal signal) throws UnixException {
    requireGroup();
    return sent(sendToGroup(signal.number()), signal);
  }

  private void requireGroup() {
    if (!leadsGroup) {
      throw new IllegalStateException(this + " leads no group");
    }
  }

  /// Tells whether a process of the group that the child leads is left, also when the child itself
  /// has ended and this object was not closed. One that has ended counts until it is reaped.
  ///
  /// @return false if nobody is left in the group
  /// @throws UnixException with EPERM if all in the group have become another user's
  /// @throws IllegalStateException unless the child was started to lead a group or a session
  public boolean isGroupAlive() throws UnixException {
    requireGroup();
    var result = sendToGroup(0);
    if (result < 0 && result != NO_PROCESS) {
      throw UnixException.of("pidfd_send_signal", "the group of " + this, new Errno(-result));
    }
    return result == 0;
  }

  /// Stops the child; it cannot refuse. [#awaitChange] tells when it has stopped.
  ///
  /// @return false if the child has ended
  /// @throws UnixException with EPERM if the child has become another user's
  public boolean stop() throws UnixException {
    return kill(Signal.STOP);
  }

  /// Lets the child go on after a stop.
  ///
  /// @return false if the child has ended
  /// @throws UnixException with EPERM if the child has become another user's
  public boolean resume() throws UnixException {
    return kill(Signal.CONT);
  }

  private boolean sent(int result, Signal signal) throws UnixException {
    if (result < 0 && result != NO_PROCESS) {
      throw UnixException.of("pidfd_send_signal", signal + " to " + this, new Errno(-result));
    }
    return result == 0;
  }

  private int sendToGroup(int signal) throws UnixException {
    int result = whileOpen(n -> Pidfd.send(n, signal, Pidfd.TO_GROUP), NO_PROCESS);
    return result == -Errno.EINVAL.number() ? sendToNumberOfGroup(signal) : result;
  }

  /// For kernels before 6.9. While the child is not reaped, the number is its own.
  private synchronized int sendToNumberOfGroup(int signal) {
    try {
      SignalH.kill(-pid, signal);
      return 0;
    } catch (UnixException e) {
      return -e.errno().number();
    }
  }

  private <T> T whileOpen(Fd.Call<T> call, T otherwise) throws UnixException {
    try {
      return pidfd.borrow(call);
    } catch (UnixException e) {
      if (pidfd.isClosed()) {
        return otherwise;
      }
      throw e;
    }
  }

  /// Writes all the input to the child and reads all that it writes, at the same time, so that
  /// neither waits for the other for ever; then waits for its end.
  ///
  /// Only streams that were redirected to [Redirect#PIPE] take part. A child that does not read all
  /// of the input is no failure. What it writes is kept in memory.
  ///
  /// @param input what the child reads; standard input is closed after it
  /// @param deadline when to give up; the child is left alone then
  /// @return what it wrote and how it ended, or what there was of that when the deadline passed:
  ///   programs that the child has started may keep its pipes open after its end
  /// @throws UnixException if one of the pipes was closed here meanwhile
  /// @throws InterruptedException if the thread is or gets interrupted; what was read is lost
  /// @throws IllegalStateException if there is input but standard input is no pipe
  public Conversation communicate(byte[] input, Deadline deadline)
      throws UnixException, InterruptedException {
    if (input.length > 0) {
      stdin(); // insists on a pipe
    }
    return Pump.run(
        ends.stdin(),
        input,
        ends.stdout(),
        ends.stderr() == null ? List.of() : List.of(ends.stderr()),
        deadline,
        this::await);
  }

  /// Runs on the thread that watches all descriptors: must not wait.
  private void reap() {
    try {
      var report = reapNow();
      if (report.code() == Reaping.Report.NOTHING) {
        // A debugger has it and sees its end first: wait for that elsewhere.
        Thread.ofPlatform().daemon().name("rohrpost-reaper").start(this::reapLater);
      } else {
        settle(report);
      }
    } catch (UnixException e) {
      settle(GONE);
    }
  }

  private synchronized Reaping.Report reapNow() throws UnixException {
    var options = SysWaitH.WEXITED | SysWaitH.WNOHANG;
    return whileOpen(number -> Reaping.ask(SysWaitH.P_PIDFD, number, options), GONE);
  }

  private void reapLater() {
    try {
      settle(pidfd.borrow(number -> Reaping.ask(SysWaitH.P_PIDFD, number, SysWaitH.WEXITED)));
    } catch (UnixException e) {
      settle(GONE);
    }
  }

  private synchronized void settle(Reaping.Report report) {
    OwnChildren.remove(pid);
    end = report;
    if (!leadsGroup || closed || !groupLives()) {
      pidfd.close();
    }
    ended.countDown();
  }

  private boolean groupLives() {
    try {
      return sendToGroup(0) != NO_PROCESS;
    } catch (UnixException e) {
      return false;
    }
  }

  /// Closes our ends of the pipes. The child is neither ended nor forgotten.
  @Override
  public void close() {
    ends.close();
    synchronized (this) {
      closed = true;
      if (end != null) {
        pidfd.close();
      }
    }
  }

  @Override
  public String toString() {
    return program + " (pid " + pid + ")";
  }
}
