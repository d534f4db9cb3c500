package dev.rohrpost.bench.stress;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.Consumer;
import dev.rohrpost.memory.Offer;
import dev.rohrpost.memory.Producer;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.RingSettings;
import dev.rohrpost.memory.RingSettings.Producers;
import dev.rohrpost.memory.WaitStrategy;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A ring whose messages are one number, written twice.
final class SharedRing {
  private static final long TORN = -1;

  final Producer first;
  final Producer second;
  private final Ring ring;
  private final Consumer consumer;

  SharedRing(Producers producers) {
    try {
      var settings = RingSettings.DEFAULT.withCapacity(RingSettings.SMALLEST);
      ring = Ring.create(settings.withProducers(producers));
      consumer = ring.consumer(WaitStrategy.SPIN);
      first = ring.producer(WaitStrategy.SPIN);
      second = producers == Producers.MANY ? ring.producer(WaitStrategy.SPIN) : first;
    } catch (UnixException e) {
      throw new IllegalStateException("no ring to test with", e);
    }
  }

  static void send(Producer producer, long number) {
    try {
      var message = MemorySegment.ofArray(new long[] {number, number});
      var sent = producer.offer(message, Deadline.NEVER);
      if (sent != Offer.SENT) {
        throw new IllegalStateException(sent.name());
      }
    } catch (UnixException | InterruptedException e) {
      throw new IllegalStateException("broken", e);
    }
  }

  /// Takes the next message that is there.
  ///
  /// @return its number, 0 if there is none, -1 if its two halves differ
  long take() {
    var seen = new long[1];
    try {
      var _ =
          consumer.poll(
              (memory, offset, _) -> {
                var number = memory.get(ValueLayout.JAVA_LONG, offset);
                var again = memory.get(ValueLayout.JAVA_LONG, offset + Long.BYTES);
                seen[0] = number == again ? number : TORN;
              },
              1);
      return seen[0];
    } catch (UnixException e) {
      throw new IllegalStateException("broken", e);
    }
  }

  void close() {
    ring.close();
  }
}
