package dev.rohrpost.inspect;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.BusAddress;
import dev.rohrpost.dbus.BusLimits;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusDisconnectedException;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.DbusTimeoutException;
import dev.rohrpost.dbus.PendingReply;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Asks the message buses of the system and of this session who has which name.
///
/// Where there is no bus, nothing is said. A bus that does not answer in time is unknown.
final class Buses {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  static final String BUS = "org.freedesktop.DBus";

  /// How many questions are on their way at once; buses refuse more than 128.
  private static final int AT_ONCE = 64;

  private Buses() {}

  /// Adds the names to what was found.
  ///
  /// @param environment where the addresses are
  static void read(Map<String, String> environment, Finds finds, List<Unknown> unknown) {
    var deadline = Deadline.after(PATIENCE);
    BusPlaces.of(environment)
        .forEach((bus, addresses) -> read(bus, addresses, deadline, finds, unknown));
  }

  private static void read(
      String bus, String addresses, Deadline deadline, Finds finds, List<Unknown> unknown) {
    try {
      var address = BusPlaces.onThisMachine(addresses);
      if (address.isPresent()) {
        read(bus, address.get(), deadline, finds);
      }
    } catch (DbusTimeoutException _) {
      unknown.add(unknown(bus, "no answer in time"));
    } catch (DbusException e) {
      unknown.add(unknown(bus, e.text()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      unknown.add(unknown(bus, "interrupted"));
    } catch (IllegalArgumentException _) {
      unknown.add(unknown(bus, "its address makes no sense"));
    }
  }

  private static void read(String bus, BusAddress address, Deadline deadline, Finds finds)
      throws DbusException, InterruptedException {
    for (var owner : owners(address, deadline).entrySet()) {
      var name = new IpcObject.BusName(bus, owner.getKey());
      finds.add(owner.getValue(), Link.NO_DESCRIPTOR, name, Flow.BOTH);
    }
  }

  /// Returns the process of each name that somebody chose.
  private static Map<String, Integer> owners(BusAddress address, Deadline deadline)
      throws DbusException, InterruptedException {
    var owners = new TreeMap<String, Integer>();
    try (var connection = Bus.connect(address, BusLimits.DEFAULT, deadline)) {
      var all = connection.call(question("ListNames"), deadline).body(0);
      var names =
          ((List<?>) all)
              .stream()
                  .map(String.class::cast)
                  .filter(name -> !name.startsWith(":")) // the unique names of connections
                  .toList();
      for (var from = 0; from < names.size(); from += AT_ONCE) {
        var some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
        var replies = new ArrayList<PendingReply>();
        for (var name : some) {
          replies.add(connection.start(question("GetConnectionUnixProcessID").with("s", name)));
        }
        for (var i = 0; i < some.size(); i++) {
          var pid = pid(replies.get(i), deadline);
          if (pid.isPresent()) {
            owners.put(some.get(i), pid.get());
          }
        }
      }
    }
    return owners;
  }

  /// Returns the process that was asked for; empty if its name is gone.
  private static Optional<Integer> pid(PendingReply reply, Deadline deadline)
      throws DbusException, InterruptedException {
    try {
      return Optional.of(Math.toIntExact((long) reply.await(deadline).body(0)));
    } catch (DbusTimeoutException | DbusDisconnectedException e) {
      throw e;
    } catch (DbusException _) {
      return Optional.empty();
    }
  }

  private static Call question(String member) {
    return Call.to(BUS, "/org/freedesktop/DBus", BUS, member);
  }

  private static Unknown unknown(String bus, String why) {
    return new Unknown(Unknown.Matter.BUS_NAMES, "names on the " + bus + " bus", why, List.of());
  }
}
