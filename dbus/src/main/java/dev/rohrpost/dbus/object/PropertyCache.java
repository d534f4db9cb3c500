package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.MatchRule;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An object of a peer whose properties are remembered, of one interface. Generated clients call it
/// as any other object:
///
/// ```java
/// try (var cache = PropertyCache.of(bus, "org.bluez", path, Adapter1.INTERFACE, Adapter1.PROPERTIES)) {
///   var adapter = new Adapter1.Client(cache);
///   do {
///     show(adapter.powered());                 // from memory, unless it has changed
///   } while (!(cache.take(deadline).orElseThrow() instanceof PropertyCache.Change.Closed));
/// }
/// ```
///
/// What is answered from memory is what the object has told last, as far as it has come to this
/// process: signals are taken in before each answer. Which properties are remembered is what the
/// annotation `EmitsChangedSignal` says: those with `true` and `const` are, those with
/// `invalidates` until they are invalidated, those with `false` never. Also never: values with
/// descriptors, and properties that are not declared. What is not remembered is asked for, as
/// without a cache. A property that was set here is asked for again.
///
/// Nothing is asked for before it is wanted; then all properties are, at once. When the name has
/// another owner, signals are missing, or the connection was renewed, nothing is remembered any
/// more. Any number of threads use it at once. It has no thread, and keeps 1,000 signals at the
/// most.
public final class PropertyCache implements RemoteObject, AutoCloseable {
  private static final int CAPACITY = 1000;

  private final RemoteObject remote;
  private final PropertyMemory memory;

  private PropertyCache(RemoteObject remote, PropertyMemory memory) {
    this.remote = remote;
    this.memory = memory;
  }

  /// What a cache tells. What is not taken is put together: there is one [Changed] for many.
  public sealed interface Change {
    /// Properties have, or may have, another value.
    ///
    /// @param properties their names; only of those that are declared
    record Changed(Set<String> properties) implements Change {}

    /// Everything may be different: the object has another owner, the connection was renewed, or
    /// signals are missing.
    record Reset() implements Change {}

    /// Nobody has the name of the object any more.
    record Gone() implements Change {}

    /// Nothing comes any more, and nothing is remembered.
    ///
    /// @param reason why
    record Closed(String reason) implements Change {}
  }

  /// Begins to remember. Neither the object nor its service needs to be there.
  ///
  /// @param bus which carries the calls
  /// @param destination the unique or well-known name of the connection that has the object
  /// @param path of the object
  /// @param interfaceName of the properties
  /// @param properties which there are, such as `PROPERTIES` of a generated interface
  /// @return the cache; the caller closes it
  /// @throws DbusException as [Bus#subscribe]
  /// @throws IllegalArgumentException if a name is not valid
  /// @throws InterruptedException if the thread is or gets interrupted
  public static PropertyCache of(
      Bus bus,
      String destination,
      ObjectPath path,
      String interfaceName,
      List<PropertyType> properties)
      throws DbusException, InterruptedException {
    var remote = RemoteObject.of(bus, destination, path);
    var rule =
        MatchRule.signal()
            .sender(destination)
            .path(path)
            .interfaceName(ObjectProperties.NAME)
            .member(ObjectProperties.CHANGED)
            .argument(0, interfaceName);
    var changes = bus.subscribe(rule, CAPACITY);
    return new PropertyCache(remote, new PropertyMemory(changes, interfaceName, properties));
  }

  /// Tells the value of a property, from memory or from the object.
  ///
  /// @param property its name; one that is declared
  /// @return its value
  /// @throws DbusException if the object was asked and the reply is an error, or there is none
  /// @throws IllegalArgumentException if no such property is declared
  /// @throws InterruptedException if the thread is or gets interrupted
  public Value get(String property) throws DbusException, InterruptedException {
    return memory.get(remote, property);
  }

  @Override
  public <T> T get(String interfaceName, String property, String type, BodyReader<T> value)
      throws DbusException, InterruptedException {
    var kept = memory.kept(interfaceName, property);
    var known = kept == null ? Optional.<Value>empty() : memory.known(remote, kept);
    if (known.isEmpty() || !known.get().type().toString().equals(type)) {
      return remote.get(interfaceName, property, type, value);
    }
    var kind = known.get().type();
    var message = new WrittenMessage(kind.signature());
    message.encoder().value(kind, known.get().content());
    return message.read(value);
  }

  @Override
  public void set(String interfaceName, String property, String type, BodyWriter value)
      throws DbusException, InterruptedException {
    try {
      remote.set(interfaceName, property, type, value);
    } finally {
      var kept = memory.kept(interfaceName, property);
      if (kept != null) {
        memory.forget(kept);
      }
    }
  }

  /// Waits for the next change until a deadline.
  ///
  /// @param deadline when to give up
  /// @return the change; empty if the deadline passed; [Change.Closed] when no other one comes any
  ///   more, each time
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public Optional<Change> take(Deadline deadline) throws InterruptedException {
    return memory.take(deadline);
  }

  @Override
  public <T> T call(
      String interfaceName,
      String member,
      String signature,
      BodyWriter arguments,
      String resultSignature,
      BodyReader<T> results)
      throws DbusException, InterruptedException {
    return remote.call(interfaceName, member, signature, arguments, resultSignature, results);
  }

  @Override
  public void call(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException {
    remote.call(interfaceName, member, signature, arguments);
  }

  @Override
  public void send(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException {
    remote.send(interfaceName, member, signature, arguments);
  }

  /// {@return the same cache, with another time to wait for each reply; closing one closes both}
  @Override
  public PropertyCache within(Duration patience) {
    return new PropertyCache(remote.within(patience), memory);
  }

  /// Ends the subscription. Properties can still be asked for. Closing again does nothing.
  @Override
  public void close() {
    memory.close();
  }

  @Override
  public String toString() {
    return "properties of " + remote;
  }
}
