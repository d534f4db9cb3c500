package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Peer;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import java.time.Duration;

/// An object of another program: a path at a destination on a bus, or at a peer. Generated clients
/// call it.
///
/// Descriptors in results belong to the caller. Those that came and were not read are closed, and
/// all of them if there is an exception. Readers run in the middle of reading the connection, and
/// must not make calls.
public interface RemoteObject {
  /// An object behind a bus. Each reply is awaited for 25 seconds, unless another time is set.
  ///
  /// @param bus which carries the calls
  /// @param destination the unique or well-known name of the connection that has the object
  /// @param path of the object
  /// @return the object; nothing is sent before it is called
  /// @throws IllegalArgumentException if the name is not valid
  static RemoteObject of(Bus bus, String destination, ObjectPath path) {
    var name = Names.checkBusName(destination);
    return new CalledObject(bus::call, bus::send, name, path, Bus.PATIENCE);
  }

  /// An object of a peer, without a bus. Each reply is awaited for 25 seconds, unless another time
  /// is set.
  ///
  /// @param peer which has the object
  /// @param path of the object
  /// @return the object; nothing is sent before it is called
  static RemoteObject of(Peer peer, ObjectPath path) {
    return new CalledObject(peer::call, peer::send, null, path, Bus.PATIENCE);
  }

  /// Calls a method, and waits for the reply.
  ///
  /// @param interfaceName of the method
  /// @param member the method
  /// @param signature of the arguments
  /// @param arguments writes them
  /// @param resultSignature of the results; a reply with another one is refused
  /// @param results reads them
  /// @param <T> what the results become
  /// @return what was read
  /// @throws DbusException if the reply is an error, or if there is none that can be read
  /// @throws InterruptedException if the thread is interrupted
  <T> T call(
      String interfaceName,
      String member,
      String signature,
      BodyWriter arguments,
      String resultSignature,
      BodyReader<T> results)
      throws DbusException, InterruptedException;

  /// Calls a method without results, and waits for the reply.
  ///
  /// @param interfaceName of the method
  /// @param member the method
  /// @param signature of the arguments
  /// @param arguments writes them
  /// @throws DbusException if the reply is an error, or if there is none
  /// @throws InterruptedException if the thread is interrupted
  void call(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException;

  /// Calls a method and asks for no reply: nothing tells whether the call was understood.
  ///
  /// @param interfaceName of the method
  /// @param member the method
  /// @param signature of the arguments
  /// @param arguments writes them
  /// @throws DbusException if it cannot be sent
  /// @throws InterruptedException if the thread is interrupted
  void send(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException;

  /// Asks for a property.
  ///
  /// @param interfaceName of the property
  /// @param property its name
  /// @param type its type; a value of another one is refused
  /// @param value reads the value
  /// @param <T> what the value becomes
  /// @return its value
  /// @throws DbusException if the reply is an error, or if there is none that can be read
  /// @throws InterruptedException if the thread is interrupted
  <T> T get(String interfaceName, String property, String type, BodyReader<T> value)
      throws DbusException, InterruptedException;

  /// Sets a property.
  ///
  /// @param interfaceName of the property
  /// @param property its name
  /// @param type its type
  /// @param value writes the value
  /// @throws DbusException if the reply is an error, or if there is none
  /// @throws InterruptedException if the thread is interrupted
  void set(String interfaceName, String property, String type, BodyWriter value)
      throws DbusException, InterruptedException;

  /// {@return the same object, with another time to wait for each reply}
  ///
  /// @param patience how long to wait
  RemoteObject within(Duration patience);
}
