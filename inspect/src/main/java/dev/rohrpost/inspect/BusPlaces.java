package dev.rohrpost.inspect;

import dev.rohrpost.dbus.BusAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where the message buses of the system and of this session are.
final class BusPlaces {
  private static final Path SYSTEM = Path.of("/run/dbus/system_bus_socket");

  private BusPlaces() {}

  /// Returns their addresses by what they are called; those that there are.
  ///
  /// @param environment where the addresses are
  static Map<String, String> of(Map<String, String> environment) {
    var places = new LinkedHashMap<String, String>();
    places.put("system", environment.getOrDefault("DBUS_SYSTEM_BUS_ADDRESS", ifThere(SYSTEM)));
    var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    var session = runtime.isEmpty() ? "" : ifThere(Path.of(runtime, "bus"));
    places.put("session", environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", session));
    places.values().removeIf(String::isEmpty);
    return places;
  }

  private static String ifThere(Path socket) {
    return Files.exists(socket) ? BusAddress.ofFile(socket).toString() : "";
  }

  /// Returns those of several addresses that are sockets of this machine: to look at it, no program
  /// is started and no other machine asked.
  ///
  /// @throws IllegalArgumentException if the text is no address
  static Optional<BusAddress> onThisMachine(String addresses) {
    var sockets =
        BusAddress.of(addresses).transports().stream()
            .filter(BusAddress.Transport.Unix.class::isInstance)
            .toList();
    return sockets.isEmpty() ? Optional.empty() : Optional.of(new BusAddress(sockets));
  }
}
