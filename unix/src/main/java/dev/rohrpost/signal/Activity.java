package dev.rohrpost.signal;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SyscallNames;
import java.util.List;
import java.util.Optional;

/// What a thread is doing: the states of the textbook, and the system call that it is blocked in.
///
/// @param state the state
/// @param call the system call that a blocked thread is in, where this user may see it; a thread
///   that waits for a page or a stop is in none
/// @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
/// @see <a
///   href="https://man7.org/linux/man-pages/man5/proc_pid_syscall.5.html">proc_pid_syscall(5)</a>
public record Activity(State state, Optional<String> call) {
  /// The states.
  public enum State {
    /// On a processor, or about to be: the kernel tells no difference from outside.
    RUNNING,
    /// Wants to run, and waits for the processor on which this question is being asked.
    READY,
    /// Waits for something and can be woken by a signal.
    BLOCKED,
    /// Waits for a device and cannot be woken.
    BLOCKED_UNINTERRUPTIBLY,
    /// Was stopped by a signal, or by a debugger.
    STOPPED,
    /// Has ended, and its parent has not asked for its status.
    ZOMBIE,
    /// Something else, such as an idle thread of the kernel.
    OTHER
  }

  /// The position of `processor` in `stat`, counted after the name, which may contain anything.
  private static final int PROCESSOR = 36;

  private static final Optional<String> NONE = Optional.empty();

  static Activity of(String directory, ProcStatus status) {
    return switch (status.state().charAt(0)) {
      case 'R' -> new Activity(sharesOurProcessor(directory) ? State.READY : State.RUNNING, NONE);
      case 'S' -> new Activity(State.BLOCKED, call(directory));
      case 'D' -> new Activity(State.BLOCKED_UNINTERRUPTIBLY, call(directory));
      case 'T', 't' -> new Activity(State.STOPPED, NONE);
      case 'Z', 'X' -> new Activity(State.ZOMBIE, NONE);
      default -> new Activity(State.OTHER, NONE);
    };
  }

  /// While this thread reads, it has its processor for itself: another one that wants the same
  /// processor is not running. This thread itself is, of course.
  private static boolean sharesOurProcessor(String directory) {
    var ours = stat("/proc/thread-self");
    var theirs = stat(directory);
    return !ours.getFirst().equals(theirs.getFirst()) && ours.getLast().equals(theirs.getLast());
  }

  /// The number of a thread, and its processor.
  private static List<String> stat(String directory) {
    var stat = read(directory + "/stat");
    var fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    return fields.length > PROCESSOR
        ? List.of(stat.substring(0, stat.indexOf(' ')), fields[PROCESSOR])
        : List.of("", "none");
  }

  private static Optional<String> call(String directory) {
    var line = read(directory + "/syscall");
    var number = line.contains(" ") ? line.substring(0, line.indexOf(' ')) : "-1";
    return number.equals("-1") ? NONE : Optional.of(SyscallNames.of(Integer.parseInt(number)));
  }

  /// Without the right to look, or after the thread has ended, there is nothing to say.
  private static String read(String file) {
    try {
      return ProcFile.read(file).trim();
    } catch (UnixException e) {
      return "";
    }
  }
}
