package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Event;
import dev.rohrpost.dbus.MatchRule;
import dev.rohrpost.dbus.Subscription;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Deadline;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The objects of a service, as its object manager tells them.
///
/// ```java
/// try (var devices = RemoteObjects.of(bus, "org.bluez", ObjectPath.ROOT)) {
///   while (true) {
///     switch (devices.take(Deadline.NEVER).orElseThrow()) {
///       case RemoteObjects.Change.Added(var path, var interfaces) -> show(path, interfaces);
///       case RemoteObjects.Change.Removed(var path, _) -> hide(path);
///       case RemoteObjects.Change.Closed _ -> { return; }
///       default -> {}
///     }
///   }
/// }
/// ```
///
/// Each object is told as added, those that are there at the beginning too, and as removed when it
/// goes, when its service goes, or when it turns out to be gone after signals were missing or the
/// connection was renewed: whoever follows the changes has the right set. Only interfaces are
/// followed; properties change, and are what a [PropertyCache] is for.
///
/// The service is asked, where this is needed, by the thread that takes a change or the current
/// objects. Any number of threads may do so.
public final class RemoteObjects implements AutoCloseable {
  private static final int CAPACITY = 10_000;
  private static final String PREFIX = "org.freedesktop.DBus.Error.";

  /// The service is not there.
  private static final Set<String> ABSENT =
      Set.of(PREFIX + "ServiceUnknown", PREFIX + "NameHasNoOwner");

  /// It is, and will tell its objects when they are.
  private static final Set<String> NOT_YET =
      Set.of(PREFIX + "UnknownMethod", PREFIX + "UnknownObject", PREFIX + "UnknownInterface");

  private final Bus bus;
  private final Call question;
  private final Subscription changes;

  /// Guards what follows, and the taking of signals.
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<ObjectPath, Set<String>> objects = new TreeMap<>();
  private final ArrayDeque<Change> untold = new ArrayDeque<>();
  private boolean isKnown;
  private @Nullable String closed;

  private RemoteObjects(Bus bus, Call question, Subscription changes) {
    this.bus = bus;
    this.question = question;
    this.changes = changes;
  }

  /// What is told of the objects of a service.
  public sealed interface Change {
    /// An object is there, or has more interfaces.
    ///
    /// @param path of the object
    /// @param interfaces the new ones, with the values that their properties had then; descriptors
    ///   among these are closed
    record Added(ObjectPath path, Map<String, Map<String, Value>> interfaces) implements Change {}

    /// An object is gone, or has fewer interfaces.
    ///
    /// @param path of the object
    /// @param interfaces those that it does not have any more
    record Removed(ObjectPath path, Set<String> interfaces) implements Change {}

    /// The service is gone; its objects were told as removed before.
    record Gone() implements Change {}

    /// The service is there, again or another one; its objects are told as added afterwards.
    record Back() implements Change {}

    /// Signals are missing. What has come and gone is told, but an object may have gone and come in
    /// between.
    record Missed() implements Change {}

    /// Nothing comes any more.
    ///
    /// @param reason why
    record Closed(String reason) implements Change {}
  }

  /// Begins to follow the objects of a service. If it is not there, it is started, if the bus knows
  /// how, and else its objects are told when it comes.
  ///
  /// @param bus which carries the calls
  /// @param destination the unique or well-known name of the connection that has the objects
  /// @param manager the path of the object manager; `/` for most services
  /// @return the objects; the caller closes it
  /// @throws DbusException as [Bus#subscribe]; the error of the service, if it is there and has no
  ///   object manager
  /// @throws IllegalArgumentException if the name is not valid
  /// @throws InterruptedException if the thread is or gets interrupted
  public static RemoteObjects of(Bus bus, String destination, ObjectPath manager)
      throws DbusException, InterruptedException {
    var rule =
        MatchRule.signal().sender(destination).path(manager).interfaceName(ManagedObjects.NAME);
    var question = Call.to(destination, manager, ManagedObjects.NAME, "GetManagedObjects");
    var objects =
        new RemoteObjects(bus, question.withoutAutoStart(), bus.subscribe(rule, CAPACITY));
    var isReady = false;
    try {
      objects.ask(question, ABSENT);
      isReady = true;
      return objects;
    } finally {
      if (!isReady) {
        objects.close();
      }
    }
  }

