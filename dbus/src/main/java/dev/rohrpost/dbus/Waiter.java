package dev.rohrpost.dbus;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Something that a thread waits for on a connection, which it reads meanwhile if nobody else does.
/// Everything here is guarded by the lock of the connection.
abstract class Waiter {
  /// The thread that is parked, while it is.
  @Nullable Thread thread;

  /// {@return whether it is there}
  abstract boolean isDone();

  /// Lets the thread look again.
  final void wake() {
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
