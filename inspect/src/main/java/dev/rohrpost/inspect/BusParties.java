package dev.rohrpost.inspect;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.PendingReply;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which process has which connection to a bus. It is asked for as soon as somebody is seen, as
/// nobody knows it any more when the connection is gone.
final class BusParties {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /// How many are remembered; for one more all are forgotten, and asked for again.
  private static final int MOST = 20_000;

  private final Bus bus;
  private final Map<String, PendingReply> asked = new HashMap<>();
  private final Map<String, Optional<Integer>> known = new HashMap<>();

  BusParties(Bus bus) {
    this.bus = bus;
  }

  /// Asks for the process of a connection, if nobody has.
  ///
  /// @param name a unique name, or that of the bus
  void ask(String name) throws InterruptedException {
    if (known.containsKey(name) || asked.containsKey(name)) {
      return;
    }
    if (known.size() + asked.size() >= MOST) {
      known.clear();
      asked.values().forEach(PendingReply::close);
      asked.clear();
    }
    try {
      asked.put(name, bus.start(question("GetConnectionUnixProcessID").with("s", name)));
    } catch (DbusException _) {
      known.put(name, Optional.empty());
    }
  }

  /// Returns the process of a connection; empty if the bus did not tell.
  Optional<Integer> pid(String name) throws InterruptedException {
    var reply = asked.remove(name);
    if (reply != null) {
      known.put(name, answer(reply));
    }
    return known.getOrDefault(name, Optional.empty());
  }

  private static Optional<Integer> answer(PendingReply reply) throws InterruptedException {
    try {
      return Optional.of(Math.toIntExact((long) reply.await(Deadline.after(PATIENCE)).body(0)));
    } catch (DbusException _) {
      return Optional.empty();
    }
  }

  static Call question(String member) {
    return Call.to(Buses.BUS, "/org/freedesktop/DBus", Buses.BUS, member);
  }
}
