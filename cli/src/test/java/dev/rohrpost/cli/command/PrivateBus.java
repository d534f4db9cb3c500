package dev.rohrpost.cli.command;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A bus of the test's own, and the service of `bus.py` on it.
///
/// @param folder for its files
/// @param daemon the bus
/// @param service the service, also at the address [#peer()]
/// @param address of the bus
record PrivateBus(Path folder, Running daemon, Running service, String address)
    implements AutoCloseable {
  /// Nobody may call the interface Forbidden.
  private static final String CONFIG =
      """
      <busconfig><type>session</type><listen>unix:path=FOLDER/bus</listen><auth>EXTERNAL</auth>
      <servicedir>FOLDER</servicedir>
      <policy context="default">
        <allow user="*"/><allow send_destination="*" eavesdrop="true"/>
        <allow eavesdrop="true"/><allow own="*"/><deny send_interface="com.example.Forbidden"/>
        MORE
      </policy></busconfig>
      """;

  private static final Path BROKER =
      Rohrpost.ROOT.resolve("dbus/src/test/resources/dev/rohrpost/dbus/broker.py");

  /// Which program is the bus.
  enum Kind {
    DAEMON,
    BROKER;

    PrivateBus in(Path folder) throws IOException, InterruptedException {
      return this == DAEMON ? PrivateBus.in(folder) : broker(folder);
    }
  }

  static PrivateBus in(Path folder) throws IOException, InterruptedException {
    return in(folder, "");
  }

  /// Starts a dbus-daemon.
  ///
  /// @param more rules of its policy
  static PrivateBus in(Path folder, String more) throws IOException, InterruptedException {
    var config = folder.resolve("bus.conf");
    Files.writeString(config, CONFIG.replace("FOLDER", folder.toString()).replace("MORE", more));
    Files.writeString(
        folder.resolve("com.example.Lazy.service"),
        "[D-BUS Service]\nName=com.example.Lazy\nExec=/bin/false\n");
    var daemon =
        Foreign.start(
            "dbus-daemon",
            "--config-file=" + config,
            "--nofork",
            "--nopidfile",
            "--print-address=1");
    return withService(folder, daemon, daemon.line(Rohrpost.PATIENCE));
  }

  private static PrivateBus broker(Path folder) throws IOException, InterruptedException {
    Foreign.require("dbus-broker");
    var socket = folder.resolve("bus").toString();
    var broker =
        Running.start(
            new ProcessBuilder("/usr/bin/python3", "-c", Files.readString(BROKER), socket));
    broker.line(Rohrpost.PATIENCE);
    return withService(folder, broker, "unix:path=" + socket);
  }

  private static PrivateBus withService(Path folder, Running daemon, String address)
      throws InterruptedException {
    Foreign.require("/usr/lib/python3/dist-packages/gi/__init__.py");
    var program =
        new ProcessBuilder(
            "/usr/bin/python3", // that of the distribution, which has GIO
            "-c",
            Python.source(PrivateBus.class, "bus.py"),
            "unix:path=" + folder.resolve("peer"));
    program.environment().put("DBUS_SESSION_BUS_ADDRESS", address);
    var bus = new PrivateBus(folder, daemon, Running.start(program), address);
    if (!bus.service.line(Rohrpost.PATIENCE).equals("ready")) {
      throw new AssertionError("not ready");
    }
    return bus;
  }

  String peer() {
    return "unix:path=" + folder.resolve("peer");
  }

  private ProcessBuilder onBus(ProcessBuilder builder) {
    builder.environment().put("DBUS_SESSION_BUS_ADDRESS", address);
    builder.directory(folder.toFile());
    return builder;
  }

  /// Prepares `rohrpost bus` with words that are split at blanks.
  ProcessBuilder builder(String words) {
    return onBus(Rohrpost.builder(("bus " + words).split(" ", -1)));
  }

  /// Starts `rohrpost bus` with words that are split at blanks.
  Running start(String words) {
    return Running.start(builder(words));
  }

  /// Runs another program, with words that are split at blanks.
  Output foreign(String words) throws InterruptedException {
    var command = words.split(" ", -1);
    Foreign.require(command[0]);
    try (var running = Running.start(onBus(new ProcessBuilder(command)))) {
      running.endInput();
      return running.await(Rohrpost.PATIENCE);
    }
  }

  Output run(String words) throws InterruptedException {
    try (var running = start(words)) {
      running.endInput();
      return running.await(Rohrpost.PATIENCE);
    }
  }

  Output shell(String script) throws InterruptedException {
    try (var running = Running.start(onBus(Rohrpost.shellBuilder(script)))) {
      running.endInput();
      return running.await(Rohrpost.PATIENCE.multipliedBy(2));
    }
  }

  /// Ends the bus without a warning.
  void kill() throws InterruptedException {
    daemon.handle().destroyForcibly();
    daemon.awaitEnd();
  }

  @Override
  public void close() {
    service.close();
    daemon.endInput(); // a controller ends its broker
    if (!address.contains("guid=")) {
      try {
        var _ = daemon.await(Rohrpost.PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    daemon.close();
  }
}
