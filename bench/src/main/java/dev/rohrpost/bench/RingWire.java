package dev.rohrpost.bench;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.Consumer;
import dev.rohrpost.memory.Offer;
import dev.rohrpost.memory.Producer;
import dev.rohrpost.memory.Receipt;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.RingSettings;
import dev.rohrpost.memory.SharedMemory;
import dev.rohrpost.memory.WaitStrategy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Ours: two rings in shared memory, or one, and a buffer in native memory.
final class RingWire implements Wire {

  private final Ring out;
  private final Ring in;
  private final Producer producer;
  private final Consumer consumer;
  private final MemorySegment buffer;

  private RingWire(Ring out, Ring in, WaitStrategy waiting, int size) throws UnixException {
    this.out = out;
    this.in = in;
    this.producer = out.producer(waiting);
    this.consumer = in.consumer(waiting);
    this.buffer = Arena.global().allocate(size);
  }

  /// Makes two rings and starts the partner, which opens them.
  static RingWire to(Partner partner, WaitStrategy waiting, int size) throws IOException {
    var name = "/rohrpost-bench-" + ProcessHandle.current().pid();
    var there = Ring.create(name + "-there", RingSettings.DEFAULT);
    var back = Ring.create(name + "-back", RingSettings.DEFAULT);
    try {
      var wire = new RingWire(there, back, waiting, size);
      var started = partner.startWithOurs(name);
      started.stdout().inputStream().read(); // it has opened them
      return wire;
    } finally {
      SharedMemory.remove(name + "-there");
      SharedMemory.remove(name + "-back");
    }
  }

  /// The other side of them.
  static RingWire opened(String name, WaitStrategy waiting, int size) throws UnixException {
    var wire = new RingWire(Ring.open(name + "-back"), Ring.open(name + "-there"), waiting, size);
    System.out.println();
    return wire;
  }

  @Override
  public void send() throws IOException, InterruptedException {
    if (producer.offer(buffer, Deadline.NEVER) != Offer.SENT) {
      throw new IOException("the other side is gone");
    }
  }

  @Override
  public int receive() throws IOException, InterruptedException {
    return consumer.receive(buffer, Deadline.NEVER) == Receipt.DELIVERED ? consumer.length() : -1;
  }

  @Override
  public void close() {
    out.finish();
    out.close();
    in.close();
  }
}
