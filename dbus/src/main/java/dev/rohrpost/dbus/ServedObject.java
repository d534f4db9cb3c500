package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.ObjectPath;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path that is served, and the calls of it that wait for their turn. Guarded by the lock of the
/// connection, except where calls are carried out.
final class ServedObject implements IncomingCall.Registration {
  private final Exports exports;
  private final ObjectPath path;
  private final IncomingCall.Handler handler;
  private final ArrayDeque<ServedCall> queue = new ArrayDeque<>(0);

  /// The one that the others wait for.
  private @Nullable ServedCall turn;

  ServedObject(Exports exports, ObjectPath path, IncomingCall.Handler handler) {
    this.exports = exports;
    this.path = path;
    this.handler = handler;
  }

  ObjectPath path() {
    return path;
  }

  IncomingCall.Handler handler() {
    return handler;
  }

  /// Takes a call that came; with the lock.
  void add(ServedCall call) {
    queue.add(call);
    if (turn == null) {
      startNext();
    }
  }

  /// Lets the next call begin although this one has not ended; with the lock.
  void passTurn(ServedCall call) {
    call.hasTurn = false;
    turn = null;
    startNext();
  }

  private void startNext() {
    var next = poll();
    if (next != null) {
      var _ = Thread.ofVirtual().name("rohrpost-dbus-call").start(() -> carryOut(next));
    }
  }

  private @Nullable ServedCall poll() {
    turn = queue.poll();
    if (turn != null) {
      turn.hasTurn = true;
    }
    return turn;
  }

  /// One thread carries out one call after the other, until one gives its turn away.
  private void carryOut(ServedCall first) {
    for (var call = first; call != null; call = after(call)) {
      call.carryOut();
    }
  }

  private @Nullable ServedCall after(ServedCall call) {
    exports.lock().lock();
    try {
      exports.forget(call);
      if (!call.hasTurn) {
        return null;
      }
      call.hasTurn = false; // whatever a handler does with the call later
      return poll();
    } finally {
      exports.lock().unlock();
    }
  }

  /// Takes the calls that have not begun; with the lock.
  List<ServedCall> takeWaiting() {
    var waiting = List.copyOf(queue);
    queue.clear();
    return waiting;
  }

  @Override
  public void close() {
    exports.remove(this);
  }

  @Override
  public String toString() {
    return "served " + path;
  }
}
