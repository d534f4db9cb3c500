package dev.rohrpost.rpc;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The calls in flight, in the order in which they were made, and by their xid. Does no I/O, and
/// allocates nothing but to grow. For one thread at a time.
final class CallTable {
  private static final int FIRST = 16;

  private @Nullable PendingCall[] slots = new PendingCall[FIRST];
  private int size;
  private @Nullable PendingCall oldest;
  private @Nullable PendingCall newest;
  private int nextXid = new SecureRandom().nextInt();

  int size() {
    return size;
  }

  @Nullable PendingCall oldest() {
    return oldest;
  }

  /// Gives a call a number that no other one has.
  void add(PendingCall call) {
    do {
      call.xid = nextXid++;
    } while (find(call.xid) != null);
    if (2 * ++size > slots.length) {
      grow();
    }
    put(call);
    call.previous = newest;
    call.next = null;
    if (newest == null) {
      oldest = call;
    } else {
      newest.next = call;
    }
    newest = call;
  }

  @Nullable PendingCall find(int xid) {
    for (var i = slot(xid); ; i = after(i)) {
      var call = slots[i];
      if (call == null || call.xid == xid) {
        return call;
      }
    }
  }

  /// Takes a call out; does nothing if it is out already.
  void remove(PendingCall call) {
    var free = slotOf(call);
    if (free < 0) {
      return;
    }
    size--;
    unlink(call);
    slots[free] = null;
    close(free);
  }

  /// Moves up what would not be found any more behind an empty slot.
  private void close(int empty) {
    var free = empty;
    for (var i = after(free); ; i = after(i)) {
      var call = slots[i];
      if (call == null) {
        return;
      }
      var home = slot(call.xid);
      if (distance(home, i) >= distance(free, i)) {
        slots[free] = call;
        slots[i] = null;
        free = i;
      }
    }
  }

  private int slotOf(PendingCall call) {
    for (var i = slot(call.xid); slots[i] != null; i = after(i)) {
      if (slots[i] == call) {
        return i;
      }
    }
    return -1;
  }

  private void unlink(PendingCall call) {
    if (call.previous == null) {
      oldest = call.next;
    } else {
      call.previous.next = call.next;
    }
    if (call.next == null) {
      newest = call.previous;
    } else {
      call.next.previous = call.previous;
    }
    call.previous = null;
    call.next = null;
  }

  private void put(PendingCall call) {
    var i = slot(call.xid);
    while (slots[i] != null) {
      i = after(i);
    }
    slots[i] = call;
  }

  private void grow() {
    slots = new PendingCall[2 * slots.length];
    for (var call = oldest; call != null; call = call.next) {
      put(call);
    }
  }

  private int slot(int xid) {
    return xid & (slots.length - 1);
  }

  private int after(int slot) {
    return slot(slot + 1);
  }

  private int distance(int from, int to) {
    return slot(to - from);
  }
}