  /// Tells the objects of now: those that the service had told when this was called.
  ///
  /// @return the interfaces of each path; a copy
  /// @throws DbusException if the service had to be asked again and the reply is an error, or there
  ///   is none
  /// @throws InterruptedException if the thread is or gets interrupted
  public Map<ObjectPath, Set<String>> current() throws DbusException, InterruptedException {
    lock.lockInterruptibly();
    try {
      update();
      var copy = new TreeMap<ObjectPath, Set<String>>();
      objects.forEach((path, interfaces) -> copy.put(path, Set.copyOf(interfaces)));
      return copy;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next change until a deadline.
  ///
  /// @param deadline when to give up
  /// @return the change; empty if the deadline passed; [Change.Closed] when no other one comes any
  ///   more, each time
  /// @throws DbusException if the service had to be asked again and the reply is an error, or there
  ///   is none; the next time it is asked again
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public Optional<Change> take(Deadline deadline) throws DbusException, InterruptedException {
    do {
      if (!lock.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
      try {
        update();
        if (!untold.isEmpty()) {
          return Optional.of(untold.remove());
        }
        if (closed != null) {
          return Optional.of(new Change.Closed(closed));
        }
      } finally {
        lock.unlock();
      }
    } while (changes.await(deadline));
    return Optional.empty();
  }

  private void update() throws DbusException, InterruptedException {
    takeIn();
    if (!isKnown && closed == null) {
      ask(question, NOT_YET);
    }
  }

  /// Asks for all objects. The answer is taken in before the signals that are in the queue then:
  /// those that came after it are newer, and the last ones that came before it say the same.
  private void ask(Call how, Set<String> none) throws DbusException, InterruptedException {
    lock.lockInterruptibly();
    try (var reply = bus.call(how)) {
      isKnown = true;
      if (reply.body().size() == 1 && reply.body(0) instanceof Map<?, ?> all) {
        replace(all);
      }
    } catch (DbusException e) {
      if (!ABSENT.contains(e.errorName()) && !none.contains(e.errorName())) {
        throw e;
      }
      isKnown = true;
      replace(Map.of());
    } finally {
      lock.unlock();
    }
    takeIn();
  }

  private void replace(Map<?, ?> all) {
    for (var path : List.copyOf(objects.keySet())) {
      var gone = new LinkedHashSet<>(objects.get(path));
      if (all.get(path) instanceof Map<?, ?> interfaces) {
        gone.removeAll(interfaces.keySet());
      }
      removed(path, gone);
    }
    all.forEach((path, interfaces) -> added((ObjectPath) path, (Map<?, ?>) interfaces));
  }

  private void takeIn() throws InterruptedException {
    while (closed == null) {
      switch (changes.take(Deadline.NOW).orElse(null)) {
        case Event.Signal signal -> {
          try (signal) {
            changed(signal);
          }
        }
        case Event.Missed _, Event.Gap _ -> missed();
        case Event.OwnerChanged change -> {
          replace(Map.of());
          isKnown = change.isGone();
          tell(change.isGone() ? new Change.Gone() : new Change.Back());
        }
        case Event.Closed(var reason) -> {
          objects.clear();
          closed = reason;
        }
        case null -> {
          return;
        }
      }
    }
  }

  private void changed(Event.Signal signal) {
    var what = signal.member() + " " + signal.signature();
    switch (what) {
      case "InterfacesAdded oa{sa{sv}}" ->
          added((ObjectPath) signal.body().get(0), (Map<?, ?>) signal.body().get(1));
      case "InterfacesRemoved oas" -> {
        var names = new LinkedHashSet<String>();
        ((List<?>) signal.body().get(1)).forEach(name -> names.add((String) name));
        removed((ObjectPath) signal.body().get(0), names);
      }
      default -> {} // of a later version of the specification
    }
  }

  private void added(ObjectPath path, Map<?, ?> interfaces) {
    var known = objects.computeIfAbsent(path, _ -> new LinkedHashSet<>());
    var isNew = known.isEmpty();
    var more = new TreeMap<String, Map<String, Value>>();
    interfaces.forEach((name, values) -> {
      if (known.add((String) name)) {
        var properties = new TreeMap<String, Value>();
        ((Map<?, ?>) values).forEach((key, value) -> properties.put((String) key, (Value) value));
        more.put((String) name, properties);
      }
    });
    if (isNew || !more.isEmpty()) {
      tell(new Change.Added(path, more));
    }
  }

  private void removed(ObjectPath path, Set<String> interfaces) {
    var known = objects.get(path);
    if (known == null) {
      return;
    }
    interfaces.retainAll(known);
    known.removeAll(interfaces);
    if (known.isEmpty()) {
      objects.remove(path);
    }
    if (known.isEmpty() || !interfaces.isEmpty()) {
      tell(new Change.Removed(path, interfaces));
    }
  }

  private void missed() {
    isKnown = false;
    tell(new Change.Missed());
  }

  /// If nobody takes changes, there is one in place of all.
  private void tell(Change change) {
    if (untold.size() >= CAPACITY) {
      untold.clear();
      untold.add(new Change.Missed());
    }
    untold.add(change);
  }

  /// Ends the subscription. Closing again does nothing.
  @Override
  public void close() {
    changes.close();
  }

  @Override
  public String toString() {
    return "objects of " + question;
  }
}
