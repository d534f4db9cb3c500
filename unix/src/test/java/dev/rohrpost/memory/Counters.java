package dev.rohrpost.memory;

import dev.rohrpost.UnixException;

/// What the programs at a ring tell those who kill them: numbers in a segment of their own.
///
/// @param name of the segment
record Counters(String name, Mapping mapping) implements AutoCloseable {
  /// Who sends.
  static final int SENDER = 0;

  /// How many records it has sent, or how many were handled.
  static final int DONE = 1;

  static Counters create() throws UnixException {
    var name = Peer.newName();
    try (var memory = SharedMemory.create(name, 4096)) {
      return new Counters(name, memory.map(Access.READ_WRITE));
    }
  }

  static Counters open(String name) throws UnixException {
    try (var memory = SharedMemory.open(name, Access.READ_WRITE)) {
      return new Counters(name, memory.map(Access.READ_WRITE));
    }
  }

  long get(int index) {
    return (long) RingLayout.LONG.getAcquire(mapping.bytes(), (long) index * Long.BYTES);
  }

  void set(int index, long value) {
    RingLayout.LONG.setRelease(mapping.bytes(), (long) index * Long.BYTES, value);
  }

  /// Waits until one is higher, for a while.
  void await(int index, long above) {
    var end = System.nanoTime() + Peer.PATIENCE.toNanos();
    while (get(index) <= above && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  void remove() throws UnixException {
    close();
    SharedMemory.remove(name);
  }

  @Override
  public void close() {
    mapping.close();
  }
}
