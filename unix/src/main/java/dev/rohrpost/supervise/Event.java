package dev.rohrpost.supervise;

import dev.rohrpost.process.ExitStatus;
import java.util.List;

/// What happened to a service. A [Supervisor] tells each as it happens.
public sealed interface Event {
  /// The sockets are open.
  ///
  /// @param addresses where, with the ports that the kernel has chosen
  record Listening(List<ListenAddress> addresses) implements Event {}

  /// A worker was started.
  ///
  /// @param pid the worker
  /// @param generation 1 for the first; each restart counts
  record WorkerStarted(long pid, int generation) implements Event {}

  /// A worker said that it is ready.
  ///
  /// @param pid the worker
  /// @param generation to which it belongs
  record WorkerReady(long pid, int generation) implements Event {}

  /// A worker was told to end.
  ///
  /// @param pid the worker
  /// @param generation to which it belongs
  record WorkerStopping(long pid, int generation) implements Event {}

  /// A worker has ended.
  ///
  /// @param pid the worker
  /// @param generation to which it belongs
  /// @param status how
  /// @param expected whether it had been told to, or had said so
  record WorkerExited(long pid, int generation, ExitStatus status, boolean expected)
      implements Event {}

  /// A worker could not be started again; it is tried once more after a pause.
  ///
  /// @param generation to which it would belong
  /// @param reason why
  record WorkerFailed(int generation, String reason) implements Event {}

  /// Every worker of a generation is ready.
  ///
  /// @param generation which
  record Ready(int generation) implements Event {}

  /// All workers are ended, and new ones started.
  ///
  /// @param generation the new one
  record Reload(int generation) implements Event {}

  /// New workers are started; the old ones finish when these are ready.
  ///
  /// @param generation the new one
  record GracefulRestart(int generation) implements Event {}

  /// All workers are ended.
  ///
  /// @param graceful whether they may finish first
  record Stopping(boolean graceful) implements Event {}

  /// All workers have ended.
  ///
  /// @param failed whether because workers crashed too often
  record Stopped(boolean failed) implements Event {}
}
