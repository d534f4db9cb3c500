package dev.rohrpost.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/// Namespaces for a program whose test would otherwise need the machine to itself: because it looks
/// at all of it, takes names that others may want, too, or reaches limits that a user has as a
/// whole.
///
/// ```java
/// Jvm.of(Look.class).under(OwnMachine.everything()).start();
/// Running.start(machine.inside(new ProcessBuilder("ipcmk", "-Q")));
/// ```
public final class OwnMachine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<List<String>, String> TRIED = new ConcurrentHashMap<>();

  /// An interface for loopback and multicast; memory and queues as they are outside.
  private static final String SETUP =
      """
      set -e
      ip link set lo up multicast on
      ip route add default dev lo
      mount -t tmpfs none /dev/shm
      if [ -d /dev/mqueue ]; then mount -t mqueue none /dev/mqueue; fi
      exec "$@"
      """;

  /// Keeps the namespaces.
  private final Optional<Running> holder;

  private OwnMachine(Optional<Running> holder) {
    this.holder = holder;
  }

  /// Starts one with names of its own: of queues, segments and abstract sockets, keys, and ports.
  /// Where that may not be, its programs share them with the others.
  ///
  /// @return the machine; closing it removes all that has a name there
  public static OwnMachine start() {
    var prefix = prefix("--net", "--ipc", "--mount", "sh", "-c", SETUP, "sh");
    if (!whyNot(prefix).isEmpty()) {
      return new OwnMachine(Optional.empty());
    }
    prefix.addAll(List.of("sh", "-c", "echo ready; exec cat"));
    var holder = Running.start(new ProcessBuilder(prefix));
    try {
      holder.line(PATIENCE);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new OwnMachine(Optional.of(holder));
  }

  /// Has a program run there, in the same folder.
  ///
  /// @param program changed
  /// @return the same object
  public ProcessBuilder inside(ProcessBuilder program) {
    if (holder.isEmpty()) {
      return program;
    }
    var command = new ArrayList<>(List.of("nsenter", "--target", "" + holder.get().pid()));
    if (!isRoot()) {
      command.addAll(List.of("--user", "--preserve-credentials"));
    }
    var folder = Optional.ofNullable(program.directory()).map(File::toString).orElse(".");
    var absolute = Path.of(folder).toAbsolutePath().toString();
    command.addAll(List.of("--net", "--ipc", "--mount"));
    command.addAll(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", absolute));
    command.addAll(program.command());
    return program.command(command);
  }

  @Override
  public void close() {
    holder.ifPresent(Running::close);
  }

  /// Returns what to put before a program that looks at everything: the same, and no process is
  /// there but itself, as number 1, and what it starts. Ends the test where that may not be.
  public static String[] everything() {
    return required(
        prefix(
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
            "--net",
            "--ipc",
            "--mount",
            "sh",
            "-c",
            SETUP,
            "sh"));
  }

  /// As [#everything()], but for the network, by which others reach the program.
  public static String[] processes() {
    return required(prefix("--pid", "--fork", "--kill-child", "--mount-proc", "--mount"));
  }

  /// Returns what to put before a program that writes into `/run`, such as a service of the system:
  /// it has an empty one of its own, and in it these folders. Ends the test where that may not be.
  public static String[] run(String... folders) {
    var script = "mount -t tmpfs none /run && mkdir -p " + String.join(" ", folders);
    return required(prefix("--mount", "sh", "-c", script + " && exec \"$@\"", "sh"));
  }

  /// Returns what to put before a program that needs the limits of a user for itself, such as that
  /// of signals in queues. Ends the test where that may not be.
  public static String[] limits() {
    return required(List.of(unshare(), "--user", "--map-root-user"));
  }

  private static String unshare() {
    return Foreign.require("unshare").toString();
  }

  private static List<String> prefix(String... options) {
    Foreign.require("ip");
    var command = new ArrayList<String>(List.of(unshare()));
    if (!isRoot()) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of(options));
    return command;
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] required(List<String> prefix) {
    var why = whyNot(prefix);
    Assumptions.assumeTrue(why.isEmpty(), "no namespaces: " + why);
    return prefix.toArray(String[]::new);
  }

  private static String whyNot(List<String> prefix) {
    return TRIED.computeIfAbsent(prefix, OwnMachine::attempt);
  }

  private static String attempt(List<String> prefix) {
    var trial = new ArrayList<>(prefix);
    trial.add("true");
    try (var running = Running.start(new ProcessBuilder(trial))) {
      running.endInput();
      var output = running.await(PATIENCE);
      return output.status() == 0 ? "" : "status " + output.status() + ", " + output.err();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
