package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.DbusDisconnectedException;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.DbusTimeoutException;
import dev.rohrpost.dbus.Event;
import dev.rohrpost.dbus.Subscription;
import dev.rohrpost.dbus.introspect.Property.Emits;
import dev.rohrpost.dbus.object.PropertyCache.Change;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Deadline;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is known of the properties of an object.
///
/// A reply is taken in before the signals that are in the queue then: those that came after it have
/// newer values, and the last ones that came before it have the same, as a sender tells in order.
final class PropertyMemory implements AutoCloseable {
  private static final Type ALL = Type.of("a{sv}");
  private static final String SIGNATURE = "sa{sv}as";

  private final Subscription changes;
  private final String interfaceName;
  private final Map<String, PropertyType> properties = new HashMap<>();

  /// Guards what follows, and the taking of signals: what was taken is known.
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<PropertyType, Value> known = new HashMap<>();
  private final ArrayDeque<Change> untold = new ArrayDeque<>();
  private boolean isFilled;
  private @Nullable String closed;

  PropertyMemory(Subscription changes, String interfaceName, List<PropertyType> properties) {
    this.changes = changes;
    this.interfaceName = interfaceName;
    properties.forEach(property -> this.properties.put(property.name(), property));
  }

  /// {@return a property that may be remembered; null if this is none}
  @Nullable PropertyType kept(String face, String name) {
    var property = face.equals(interfaceName) ? properties.get(name) : null;
    return property != null && isKept(property) ? property : null;
  }

  private static boolean isKept(PropertyType property) {
    return property.access().canRead() && property.emits() != Emits.FALSE;
  }

  Value get(RemoteObject remote, String property) throws DbusException, InterruptedException {
    var declared = properties.get(property);
    if (declared == null) {
      throw ExportedInterface.unknown(property);
    }
    var value = isKept(declared) ? known(remote, declared) : Optional.<Value>empty();
    return value.isPresent() ? value.get() : ask(remote, declared);
  }

  private Value ask(RemoteObject remote, PropertyType property)
      throws DbusException, InterruptedException {
    var type = property.type();
    return remote.get(
        interfaceName, property.name(), type.toString(), in -> Value.of(type, in.value(type)));
  }

  /// Tells a value that may be remembered, and asks for all if nothing is known.
  ///
  /// @return empty if it cannot be remembered now
  Optional<Value> known(RemoteObject remote, PropertyType property)
      throws DbusException, InterruptedException {
    lock.lockInterruptibly();
    try {
      takeIn();
      if (closed != null) {
        return Optional.empty();
      }
      if (!known.containsKey(property) && !isFilled) {
        fill(remote);
      }
      if (!known.containsKey(property) && isFilled) {
        askAgain(remote, property);
      }
      return Optional.ofNullable(known.get(property));
    } finally {
      lock.unlock();
    }
  }

  private void fill(RemoteObject remote) throws DbusException, InterruptedException {
    try {
      var all =
          remote.call(
              ObjectProperties.NAME,
              "GetAll",
              "s",
              out -> out.text(interfaceName),
              ALL.toString(),
              in -> (Map<?, ?>) in.value(ALL));
      all.forEach((name, value) -> keep((String) name, (Value) value));
      isFilled = true;
    } catch (DbusTimeoutException | DbusDisconnectedException e) {
      throw e;
    } catch (DbusException e) {
      return; // some cannot tell all because of one: each is asked for by itself
    }
    takeIn();
  }

  /// It was invalidated, or set.
  private void askAgain(RemoteObject remote, PropertyType property)
      throws DbusException, InterruptedException {
    keep(property, ask(remote, property));
    takeIn();
  }

  private void keep(String name, Value value) {
    var property = kept(interfaceName, name);
    if (property == null) {
      var _ = Descriptors.closeAll(value);
    } else {
      keep(property, value);
    }
  }

  private void keep(PropertyType property, Value value) {
    if (Descriptors.closeAll(value)) {
      known.remove(property);
    } else {
      known.put(property, value);
    }
  }

  /// The property was set: what came before the answer may be its old value.
  void forget(PropertyType property) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      takeIn();
      known.remove(property);
    } finally {
      lock.unlock();
    }
  }

  Optional<Change> take(Deadline deadline) throws InterruptedException {
    do {
      if (!lock.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
      try {
        takeIn();
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

  /// Takes in all signals that have come.
  private void takeIn() throws InterruptedException {
    while (closed == null) {
      switch (changes.take(Deadline.NOW).orElse(null)) {
        case Event.Signal signal -> {
          try (signal) {
            changed(signal);
          }
        }
        case Event.Missed _ -> reset(Emits.CONST);
        case Event.Gap _ -> reset(Emits.FALSE);
        case Event.OwnerChanged change -> {
          reset(Emits.FALSE);
          if (change.isGone()) {
            untold.clear();
            untold.add(new Change.Gone());
          }
        }
        case Event.Closed(var reason) -> {
          known.clear();
          closed = reason;
        }
        case null -> {
          return;
        }
      }
    }
  }

  private void changed(Event.Signal signal) {
    if (!signal.signature().toString().equals(SIGNATURE)) {
      reset(Emits.CONST); // whatever it says
      return;
    }
    Set<String> names = new LinkedHashSet<>();
    ((Map<?, ?>) signal.body().get(1))
        .forEach((name, value) -> {
          names.add((String) name);
          keep((String) name, (Value) value);
        });
    for (var each : (List<?>) signal.body().get(2)) {
      names.add((String) each);
      forgetInvalidated((String) each);
    }
    names.retainAll(properties.keySet()); // others may be told without end
    if (names.isEmpty()) {
      return;
    }
    if (untold.peekLast() instanceof Change.Changed(var before)) {
      untold.removeLast();
      names.addAll(before);
    }
    untold.add(new Change.Changed(Set.copyOf(names)));
  }

  private void forgetInvalidated(String name) {
    var property = properties.get(name);
    if (property != null) {
      known.remove(property);
    }
  }

  /// Forgets everything.
  ///
  /// @param but those that are remembered nevertheless
  private void reset(Emits but) {
    known.keySet().removeIf(property -> property.emits() != but);
    isFilled = false;
    if (untold.peekLast() instanceof Change.Changed) {
      untold.removeLast();
    }
    if (!(untold.peekLast() instanceof Change.Reset)) {
      untold.add(new Change.Reset());
    }
  }

  @Override
  public void close() {
    changes.close();
  }
}
