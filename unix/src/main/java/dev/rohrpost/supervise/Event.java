package dev.rohrpost.supervise;

import dev.rohrpost.Signal;
import dev.rohrpost.process.ExitStatus;
import java.util.List;
import java.util.Optional;

/// What happened to a service. A [Supervisor] tells each as it happens.
public sealed interface Event {
  /// The sockets are open.
  ///
  /// @param addresses where, with the ports that the kernel has chosen
  /// @param inherited the names of sockets that this process was given
  record Listening(List<ListenAddress> addresses, List<String> inherited) implements Event {}

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

  /// A worker has ended and has left processes behind. Those of its group are ended; one in a
  /// session of its own stays.
  ///
  /// @param pid the worker
  /// @param generation to which it belongs
  /// @param processes what it left
  record LeftOver(long pid, int generation, List<LeftProcess> processes) implements Event {}

  /// A process that a worker has left behind.
  ///
  /// @param pid the process
  /// @param name what the kernel calls it, at most 15 bytes
  record LeftProcess(long pid, String name) {}

  /// A worker could not be started; it is tried once more after a pause.
  ///
  /// @param generation to which it would belong
  /// @param reason why
  record WorkerFailed(int generation, String reason) implements Event {}

  /// Every worker of a generation is ready.
  ///
  /// @param generation which
  record Ready(int generation) implements Event {}

  /// A generation is given up, and its workers are ended. The one before it goes on, if it is
  /// there.
  ///
  /// @param generation which
  /// @param cause why
  /// @param lastStatus how the last worker that ended by itself has ended
  /// @param lastFailure why the last worker that could not be started could not be
  record GenerationFailed(
      int generation, Cause cause, Optional<ExitStatus> lastStatus, Optional<String> lastFailure)
      implements Event {}

  /// Why a generation failed.
  enum Cause {
    /// Its workers ended by themselves, or could not be started, too often within a minute.
    CRASHES,
    /// Not all of its workers were ready in time.
    NOT_READY,
    /// A worker put itself in the background.
    IN_BACKGROUND,
    /// A newer restart was asked for before it was ready.
    REPLACED
  }

  /// All workers are ended, and new ones started.
  ///
  /// @param generation the new one
  record Reload(int generation) implements Event {}

  /// New workers are started; the old ones finish when these are ready.
  ///
  /// @param generation the new one
  record GracefulRestart(int generation) implements Event {}

  /// A graceful restart was asked for, and begins when an older generation is gone.
  ///
  /// @param waitsFor the older generation
  record RestartPending(int waitsFor) implements Event {}

  /// A signal was passed on.
  ///
  /// @param signal what came
  /// @param as what the workers got
  /// @param pids the workers
  record Forwarded(Signal signal, Signal as, List<Long> pids) implements Event {}

  /// Events were not told, as the listener was slower than they came.
  ///
  /// @param count how many, the oldest
  record EventsDropped(long count) implements Event {}

  /// All workers are ended.
  ///
  /// @param graceful whether they may finish first
  record Stopping(boolean graceful) implements Event {}

  /// All workers have ended.
  ///
  /// @param failed whether because there was no generation left that works
  record Stopped(boolean failed) implements Event {}
}
