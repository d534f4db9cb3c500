package dev.rohrpost.dbus;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The calls in flight by their serial. A serial is chosen so that its place is free, so each call
/// is where its serial says. For one thread at a time.
final class SerialTable {
  private static final int FIRST = 16;
  private static final long LAST_SERIAL = 0xffff_ffffL;

  private @Nullable PendingCall[] slots = new @Nullable PendingCall[FIRST];
  private int size;
  private long last = Connector.GREETING;

  int size() {
    return size;
  }

  /// {@return a serial for a message that no reply is expected to}
  long next() {
    last = last == LAST_SERIAL ? 1 : last + 1;
    return last;
  }

  /// Gives a call a serial.
  void add(PendingCall call) {
    if (2 * ++size > slots.length) {
      grow();
    }
    long serial;
    do {
      serial = next();
    } while (slots[slot(serial)] != null);
    call.serial = serial;
    slots[slot(serial)] = call;
  }

  /// {@return the call with a serial; null if there is none}
  @Nullable PendingCall find(long serial) {
    var call = slots[slot(serial)];
    return call != null && call.serial == serial ? call : null;
  }

  /// Takes a call out; does nothing if it is out already.
  void remove(PendingCall call) {
    if (slots[slot(call.serial)] == call) {
      slots[slot(call.serial)] = null;
      size--;
    }
  }

  void forEach(Consumer<PendingCall> action) {
    for (var call : slots) {
      if (call != null) {
        action.accept(call);
      }
    }
  }

  void clear() {
    Arrays.fill(slots, null);
    size = 0;
  }

  /// Two that have different places have different ones among more places, too.
  private void grow() {
    var before = slots;
    slots = new @Nullable PendingCall[2 * before.length];
    for (var call : before) {
      if (call != null) {
        slots[slot(call.serial)] = call;
      }
    }
  }

  private int slot(long serial) {
    return (int) serial & (slots.length - 1);
  }
}
