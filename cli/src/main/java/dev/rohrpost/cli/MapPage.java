package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.cli.map.Frame;
import dev.rohrpost.cli.map.Selection;
import dev.rohrpost.cli.map.web.MapServer;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.inspect.BusWatch;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.doctor.Diagnosis;
import dev.rohrpost.inspect.doctor.Doctor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// The page of `rohrpost map --web`.
///
/// @param address where it is served
/// @param selection what it may show
/// @param buses whether it shows calls on message buses
record MapPage(InetSocketAddress address, Selection selection, Buses buses) {
  private static final int MOST_PORTS = 65_536;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
  private static final Duration PAUSE = Duration.ofSeconds(1).minus(BETWEEN_LOOKS);

  /// What is done with message buses besides asking them for names.
  enum Buses {
    /// Nothing.
    LEFT_ALONE,
    /// Their messages are received as long as the page is served.
    WATCHED
  }

  /// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` or `:8080`.
  static InetSocketAddress address(String text) {
    var colon = text.lastIndexOf(':');
    var host = colon < 0 ? text : text.substring(0, colon);
    if (!host.isEmpty() && !host.matches("localhost|\\[::1]|127(\\.\\d{1,3}){3}")) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not this machine alone; the page shows what everybody does, so there are"
              + " 127.0.0.1:PORT and [::1]:PORT");
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByName(host.isEmpty() ? "127.0.0.1" : host),
          colon < 0 ? 0 : port(text.substring(colon + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + text + "' is no address", e);
    }
  }

  private static int port(String text) {
    var port = Values.count(text);
    if (port >= MOST_PORTS) {
      throw new IllegalArgumentException("'" + text + "' is no port; the last is 65535");
    }
    return port;
  }

  /// Serves until a signal ends the process.
  void run(Console console) throws IOException, InterruptedException {
    try (var watch = buses == Buses.WATCHED ? BusWatch.open() : BusWatch.none();
        var server =
            MapServer.start(
                address, () -> look(watch), PAUSE, line -> console.say("rohrpost: " + line))) {
      Ending.onSignal(server::close);
      console.out().line(server.url());
      console.out().flush();
      new CountDownLatch(1).await();
    }
  }

  private Frame look(BusWatch watch) throws IOException, InterruptedException {
    var diagnosis = Doctor.examine(BETWEEN_LOOKS, watch);
    return frame(diagnosis, watch.addTo(diagnosis.picture()));
  }

  /// Returns what the page shows of a diagnosis.
  ///
  /// @param picture the one of the diagnosis, or more
  Frame frame(Diagnosis diagnosis, Picture picture) {
    var findings =
        diagnosis.findings().stream()
            .filter(finding -> DoctorCommand.isAbout(finding, selection.pids()))
            .toList();
    return Frame.of(selection.of(picture), findings);
  }
}
