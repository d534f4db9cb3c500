package dev.rohrpost.memory;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.util.concurrent.atomic.AtomicBoolean;

/// What `ring.c` does, with this library: `produce` and `consume`, with the name of a ring and that
/// of the [Counters].
final class RingProgram {
  private RingProgram() {}

  public static void main(String... arguments) throws Exception {
    try (var ring = Ring.open(arguments[1]);
        var counters = Counters.open(arguments[2])) {
      if (arguments[0].equals("produce")) {
        produce(ring, counters);
      } else {
        consume(ring, counters);
      }
    }
  }

  private static void produce(Ring ring, Counters counters)
      throws UnixException, InterruptedException {
    try (var producer = ring.producer(WaitStrategy.SLEEP)) {
      var pid = ProcessHandle.current().pid();
      counters.set(Counters.SENDER, pid);
      var sequence = 0L;
      while (Records.send(producer, Records.record(pid, sequence)) == Offer.SENT) {
        counters.set(Counters.DONE, ++sequence);
      }
    }
  }

  /// A record that was in hand when its consumer was killed comes again.
  private static void consume(Ring ring, Counters counters)
      throws UnixException, InterruptedException {
    try (var consumer = ring.consumer(WaitStrategy.SLEEP)) {
      var first = new AtomicBoolean(true);
      while (consumer.receive(
              (memory, offset, length) -> {
                var sequence = Records.wholeAt(memory, offset, length);
                var handled = counters.get(Counters.DONE);
                var mayComeAgain = first.getAndSet(false);
                if (sequence != handled && !(mayComeAgain && sequence == handled - 1)) {
                  throw new AssertionError("sequence " + sequence + " after " + (handled - 1));
                }
                counters.set(Counters.DONE, sequence + 1);
              },
              Deadline.NEVER)
          == Receipt.DELIVERED) {
        // More may come.
      }
    }
  }
}
