package dev.rohrpost.signal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The signals that one subscription has not taken yet: a ring of raw records that grows, because
/// none may be lost. Guarded by the lock of [Receiver].
final class Backlog {
  private MemorySegment ring;
  private int capacity;
  private int first;
  private int count;

  Backlog(int capacity) {
    this.capacity = capacity;
    this.ring = allocate(capacity);
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(MemorySegment raw, long at) {
    if (count == capacity) {
      grow();
    }
    var slot = (first + count) % capacity;
    MemorySegment.copy(raw, at, ring, slot * RawInfo.SIZE, RawInfo.SIZE);
    count++;
  }

  /// Copies the oldest one out.
  void take(MemorySegment into) {
    MemorySegment.copy(ring, first * RawInfo.SIZE, into, 0, RawInfo.SIZE);
    first = (first + 1) % capacity;
    count--;
  }

  private void grow() {
    var larger = allocate(2 * capacity);
    var tail = capacity - first;
    MemorySegment.copy(ring, first * RawInfo.SIZE, larger, 0, tail * RawInfo.SIZE);
    MemorySegment.copy(ring, 0, larger, tail * RawInfo.SIZE, first * RawInfo.SIZE);
    ring = larger;
    first = 0;
    capacity *= 2;
  }

  private static MemorySegment allocate(int records) {
    return Arena.ofAuto().allocate(records * RawInfo.SIZE, Long.BYTES);
  }
}
