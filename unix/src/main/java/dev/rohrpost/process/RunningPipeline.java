package dev.rohrpost.process;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The programs of a [Pipeline] that was started. Closing it closes our ends of their pipes, and
/// leaves the programs alone.
public final class RunningPipeline implements AutoCloseable {
  private final List<Child> children;
  private final boolean oneGroup;

  RunningPipeline(List<Child> children, boolean oneGroup) {
    this.children = children;
    this.oneGroup = oneGroup;
  }

  /// How the programs ended.
  ///
  /// @param all the status of each, in the order of the programs
  public record Statuses(List<ExitStatus> all) {
    /// Copies the list.
    public Statuses {
      all = List.copyOf(all);
    }

    /// {@return the status of the last program, which is what shells answer by default}
    public ExitStatus last() {
      return all.getLast();
    }

    /// {@return the status of the last program that failed, or success if none has: what shells
    /// answer with `pipefail`}
    public ExitStatus lastFailure() {
      return all.reversed().stream().filter(s -> !s.isSuccess()).findFirst().orElse(last());
    }
  }

  /// {@return the programs, in order}
  public List<Child> children() {
    return children;
  }

  /// {@return our end of the first program's standard input}
  ///
  /// @throws IllegalStateException unless it was redirected to [Redirect#PIPE]
  public WriteEnd stdin() {
    return children.getFirst().stdin();
  }

  /// {@return our end of the last program's standard output}
  ///
  /// @throws IllegalStateException unless it was redirected to [Redirect#PIPE]
  public ReadEnd stdout() {
    return children.getLast().stdout();
  }

  /// Waits until all programs have ended.
  ///
  /// @return how they ended
  /// @throws InterruptedException if the thread is or gets interrupted; the programs go on
  /// @throws IllegalStateException as [Child#await()]
  public Statuses await() throws InterruptedException {
    return await(Deadline.NEVER).orElseThrow();
  }

  /// Waits until all programs have ended, or a deadline passes. They are left alone then.
  ///
  /// @param deadline when to give up, for all of them together
  /// @return how they ended; empty if the deadline passed
  /// @throws InterruptedException if the thread is or gets interrupted; the programs go on
  /// @throws IllegalStateException as [Child#await()]
  public Optional<Statuses> await(Deadline deadline) throws InterruptedException {
    var statuses = new ArrayList<ExitStatus>();
    for (var child : children) {
      var status = child.await(deadline);
      if (status.isEmpty()) {
        return Optional.empty();
      }
      statuses.add(status.get());
    }
    return Optional.of(new Statuses(statuses));
  }

  /// Sends a signal to all programs that have not ended; to the whole group if they are in one.
  ///
  /// @param signal the signal
  /// @return false if all have ended
  /// @throws UnixException with EPERM if one of them has become another user's
  public boolean kill(Signal signal) throws UnixException {
    if (oneGroup) {
      return children.getFirst().killGroup(signal);
    }
    var any = false;
    for (var child : children) {
      any |= child.kill(signal);
    }
    return any;
  }

  /// Writes all the input to the first program and reads what the last one writes, and the errors
  /// of all, at the same time, so that nobody waits for another for ever; then waits for their end.
  ///
  /// Only streams that were redirected to [Redirect#PIPE] take part. Programs that do not read all
  /// of their input are no failure. What is read is kept in memory.
  ///
  /// @param input what the first program reads; its standard input is closed after it
  /// @param deadline when to give up; the programs are left alone then
  /// @return what was written and how the last program ended, or what there was of that when the
  ///   deadline passed
  /// @throws UnixException if one of the pipes was closed here meanwhile
  /// @throws InterruptedException if the thread is or gets interrupted; what was read is lost
  /// @throws IllegalStateException if there is input but the first program's standard input is no
  ///   pipe
  public Conversation communicate(byte[] input, Deadline deadline)
      throws UnixException, InterruptedException {
    var first = children.getFirst();
    if (input.length > 0) {
      first.stdin(); // insists on a pipe
    }
    var errors = children.stream().map(c -> c.ends().stderr()).filter(Objects::nonNull).toList();
    return Pump.run(
        first.ends().stdin(),
        input,
        children.getLast().ends().stdout(),
        errors,
        deadline,
        d -> await(d).map(Statuses::last));
  }

  @Override
  public void close() {
    children.forEach(Child::close);
  }

  @Override
  public String toString() {
    return String.join(" | ", children.stream().map(Child::toString).toList());
  }
}
