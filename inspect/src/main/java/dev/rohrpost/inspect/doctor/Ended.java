package dev.rohrpost.inspect.doctor;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.ThreadInfo;
import dev.rohrpost.libc.SignalH;
import java.time.Instant;
import java.util.Optional;

/// Tells whether processes have ended that the kernel only names as those who used something last.
///
/// Who was not seen may be hidden. But the kernel says to everybody which numbers nobody has.
final class Ended {
  /// Somebody of another PID namespace, whose number is not known here.
  static final int STRANGER = -1;

  private static final int NO_SIGNAL = 0;

  private Ended() {}

  /// Returns who used something last.
  ///
  /// @param time when that was; empty if nobody ever did
  /// @param pid what the kernel says, which is 0 for strangers as well
  /// @return his number, 0 for nobody, or [#STRANGER]
  static int lastUser(Optional<Instant> time, int pid) {
    return pid == 0 && time.isPresent() ? STRANGER : pid;
  }

  /// Tells whether it is certain that a process has ended.
  ///
  /// @param pid its number, or that of a thread of it
  static boolean is(Sample sample, int pid) {
    if (pid <= 0) {
      return false;
    }
    return sample
        .find(pid)
        .map(task -> task.process().threads().stream().allMatch(ThreadInfo::isOver))
        .orElseGet(() -> isFree(pid));
  }

  private static boolean isFree(int pid) {
    try {
      SignalH.kill(pid, NO_SIGNAL);
      return false;
    } catch (UnixException e) {
      return e.is(Errno.ESRCH);
    }
  }
}
