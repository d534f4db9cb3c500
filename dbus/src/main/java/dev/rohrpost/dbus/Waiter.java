package dev.rohrpost.dbus;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Something that a thread waits for on a connection, which it reads meanwhile if nobody else does.
/// Everything here is guarded by the lock of the connection.
abstract class Waiter {
  /// The thread that is parked, while it is.
  @Nullable Thread thread;

  /// Why it will not come any more, although there may be a connection again.
  @Nullable IOException lost;

  /// {@return whether it is there}
  abstract boolean isDone();

  /// {@return whether it may still come when the connection was lost and is renewed}
  boolean outlivesLoss() {
    return false;
  }

  /// Lets the thread look again.
  final void wake() {
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
