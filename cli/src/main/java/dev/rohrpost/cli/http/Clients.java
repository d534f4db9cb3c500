package dev.rohrpost.cli.http;

import dev.rohrpost.UnixException;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.StreamSocket;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The clients that are served at the moment. There are only so many places; whoever comes when all
/// are taken gets that of the one who has been slowest: of the address with the most clients, the
/// one that has not asked for anything for the longest time. So slow clients take places from each
/// other.
final class Clients {
  private final int places;

  /// By address; the slowest is the first of its set.
  private final Map<String, Set<StreamSocket>> byAddress = new HashMap<>();

  private int count;

  Clients(int places) {
    this.places = places;
  }

  /// Gives a client a place.
  ///
  /// @return where it is from, for the other methods
  synchronized String enter(StreamSocket client) {
    if (count >= places) {
      var _ = dismissOne();
    }
    var address = address(client);
    byAddress.computeIfAbsent(address, _ -> new LinkedHashSet<>()).add(client);
    count++;
    return address;
  }

  /// A host has many ports, and a client of a UNIX socket seldom has a name.
  private static String address(StreamSocket client) {
    try {
      return client.socket().peerAddress() instanceof InternetAddress(var host, _)
          ? InternetAddress.text(host)
          : "";
    } catch (UnixException e) {
      return ""; // gone already, as its service will find out
    }
  }

  /// A request of the client has come as a whole: it is the newest again.
  synchronized void hasAsked(String address, StreamSocket client) {
    var clients = byAddress.get(address);
    if (clients != null && clients.remove(client)) {
      clients.add(client);
    }
  }

  /// The client has gone.
  synchronized void leave(String address, StreamSocket client) {
    var clients = byAddress.get(address);
    if (clients != null && clients.remove(client)) {
      count--;
      if (clients.isEmpty()) {
        byAddress.remove(address);
      }
    }
  }

  /// Closes the connection of the slowest client, whose service then ends.
  ///
  /// @return false if there is none
  synchronized boolean dismissOne() {
    Optional<Map.Entry<String, Set<StreamSocket>>> most =
        byAddress.entrySet().stream().max(Comparator.comparingInt(of -> of.getValue().size()));
    if (most.isEmpty()) {
      return false;
    }
    var slowest = most.get().getValue().iterator().next();
    leave(most.get().getKey(), slowest);
    slowest.close();
    return true;
  }
}
