package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.process.RunningPipeline;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The programs that this command has started, and their end: none of them outlives it, also when a
/// signal ends it.
final class ProgramGroup implements AutoCloseable {
  private final Duration grace;

  /// Held while programs are started: a signal then waits until there is somebody to end.
  private final ReentrantLock starting = new ReentrantLock();

  private @Nullable RunningPipeline running;

  /// Makes a group without programs.
  ///
  /// @param grace how long programs may take to end when they are told to
  /// @throws UnixException with EMFILE or ENFILE if there is no descriptor left to receive signals
  ProgramGroup(Duration grace) throws UnixException {
    this.grace = grace;
    Ending.onSignal(this::endForGood);
  }

  /// How the programs are started.
  @FunctionalInterface
  interface Start {
    RunningPipeline start() throws Exception;
  }

  RunningPipeline start(Start start) throws Exception {
    starting.lock();
    try {
      var started = start.start();
      running = started;
      return started;
    } finally {
      starting.unlock();
    }
  }

  /// Ends them because a signal ends this process. None is started from now on: the lock is never
  /// given back.
  private void endForGood() {
    starting.lock();
    end();
  }

  /// Ends all that have not ended: by TERM, and by KILL if that does not help.
  void end() {
    starting.lock();
    try {
      var programs = running;
      if (programs != null) {
        end(programs);
      }
    } catch (UnixException _) {
      // They have become another user's: he may keep them.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      starting.unlock();
    }
  }

  private void end(RunningPipeline programs) throws UnixException, InterruptedException {
    programs.kill(Signal.TERM);
    programs.kill(Signal.CONT); // who is stopped does not hear TERM
    if (programs.await(Deadline.after(grace)).isEmpty()) {
      programs.kill(Signal.KILL);
      programs.await();
    }
  }

  /// Ends what is still there, because something went wrong here.
  @Override
  public void close() {
    var programs = running;
    if (programs != null) {
      if (programs.children().stream().anyMatch(child -> child.status().isEmpty())) {
        end();
      }
      programs.close();
    }
  }
}
