package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The signals that one subscription has not taken yet: a ring of raw records that grows, because
/// none may be lost. Guarded by the lock of [Receiver].
///
/// There is at most one of each ordinary signal, as in the kernel.
final class Backlog {
  /// The signals that are not merged.
  static final long REAL_TIME = -1L << (Signal.RTMIN.number() - 1);

  private MemorySegment ring;
  private int capacity;
  private int first;
  private int count;
  private long merged;

  Backlog(int capacity) {
    this.capacity = capacity;
    this.ring = allocate(capacity);
  }

  boolean isEmpty() {
    return count == 0;
  }

  int size() {
    return count;
  }

  void add(MemorySegment raw, long at) {
    var bit = bit(raw, at) & ~REAL_TIME;
    if ((merged & bit) != 0) {
      return;
    }
    merged |= bit;
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
    merged &= ~bit(ring, first * RawInfo.SIZE);
    first = (first + 1) % capacity;
    count--;
  }

  private static long bit(MemorySegment raw, long at) {
    return 1L << (RawInfo.signal(raw, at) - 1);
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
