package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.DbusException;

/// Sends signals that come from one object.
@FunctionalInterface
public interface SignalEmitter {
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
