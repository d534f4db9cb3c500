package dev.rohrpost.inspect;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.DbusTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Watches the calls on the message buses of the system and of this session, from now on until it
/// is closed.
///
/// For this a bus has to allow monitors, which it does only to root and to its own user, if at all.
/// Calls that were made before are not seen, nor are those of connections that are gone before
/// their process is known, nor what runs between peers without a bus. A monitor changes nothing,
/// but the bus sends it all messages: it should not stay open without need.
public final class BusWatch implements AutoCloseable {
  private final List<WatchedBus> buses = new ArrayList<>();
  private final List<Unknown> unknown = new ArrayList<>();

  private BusWatch() {}

  /// Begins to watch. Where there is no bus, nothing is watched.
  ///
  /// @return the watch; the caller closes it
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static BusWatch open() throws InterruptedException {
    return open(System.getenv());
  }

  /// Begins to watch buses whose addresses are told otherwise.
  ///
  /// @param environment with `DBUS_SYSTEM_BUS_ADDRESS`, `DBUS_SESSION_BUS_ADDRESS` and
  ///   `XDG_RUNTIME_DIR`, if they are set
  /// @return the watch; the caller closes it
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static BusWatch open(Map<String, String> environment) throws InterruptedException {
    var watch = new BusWatch();
    try {
      for (var place : BusPlaces.of(environment).entrySet()) {
        watch.add(place.getKey(), place.getValue());
      }
      return watch;
    } catch (InterruptedException e) {
      watch.close();
      throw e;
    }
  }

  /// {@return a watch that sees nothing, and has nothing to say}
  public static BusWatch none() {
    return new BusWatch();
  }

  private void add(String name, String addresses) throws InterruptedException {
    try {
      var address = BusPlaces.onThisMachine(addresses);
      if (address.isPresent()) {
        buses.add(WatchedBus.open(name, address.get()));
      }
    } catch (DbusTimeoutException _) {
      unknown.add(unknown(name, "no answer in time"));
    } catch (DbusException e) {
      var denied = e.is("org.freedesktop.DBus.Error.AccessDenied");
      unknown.add(unknown(name, denied ? "it allows this user no monitor" : e.text()));
    } catch (IllegalArgumentException _) {
      unknown.add(unknown(name, "its address makes no sense"));
    }
  }

  private static Unknown unknown(String bus, String why) {
    return new Unknown(Unknown.Matter.BUS_CALLS, "calls on the " + bus + " bus", why, List.of());
  }

  /// {@return the buses that are watched: `system`, `session`, both or none}
  public List<String> buses() {
    return buses.stream().map(WatchedBus::name).toList();
  }

  /// {@return what cannot be watched, and why}
  public List<Unknown> unknown() {
    return List.copyOf(unknown);
  }

  /// Tells which calls are open at this moment, of those whose processes are known.
  ///
  /// @return the calls, the oldest of each bus first
  /// @throws InterruptedException if the thread is or gets interrupted
  public List<OpenBusCall> openCalls() throws InterruptedException {
    var all = new ArrayList<OpenBusCall>();
    for (var bus : buses) {
      all.addAll(bus.open(bus.catchUp()));
    }
    return all;
  }

  /// {@return the process of a bus; empty if it is not known}
  ///
  /// @param bus `system` or `session`
  /// @throws InterruptedException if the thread is or gets interrupted
  public Optional<Integer> daemon(String bus) throws InterruptedException {
    for (var one : buses) {
      if (one.name().equals(bus)) {
        return Optional.of(one.daemon()).filter(pid -> pid > 0);
      }
    }
    return Optional.empty();
  }

  /// Adds the calls that were seen so far to a picture: each caller is linked with the name that it
  /// has called, and the name knows the calls. What this process has called itself is left out.
  ///
  /// @param picture what was seen otherwise
  /// @return the picture with the calls, and with what is unknown about them
  /// @throws InterruptedException if the thread is or gets interrupted
  public Picture addTo(Picture picture) throws InterruptedException {
    var names = new LinkedHashMap<String, IpcObject.BusName>();
    var links = new ArrayList<>(picture.links());
    var callers = new LinkedHashSet<Link>();
    var more = new ArrayList<>(picture.unknown());
    unknown.stream().filter(one -> !more.contains(one)).forEach(more::add);
    for (var bus : buses) {
      var _ = bus.catchUp();
      var gone = new long[1];
      for (var called : bus.counted(gone)) {
        if (picture.process(called.call().caller()).isEmpty()
            || picture.process(called.owner()).isEmpty()) {
          gone[0] += called.call().count();
        } else {
          add(bus.name(), called, picture, names, links);
          callers.add(
              new Link(
                  called.call().caller(),
                  Link.NO_DESCRIPTOR,
                  new IpcObject.BusName(bus.name(), called.service()).id(),
                  Flow.WRITE));
        }
      }
      if (gone[0] > 0) {
        more.add(
            new Unknown(
                Unknown.Matter.BUS_CALLS,
                "processes of " + gone[0] + " calls on the " + bus.name() + " bus",
                "they were gone before they were known, or there was too much to remember",
                List.of()));
      }
    }
    links.addAll(callers);
    var objects = new HashMap<String, IpcObject>();
    picture.objects().forEach(object -> objects.put(object.id(), object));
    objects.putAll(names);
    return new Picture(
        picture.taken(), picture.processes(), objects, links, more, picture.references());
  }

  private static void add(
      String bus,
      WatchedBus.Called called,
      Picture picture,
      Map<String, IpcObject.BusName> names,
      List<Link> links) {
    var id = new IpcObject.BusName(bus, called.service()).id();
    var name = names.get(id);
    if (name == null) {
      name = new IpcObject.BusName(bus, called.service());
      if (picture.object(id).isEmpty()) {
        links.add(new Link(called.owner(), Link.NO_DESCRIPTOR, id, Flow.BOTH));
      }
    }
    names.put(id, name.with(called.call()));
  }

  @Override
  public void close() {
    buses.forEach(WatchedBus::close);
  }
}
