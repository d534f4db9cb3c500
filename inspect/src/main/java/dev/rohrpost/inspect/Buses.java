package dev.rohrpost.inspect;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.UnixAddress;
import java.net.URLDecoder;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the message buses of the system and of this session who has which name.
///
/// Where there is no bus, nothing is said. A bus that does not answer in time is unknown.
final class Buses {
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final String SYSTEM = "/run/dbus/system_bus_socket";

  private Buses() {}

  /// Adds the names to what was found.
  ///
  /// @param environment where the addresses are
  static void read(Map<String, String> environment, Finds finds, List<Unknown> unknown) {
    var deadline = Deadline.after(PATIENCE);
    var system = environment.getOrDefault("DBUS_SYSTEM_BUS_ADDRESS", ifThere(Path.of(SYSTEM)));
    read("system", system, deadline, finds, unknown);
    var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    var session = runtime.isEmpty() ? "" : ifThere(Path.of(runtime, "bus"));
    session = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", session);
    read("session", session, deadline, finds, unknown);
  }

  private static String ifThere(Path socket) {
    return Files.exists(socket) ? "unix:path=" + socket : "";
  }

  private static void read(
      String bus, String addresses, Deadline deadline, Finds finds, List<Unknown> unknown) {
    if (!addresses.isEmpty()) {
      try {
        var address = address(addresses);
        if (address.isPresent()) {
          read(bus, address.get(), deadline, finds);
        }
      } catch (UnixException e) {
        unknown.add(unknown(bus, e.getMessage()));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        unknown.add(unknown(bus, "interrupted"));
      } catch (IllegalArgumentException | BufferUnderflowException | NegativeArraySizeException _) {
        unknown.add(unknown(bus, "its address or its answer makes no sense"));
      }
    }
  }

  private static void read(String bus, UnixAddress address, Deadline deadline, Finds finds)
      throws UnixException, InterruptedException {
    try (var names = BusNames.connect(address, deadline)) {
      for (var owner : names.owners().entrySet()) {
        var name = new IpcObject.BusName(bus, owner.getKey());
        finds.add(owner.getValue(), Link.NO_DESCRIPTOR, name, Flow.BOTH);
      }
    }
  }

  private static Unknown unknown(String bus, String why) {
    return new Unknown(Unknown.Matter.BUS_NAMES, "names on the " + bus + " bus", why, List.of());
  }

  /// Returns the first of several addresses such as `unix:path=/run/user/1000/bus,guid=…` that is
  /// one of a socket of this machine.
  ///
  /// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#addresses">D-Bus
  ///   addresses</a>
  static Optional<UnixAddress> address(String addresses) {
    for (var address : addresses.split(";", -1)) {
      if (address.startsWith("unix:")) {
        for (var part : address.substring("unix:".length()).split(",", -1)) {
          var text = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
          if (text.startsWith("path=")) {
            return Optional.of(new UnixAddress.File(Path.of(text.substring("path=".length()))));
          }
          if (text.startsWith("abstract=")) {
            return Optional.of(new UnixAddress.Abstract(text.substring("abstract=".length())));
          }
        }
      }
    }
    return Optional.empty();
  }
}
