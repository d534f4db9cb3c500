package dev.rohrpost.bench;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.BusAddress;
import java.io.IOException;

/// A message bus of our own: dbus-daemon, as a session has it.
///
/// @param process the daemon
/// @param address where it is
record BusDaemon(Process process, String address) implements AutoCloseable {
  private static final String[] LINE = {
    "dbus-daemon",
    "--session",
    "--nofork",
    "--nopidfile",
    "--address=unix:tmpdir=/tmp",
    "--print-address=1"
  };

  static BusDaemon start() throws IOException {
    var process =
        new ProcessBuilder(LINE)
            .redirectError(ProcessBuilder.Redirect.DISCARD) // it warns of its own limits
            .start();
    return new BusDaemon(process, RpcKind.line(process.getInputStream()));
  }

  /// Connects to a bus that was started by another process.
  static Bus connect(String address) throws IOException, InterruptedException {
    return Bus.connect(BusAddress.of(address));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
