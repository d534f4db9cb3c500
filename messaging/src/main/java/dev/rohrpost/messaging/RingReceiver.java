package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.Consumer;
import dev.rohrpost.memory.Receipt;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.WaitStrategy;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Receives from a ring in shared memory.
final class RingReceiver implements Receiver, Consumer.Handler {
  private static final String ABILITY = "it gives messages in the order in which they were sent";

  private final Ring ring;
  private final Consumer consumer;
  private byte[] body = {};

  private RingReceiver(Ring ring, Consumer consumer) {
    this.ring = ring;
    this.consumer = consumer;
  }

  static RingReceiver open(String name, Selection wanted) throws UnixException {
    wanted.requireAny("shm:", ABILITY);
    var ring = Ring.open(name);
    try {
      return new RingReceiver(ring, ring.consumer(WaitStrategy.SLEEP));
    } catch (UnixException e) {
      ring.close();
      throw e;
    }
  }

  @Override
  public boolean keepsBorders() {
    return true;
  }

  @Override
  public Received receive(Deadline deadline) throws UnixException, InterruptedException {
    return switch (consumer.receive(this, deadline)) {
      case Receipt.DELIVERED -> new Received.Data(Message.of(body));
      case Receipt.TIMED_OUT -> new Received.Nothing();
      case Receipt.FINISHED -> new Received.Closed();
    };
  }

  @Override
  public void handle(MemorySegment memory, long offset, int length) {
    body = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, body, 0, length);
  }

  @Override
  public void close() {
    ring.close();
  }
}
