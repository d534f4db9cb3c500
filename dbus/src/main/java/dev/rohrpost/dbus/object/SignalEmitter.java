package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Peer;
import dev.rohrpost.dbus.type.ObjectPath;

/// Sends signals that come from one object.
@FunctionalInterface
public interface SignalEmitter {
  /// Sends to all on a bus who want them. The object need not be exported.
  ///
  /// @param bus which carries the signals
  /// @param path of the object
  /// @return what sends them; nothing is to be closed
  static SignalEmitter of(Bus bus, ObjectPath path) {
    return (interfaceName, member, signature, arguments) ->
        bus.emitWriting(path, interfaceName, member, signature, arguments::write);
  }

  /// Sends to a peer.
  ///
  /// @param peer who gets the signals
  /// @param path of the object
  /// @return what sends them; nothing is to be closed
  static SignalEmitter of(Peer peer, ObjectPath path) {
    return (interfaceName, member, signature, arguments) ->
        peer.emitWriting(path, interfaceName, member, signature, arguments::write);
  }

  /// Sends a signal.
  ///
  /// @param interfaceName of the signal
  /// @param member the signal
  /// @param signature of the arguments
  /// @param arguments writes them
  /// @throws DbusException if it cannot be sent
  /// @throws InterruptedException if the thread is interrupted
  void emit(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException;
}
