package dev.rohrpost.process;

import dev.rohrpost.Signal;

/// What happened to a child.
public sealed interface Change {
  /// The child has stopped and can be resumed.
  ///
  /// @param signal what stopped it: SIGSTOP, SIGTSTP, SIGTTIN or SIGTTOU
  record Stopped(Signal signal) implements Change {}

  /// The child was stopped and goes on.
  record Continued() implements Change {}

  /// The child has ended.
  ///
  /// @param status how
  record Ended(ExitStatus status) implements Change {}
}
