package dev.rohrpost.signal;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a process does with signals, and what its threads are doing: of any process, as far as this
/// user may look.
///
/// @param pid the process
/// @param name its program, as the kernel escapes it
/// @param pending signals that any of its threads may take
/// @param ignored signals that it ignores
/// @param caught signals for which it has a handler
/// @param threads its threads, the first is the one with the number of the process
/// @see <a
///   href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
public record SignalState(
    int pid,
    String name,
    SignalSet pending,
    SignalSet ignored,
    SignalSet caught,
    List<ThreadState> threads) {

  /// A thread.
  ///
  /// @param tid the thread
  /// @param name its name, as the kernel escapes it
  /// @param activity what it is doing
  /// @param pending signals that only it may take
  /// @param blocked signals that it blocks
  public record ThreadState(
      int tid, String name, Activity activity, SignalSet pending, SignalSet blocked) {}

  /// Looks at a process.
  ///
  /// The kernel shows thread by thread, so threads that begin or end meanwhile may be missing.
  ///
  /// @param pid the process
  /// @return what it was doing
  /// @throws UnixException with ESRCH if there is no such process, EACCES or EPERM if `/proc` is
  ///   hidden from this user, EMFILE or ENFILE
  public static SignalState of(int pid) throws UnixException {
    var directory = "/proc/" + pid;
    var status = pid > 0 ? ProcStatus.read(directory) : null;
    if (status == null) {
      throw UnixException.of("open", directory + "/status", Errno.ESRCH);
    }
    return new SignalState(
        pid,
        status.name(),
        status.shared(),
        status.ignored(),
        status.caught(),
        List.copyOf(threads(pid, directory)));
  }

  private static List<ThreadState> threads(int pid, String process) throws UnixException {
    var threads = new ArrayList<ThreadState>();
    for (var tid : list(process)) {
      var directory = process + "/task/" + tid;
      var status = ProcStatus.read(directory);
      if (status != null) {
        threads.add(
            new ThreadState(
                tid,
                status.name(),
                Activity.of(directory, status),
                status.pending(),
                status.blocked()));
      }
    }
    // Numbers start again some day, so that of the process need not be the lowest one.
    threads.sort(
        Comparator.comparing((ThreadState thread) -> thread.tid() != pid)
            .thenComparingInt(ThreadState::tid));
    return threads;
  }

  private static int[] list(String process) throws UnixException {
    try {
      return ProcFile.list(process + "/task");
    } catch (UnixException.NotFound e) {
      throw UnixException.of("open", process, Errno.ESRCH);
    }
  }
}
