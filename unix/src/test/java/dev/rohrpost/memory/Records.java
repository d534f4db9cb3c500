package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// The records of `ring.c`: who sends, its how manieth it is, and bytes that follow from that.
final class Records {
  /// Who sends, and its how manieth.
  static final int HEADER = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Records() {}

  private static long sizeOf(long sequence) {
    return Long.remainderUnsigned(sequence * 2654435761L, 400);
  }

  private static byte byteOf(long sequence, long index) {
    return (byte) (sequence * 31 + index * 7L);
  }

  static MemorySegment record(long sender, long sequence) {
    var bytes = new byte[(int) (HEADER + sizeOf(sequence))];
    var record = MemorySegment.ofArray(bytes);
    record.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, sender);
    record.set(ValueLayout.JAVA_LONG_UNALIGNED, Long.BYTES, sequence);
    for (var i = HEADER; i < bytes.length; i++) {
      bytes[i] = byteOf(sequence, i - HEADER);
    }
    return record;
  }

  static long senderOf(MemorySegment ring, long offset) {
    return ring.get(ValueLayout.JAVA_LONG, offset);
  }

  /// Answers its number if it is whole.
  static long wholeAt(MemorySegment ring, long offset, int length) {
    var sequence = ring.get(ValueLayout.JAVA_LONG, offset + Long.BYTES);
    assertThat(length).isEqualTo(HEADER + sizeOf(sequence));
    for (var i = 0; i < length - HEADER; i++) {
      if (ring.get(ValueLayout.JAVA_BYTE, offset + HEADER + i) != byteOf(sequence, i)) {
        throw new AssertionError("record " + sequence + " is torn at " + i);
      }
    }
    return sequence;
  }

  /// Receives until the ring is finished; a record must be whole, and the next one of its sender.
  ///
  /// @return how many of each sender
  static Map<Long, Long> check(Consumer consumer) throws UnixException, InterruptedException {
    var sequences = new HashMap<Long, Long>();
    while (consumer.receive(
            (ring, offset, length) -> {
              var sender = senderOf(ring, offset);
              var sequence = wholeAt(ring, offset, length);
              assertThat(sequence).isEqualTo(sequences.getOrDefault(sender, 0L));
              sequences.put(sender, sequence + 1);
            },
            Deadline.after(PATIENCE))
        == Receipt.DELIVERED) {
      // More may come.
    }
    return sequences;
  }

  /// Sends a record, also to who is yet to come.
  static Offer send(Producer producer, MemorySegment record)
      throws UnixException, InterruptedException {
    var result = producer.offer(record, Deadline.NEVER);
    while (result == Offer.NOBODY_THERE) {
      LockSupport.parkNanos(10_000);
      result = producer.offer(record, Deadline.NEVER);
    }
    return result;
  }

  /// Sends as 1 until the ring is finished.
  ///
  /// @return how many
  static long sendUntilFinished(Producer producer) throws UnixException, InterruptedException {
    var sequence = 0L;
    while (send(producer, record(1, sequence)) == Offer.SENT) {
      sequence++;
    }
    return sequence;
  }
}
