package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.signal.SignalInfo;
import dev.rohrpost.testkit.Foreign;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A supervisor that runs on a thread of its own, and what it has told so far.
final class Supervised implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final List<Event> seen = new ArrayList<>();
  private final CompletableFuture<Supervisor.Outcome> result = new CompletableFuture<>();
  private final Supervisor supervisor;
  private final Thread thread;

  private Supervised(Service service) {
    supervisor = new Supervisor(service, (event, _) -> events.add(event));
    thread = Thread.ofPlatform().start(this::run);
  }

  static Supervised run(Service service) {
    return new Supervised(service);
  }

  private void run() {
    try {
      result.complete(supervisor.run());
    } catch (UnixException | InterruptedException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  /// Asks it for something.
  void request(Supervisor.Request request) {
    supervisor.request(request);
  }

  /// Gives it a signal.
  void obey(SignalInfo info) {
    supervisor.obey(info);
  }

  /// Waits for an event, passing over others.
  <T extends Event> T await(Class<T> type, Predicate<T> condition) throws InterruptedException {
    while (true) {
      var event = next();
      assertThat(event).as("%s after %s; %s", type.getSimpleName(), seen, result).isNotNull();
      seen.add(event);
      if (type.isInstance(event) && condition.test(type.cast(event))) {
        return type.cast(event);
      }
    }
  }

  /// Waits for the next event of whatever kind.
  ///
  /// @return nothing if none comes any more
  private @Nullable Event next() throws InterruptedException {
    for (var second = 0; second < PATIENCE.toSeconds(); second++) {
      var event = events.poll(1, TimeUnit.SECONDS);
      if (event != null || result.isDone()) {
        return event == null ? events.poll() : event;
      }
    }
    return null;
  }

  <T extends Event> T await(Class<T> type) throws InterruptedException {
    return await(type, _ -> true);
  }

  /// Waits for the end.
  Supervisor.Outcome result() throws Exception {
    return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /// Lets a while pass, but no longer than until the next event.
  void pause(Duration time) throws InterruptedException {
    var event = events.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    if (event != null) {
      seen.add(event);
    }
  }

  /// Waits for the end of a service that was asked to stop.
  void awaitStopped() throws Exception {
    assertThat(result()).isEqualTo(new Supervisor.Outcome.Stopped());
  }

  /// Waits for the end of a service that has failed.
  Event.GenerationFailed awaitFailed() throws Exception {
    assertThat(result()).isInstanceOf(Supervisor.Outcome.Failed.class);
    return ((Supervisor.Outcome.Failed) result()).last();
  }

  List<Event> seen() {
    events.drainTo(seen);
    return seen;
  }

  /// Ends it, if it still runs, as an interrupt does.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Copies the worker's source to a directory, for Python to run.
  static Path worker(Path directory) {
    try (InputStream source = Supervised.class.getResourceAsStream("worker.py")) {
      var script = directory.resolve("worker.py");
      Files.write(script, source.readAllBytes());
      return script;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Finds the interpreter itself: `python3` may be a script that starts other programs first,
  /// which then hold the sockets too.
  static String python() throws InterruptedException {
    var command = "import sys; print(sys.executable)";
    return Foreign.run(PATIENCE, "python3", "-c", command).orFail().out().strip();
  }

  /// Asks a service as a stranger would.
  static String curl(ListenAddress address) throws InterruptedException {
    var url = address.toString().replace("tcp:", "http:");
    return Foreign.run(PATIENCE, "curl", "--silent", "--show-error", url).orFail().out();
  }
}
