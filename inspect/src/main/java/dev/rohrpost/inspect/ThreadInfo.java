package dev.rohrpost.inspect;

import java.util.Optional;

/// A thread, at the moment of a picture.
///
/// @param tid its number
/// @param state the letter of proc_pid_stat(5), such as `S`
/// @param call the system call that it is blocked in; empty while it runs, and where this user may
///   not look
/// @param channel the function of the kernel that it waits in, which is asked for only where the
///   call is not known, or does not say enough
/// @param runs how often it was given a processor
public record ThreadInfo(int tid, char state, Optional<Call> call, String channel, long runs) {
  /// {@return whether it has ended, and nobody has asked for its exit status yet}
  public boolean isOver() {
    return ProcessReader.isOver(state);
  }

  /// {@return whether it was stopped, by a signal or a debugger}
  public boolean isStopped() {
    return state == 'T' || state == 't';
  }
}
