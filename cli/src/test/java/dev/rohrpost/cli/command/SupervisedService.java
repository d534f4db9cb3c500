package dev.rohrpost.cli.command;

import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// `rohrpost supervise` in a folder of its own. Events, and what workers say, come line by line.
///
/// Closing kills whatever still works in that folder.
final class SupervisedService implements AutoCloseable {
  private final Path folder;
  private final Running command;
  private final List<String> seen = new ArrayList<>();

  private SupervisedService(Path folder, Running command) {
    this.folder = folder;
    this.command = command;
  }

  /// Starts it.
  ///
  /// @param words what follows `rohrpost supervise`
  static SupervisedService start(Path folder, String... words) {
    var all = new ArrayList<>(List.of("supervise"));
    all.addAll(List.of(words));
    return start(folder, Rohrpost.builder(all.toArray(String[]::new)));
  }

  /// Starts it in a way of the caller's own.
  static SupervisedService start(Path folder, ProcessBuilder builder) {
    builder.directory(folder.toFile()).redirectErrorStream(true);
    return new SupervisedService(folder, Running.start(builder));
  }

  long pid() {
    return command.pid();
  }

  /// Waits for the next line that contains all of these.
  String await(String... parts) throws InterruptedException {
    while (true) {
      var line = line();
      if (List.of(parts).stream().allMatch(line::contains)) {
        return line;
      }
    }
  }

  private String line() throws InterruptedException {
    try {
      var line = command.line(Rohrpost.PATIENCE);
      seen.add(line);
      return line;
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nbefore:\n" + String.join("\n", seen), e);
    }
  }

  /// Waits for an event.
  String event(String name, String... parts) throws InterruptedException {
    var all = new ArrayList<>(List.of("\"event\":\"" + name + "\""));
    all.addAll(List.of(parts));
    return await(all.toArray(String[]::new));
  }

  /// Waits until a generation serves.
  void ready(int generation) throws InterruptedException {
    var _ = event("ready", "\"generation\":" + generation + ",");
  }

  /// Waits for the next worker.
  ///
  /// @return its number
  long worker() throws InterruptedException {
    return number(event("worker_started"), "pid");
  }

  /// Reads a number of an event.
  static long number(String event, String field) {
    var matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(event);
    if (!matcher.find()) {
      throw new AssertionError("no " + field + " in " + event);
    }
    return Long.parseLong(matcher.group(1));
  }

  /// Everything so far, as text.
  String seen() {
    return String.join("\n", seen);
  }

  SupervisedService send(String signal) throws InterruptedException {
    signal(signal, pid());
    return this;
  }

  static void signal(String signal, long pid) throws InterruptedException {
    Rohrpost.shell("kill -" + signal + " " + pid).orFail();
  }

  /// Waits for the end of the command and of all that have its outputs.
  ///
  /// @return the status, and everything that was said
  Output end() throws InterruptedException {
    var output = command.await(Rohrpost.PATIENCE);
    output.out().lines().forEach(seen::add);
    return new Output(output.status(), seen(), "");
  }

  /// Lists the processes that work in the folder, but for the command itself.
  List<ProcessHandle> left() {
    return ProcessHandle.allProcesses().filter(this::worksHere).toList();
  }

  private boolean worksHere(ProcessHandle process) {
    if (process.pid() == command.pid()) {
      return false;
    }
    try {
      var place = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
      return place.equals(folder.toRealPath());
    } catch (IOException e) {
      return false; // it has ended, or belongs to somebody else
    }
  }

  /// Kills what still works in the folder, and waits until it and the command are gone. Whether a
  /// killed orphan is reaped, and when, is up to process 1 of this machine: one that is dead works
  /// nowhere.
  void killWorkers() throws InterruptedException {
    command.awaitEnd();
    long end = System.nanoTime() + Rohrpost.PATIENCE.toNanos();
    for (var left = left(); !left.isEmpty(); left = left()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("killed, and still at work: " + left);
      }
      left.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    command.close();
    try {
      killWorkers();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Copies files that lie beside the tests into a folder.
  static void copy(Path folder, String... names) {
    for (var name : names) {
      // Asked for here: the folder is no package of the tests' module, so no other may read from
      // it.
      try (var text = SupervisedService.class.getResourceAsStream(name)) {
        Files.copy(Objects.requireNonNull(text, name), folder.resolve(Path.of(name).getFileName()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
