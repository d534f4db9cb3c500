package dev.rohrpost.inspect;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A dbus-daemon of the test's own, and programs on it that call each other: those of
/// `bus_calls.py`.
public final class CallingPrograms implements AutoCloseable {
  /// A deadline that never comes: the largest number of milliseconds that C takes.
  public static final String NEVER = "2147483.647";

  /// What lets nobody become a monitor.
  public static final String NO_MONITORS =
      "<deny send_interface=\"org.freedesktop.DBus.Monitoring\"/>";

  private final Running daemon;
  private final String address;
  private final List<Running> programs = new ArrayList<>();

  private CallingPrograms(Running daemon, String address) {
    this.daemon = daemon;
    this.address = address;
  }

  /// Starts the bus.
  ///
  /// @param folder for its files
  /// @param policy what is different from a bus that allows everything
  /// @return the bus
  /// @throws IOException if its configuration cannot be written
  /// @throws InterruptedException if this thread is interrupted
  public static CallingPrograms on(Path folder, String policy)
      throws IOException, InterruptedException {
    Foreign.require("/usr/lib/python3/dist-packages/dbus/__init__.py");
    Foreign.require("/usr/lib/python3/dist-packages/gi/__init__.py");
    var config =
        Files.writeString(
            folder.resolve("bus.conf"),
            "<busconfig><listen>unix:path="
                + folder.resolve("bus")
                + "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow user=\"*\"/>"
                + "<allow own=\"*\"/><allow send_destination=\"*\" eavesdrop=\"true\"/>"
                + "<allow eavesdrop=\"true\"/>"
                + policy
                + "</policy></busconfig>");
    var daemon =
        Foreign.start(
            "dbus-daemon",
            "--config-file=" + config,
            "--nofork",
            "--nopidfile",
            "--print-address=1");
    return new CallingPrograms(daemon, daemon.line(Tables.PATIENCE));
  }

  /// {@return where the bus is}
  public Map<String, String> environment() {
    return Map.of(
        "DBUS_SESSION_BUS_ADDRESS",
        address,
        "DBUS_SYSTEM_BUS_ADDRESS",
        "tcp:host=localhost,port=1");
  }

  /// {@return the address of the bus}
  public String address() {
    return address;
  }

  /// Starts a program, and waits until it has its name.
  ///
  /// @param name such as `A`
  /// @param other whom it calls
  /// @param task what it does when it is called, as in `bus_calls.py`
  /// @param deadline of its calls, in seconds
  /// @return the program
  /// @throws InterruptedException if this thread is interrupted
  public Running start(String name, String other, String task, String deadline)
      throws InterruptedException {
    var text = Python.source(CallingPrograms.class, "bus_calls.py");
    var builder =
        new ProcessBuilder(
            "/usr/bin/python3",
            "-c",
            text,
            "com.example." + name,
            "com.example." + other,
            task,
            deadline);
    builder.environment().put("DBUS_SESSION_BUS_ADDRESS", address);
    var program = Running.start(builder);
    programs.add(program);
    if (!program.line(Tables.PATIENCE).equals("ready")) {
      throw new AssertionError("not ready");
    }
    return program;
  }

  /// Tells a program to call the other one.
  ///
  /// @param program which
  /// @param how `ask`, or `start`, after which it goes on
  /// @throws IOException if it has ended
  public static void tell(Running program, String how) throws IOException {
    program.stdin().write((how + "\n").getBytes(StandardCharsets.UTF_8));
    program.stdin().flush();
  }

  /// Waits until so many calls are open.
  ///
  /// @param watch which sees them
  /// @param count how many
  /// @return the calls
  /// @throws InterruptedException if this thread is interrupted
  public static List<OpenBusCall> awaitOpen(BusWatch watch, int count) throws InterruptedException {
    var end = System.nanoTime() + Tables.PATIENCE.toNanos();
    while (true) {
      var open = watch.openCalls();
      if (open.size() == count) {
        return open;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("open are " + open);
      }
    }
  }

  @Override
  public void close() {
    end();
  }

  /// Ends the bus and all programs.
  public void end() {
    programs.forEach(Running::close);
    daemon.close();
  }
}
