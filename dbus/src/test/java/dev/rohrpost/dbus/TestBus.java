package dev.rohrpost.dbus;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.signal.Target;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A dbus-daemon of the test's own, in a temporary folder.
final class TestBus implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String OPEN =
      """
      <policy context="default">
        <allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
        <allow send_requested_reply="true" send_type="method_return"/>
        <allow send_requested_reply="true" send_type="error"/>
        <allow receive_type="method_call"/><allow receive_type="signal"/>
        <allow receive_requested_reply="true" receive_type="method_return"/>
        <allow receive_requested_reply="true" receive_type="error"/>
      </policy>
      """;

  /// What the session bus of a desktop allows: everybody can send everything to everybody.
  static final String SESSION =
      """
      <policy context="default">
        <allow user="*"/><allow send_destination="*" eavesdrop="true"/>
        <allow eavesdrop="true"/><allow own="*"/>
      </policy>
      """;

  private final Kind kind;
  private final Path folder;
  private Running daemon;
  private String address;

  private TestBus(Kind kind, Path folder, Running daemon, String address) {
    this.kind = kind;
    this.folder = folder;
    this.daemon = daemon;
    this.address = address;
  }

  static TestBus start() throws InterruptedException {
    return start(OPEN);
  }

  /// Starts one.
  ///
  /// @param rules policies and limits, as in its configuration
  static TestBus start(String rules) throws InterruptedException {
    try {
      var folder = Files.createTempDirectory("rohrpost-bus");
      Files.createDirectory(folder.resolve("services"));
      var daemon = daemon(folder, rules);
      return new TestBus(Kind.DAEMON, folder, daemon, daemon.line(PATIENCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Running daemon(Path folder, String rules) throws IOException {
    var config = folder.resolve("bus.conf");
    Files.writeString(
        config,
        "<busconfig><type>session</type><listen>unix:path="
            + folder.resolve("bus")
            + "</listen><auth>EXTERNAL</auth><servicedir>"
            + folder.resolve("services")
            + "</servicedir>"
            + rules
            + "</busconfig>");
    return Foreign.start(
        "dbus-daemon", "--config-file=" + config, "--nofork", "--nopidfile", "--print-address=1");
  }

  /// Which program is the bus.
  enum Kind {
    /// The one of the reference implementation.
    DAEMON,
    /// The one of systemd's people.
    BROKER;

    TestBus start() throws InterruptedException {
      return this == DAEMON ? TestBus.start(SESSION) : broker();
    }
  }

  /// Starts dbus-broker, with all rights for everybody.
  private static TestBus broker() throws InterruptedException {
    Foreign.require("dbus-broker");
    Foreign.require(PythonService.GIO);
    try {
      var folder = Files.createTempDirectory("rohrpost-bus");
      var socket = folder.resolve("bus").toString();
      return new TestBus(Kind.BROKER, folder, broker(socket), "unix:path=" + socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Running broker(String socket) throws InterruptedException {
    var program = Python.source(TestBus.class, "broker.py");
    var broker =
        Running.start(new ProcessBuilder(PythonService.INTERPRETER, "-c", program, socket));
    broker.line(PATIENCE);
    return broker;
  }

  BusAddress address() {
    return BusAddress.of(address);
  }

  String text() {
    return address;
  }

  Path socket() {
    return folder.resolve("bus");
  }

  Bus connect() throws DbusException, InterruptedException {
    return Bus.connect(address());
  }

  long pid() {
    return daemon.pid();
  }

  void signal(Signal signal) throws UnixException {
    new Target.Pid((int) daemon.pid()).send(signal);
  }

  /// Ends it without a warning.
  void kill() throws InterruptedException {
    for (var broker : daemon.handle().descendants().toList()) {
      broker.destroyForcibly();
    }
    daemon.handle().destroyForcibly();
    daemon.awaitEnd();
  }

  /// Starts another one at the same place, after the first was killed.
  void restart() throws InterruptedException {
    restart(SESSION);
  }

  /// Starts another one at the same place, after the first was killed.
  ///
  /// @param rules of a dbus-daemon
  void restart(String rules) throws InterruptedException {
    daemon.close();
    try {
      if (kind == Kind.BROKER) {
        daemon = broker(socket().toString());
      } else {
        daemon = daemon(folder, rules);
        address = daemon.line(PATIENCE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets the bus start a program when somebody calls a name.
  void activatable(String name, String command) {
    try {
      Files.writeString(
          folder.resolve("services").resolve(name + ".service"),
          "[D-BUS Service]\nName=" + name + "\nExec=" + command + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a command line of a program for GIO, with the name that it gets as argument.
  String script(String text) {
    try {
      var file = folder.resolve("service.py");
      Files.writeString(file, text);
      return "/usr/bin/env "
          + BusAddress.SESSION
          + "="
          + address
          + " "
          + PythonService.INTERPRETER
          + " "
          + file
          + " "
          + PythonService.NAME;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Prepares a program that finds this bus as both, that of the session and that of the machine.
  ProcessBuilder program(String... command) {
    var all = new ArrayList<>(List.of(command));
    all.set(0, Foreign.require(command[0]).toString());
    var program = new ProcessBuilder(all);
    program.environment().put(BusAddress.SESSION, address);
    program.environment().put(BusAddress.SYSTEM, address);
    return program;
  }

  Running run(String... command) {
    return Running.start(program(command));
  }

  /// Waits until somebody owns a name.
  static void awaitName(Bus bus, String name) throws DbusException, InterruptedException {
    try (var changes = bus.subscribe(Driver.ownerChanges(name), 100)) {
      while (!(boolean) bus.call(Driver.call("NameHasOwner").with("s", name)).body(0)) {
        if (changes.take(Deadline.after(PATIENCE)).isEmpty()) {
          throw new AssertionError("nobody owns " + name);
        }
      }
    }
  }

  @Override
  public void close() {
    daemon.endInput(); // a controller ends its broker
    if (kind == Kind.BROKER) {
      awaitEnd();
    }
    daemon.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(TestBus::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEnd() {
    try {
      var _ = daemon.await(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
