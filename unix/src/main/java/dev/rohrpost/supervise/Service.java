package dev.rohrpost.supervise;

import dev.rohrpost.Signal;
import dev.rohrpost.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A program that is kept running.
///
/// @param program the worker; each gets the listening sockets as descriptors 3 and up, and the
///   variables of sd_listen_fds(3) and sd_notify(3)
/// @param listen where it listens
/// @param workers how many run at a time, 1 or more
/// @param grace how long a worker may take to end when all is stopped, before it is killed
/// @param gracefulSignal what tells a worker to finish what it is doing
/// @param maxCrashes how many workers may end by themselves within a minute
/// @param pidFile where the number of this process is written
public record Service(
    Program program,
    List<ListenAddress> listen,
    int workers,
    Duration grace,
    Signal gracefulSignal,
    int maxCrashes,
    Optional<Path> pidFile) {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if a number makes no sense
  public Service {
    listen = List.copyOf(listen);
    if (workers < 1) {
      throw new IllegalArgumentException("a service has 1 worker or more, not " + workers);
    }
    if (maxCrashes < 0) {
      throw new IllegalArgumentException("the number of crashes is 0 or more, not " + maxCrashes);
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("the grace is 0 or more, not " + grace);
    }
  }

  /// Makes a service of one worker that listens nowhere: 10 seconds of grace, TERM as graceful
  /// signal, 10 crashes a minute.
  ///
  /// @param program the worker
  /// @return the service
  public static Service of(Program program) {
    return new Service(
        program, List.of(), 1, Duration.ofSeconds(10), Signal.TERM, 10, Optional.empty());
  }

  /// Says where it listens.
  ///
  /// @param addresses where
  /// @return a service like this one
  public Service withListen(List<ListenAddress> addresses) {
    return new Service(program, addresses, workers, grace, gracefulSignal, maxCrashes, pidFile);
  }

  /// Says how many workers run at a time.
  ///
  /// @param number 1 or more
  /// @return a service like this one
  public Service withWorkers(int number) {
    return new Service(program, listen, number, grace, gracefulSignal, maxCrashes, pidFile);
  }

  /// Says how long a worker may take to end.
  ///
  /// @param time zero or more
  /// @return a service like this one
  public Service withGrace(Duration time) {
    return new Service(program, listen, workers, time, gracefulSignal, maxCrashes, pidFile);
  }

  /// Says what tells a worker to finish.
  ///
  /// @param signal such as QUIT for nginx
  /// @return a service like this one
  public Service withGracefulSignal(Signal signal) {
    return new Service(program, listen, workers, grace, signal, maxCrashes, pidFile);
  }

  /// Says how many crashes are too many.
  ///
  /// @param perMinute the most that are borne within a minute
  /// @return a service like this one
  public Service withMaxCrashes(int perMinute) {
    return new Service(program, listen, workers, grace, gracefulSignal, perMinute, pidFile);
  }

  /// Says where the number of this process is written.
  ///
  /// @param path the file, which is removed at the end
  /// @return a service like this one
  public Service withPidFile(Path path) {
    return new Service(
        program, listen, workers, grace, gracefulSignal, maxCrashes, Optional.of(path));
  }
}
