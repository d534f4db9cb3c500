package dev.rohrpost.messaging;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.Offer;
import dev.rohrpost.memory.Producer;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.WaitStrategy;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sends into a ring in shared memory.
final class RingSender implements Sender {
  private static final String ABILITY =
      "it carries messages of bytes, in the order of their claims";
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

  private final Ring ring;
  private final Producer producer;

  private RingSender(Ring ring, Producer producer) {
    this.ring = ring;
    this.producer = producer;
  }

  /// Waits until somebody receives: a ring takes nothing for nobody.
  static Optional<Sender> open(String name, Deadline deadline)
      throws UnixException, InterruptedException {
    var ring = Ring.open(name);
    try {
      while (ring.status().consumers() == 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (deadline.hasPassed()) {
          ring.close();
          return Optional.empty();
        }
        LockSupport.parkNanos(Math.min(PAUSE, deadline.remainingNanos()));
      }
      return Optional.of(new RingSender(ring, ring.producer(WaitStrategy.SLEEP)));
    } catch (UnixException | InterruptedException e) {
      ring.close();
      throw e;
    }
  }

  @Override
  public boolean keepsBorders() {
    return true;
  }

  @Override
  public Sent send(Message message, Deadline deadline) throws UnixException, InterruptedException {
    message.requirePlain("shm:", ABILITY);
    var body = message.body();
    var longest = ring.settings().longestMessage();
    if (body.length > longest) {
      throw UnixException.of(
          "offer", ring + ", " + body.length + " bytes for up to " + longest, Errno.EMSGSIZE);
    }
    var result = producer.offer(MemorySegment.ofArray(body), deadline);
    return switch (result) {
      case Offer.SENT -> new Sent(body.length, true);
      case Offer.BACK_PRESSURED -> new Sent(0, false);
      case Offer.NOBODY_THERE, Offer.CLOSED ->
          throw UnixException.of("offer", ring.toString(), Errno.EPIPE);
    };
  }

  @Override
  public void close() {
    ring.close();
  }
}
