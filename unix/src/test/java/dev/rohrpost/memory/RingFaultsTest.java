package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.RingSettings.Producers;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.Program;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Fault experiments F01 and F05: producers and consumers are killed and stopped, in C because they
/// start fast.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class RingFaultsTest {
  /// On a busy machine fewer: starting a program takes a while then.
  private static final int KILLS = 1000;

  private static final Duration ENOUGH = Duration.ofSeconds(12);
  private static final long SEED = 20_261_123;

  /// The header of the records of `ring.c`: who sends, and its how manieth.
  private static final int RECORD = 16;

  private final String name = Peer.newName();
  private final String log = Peer.newName();
  private Mapping counters;

  @BeforeEach
  void makeLog() throws UnixException {
    try (var memory = SharedMemory.create(log, 4096)) {
      counters = memory.map(Access.READ_WRITE);
    }
  }

  @AfterEach
  void removeAll() throws UnixException {
    counters.close();
    SharedMemory.remove(log);
    SharedMemory.remove(name);
  }

  private long counter(int index) {
    return (long) RingLayout.LONG.getAcquire(counters.bytes(), (long) index * Long.BYTES);
  }

  private static RingSettings settings(Producers producers) {
    return RingSettings.DEFAULT.withCapacity(1 << 14).withProducers(producers);
  }

  private static Child program(String... arguments) throws Exception {
    return Program.of(CProgram.of(RingFaultsTest.class, "ring.c").toString(), arguments).start();
  }

  /// Receives until the ring is finished; a record must be whole, and the next one of its sender.
  private static Map<Long, Long> check(Consumer consumer)
      throws UnixException, InterruptedException {
    var sequences = new HashMap<Long, Long>();
    while (consumer.receive(
            (ring, offset, length) -> {
              var sender = ring.get(ValueLayout.JAVA_LONG, offset);
              var sequence = ring.get(ValueLayout.JAVA_LONG, offset + Long.BYTES);
              assertThat(sequence).isEqualTo(sequences.getOrDefault(sender, 0L));
              assertThat(length).isEqualTo(RECORD + sizeOf(sequence));
              for (var i = 0; i < length - RECORD; i++) {
                if (ring.get(ValueLayout.JAVA_BYTE, offset + RECORD + i)
                    != (byte) (sequence * 31 + i * 7L)) {
                  throw new AssertionError("record " + sequence + " is torn at " + i);
                }
              }
              sequences.put(sender, sequence + 1);
            },
            Deadline.after(Duration.ofSeconds(10)))
        == Receipt.DELIVERED) {
      // More may come.
    }
    return sequences;
  }

  private static long sizeOf(long sequence) {
    return Long.remainderUnsigned(sequence * 2654435761L, 400);
  }

  @ParameterizedTest
  @EnumSource
  @Row("F01")
  void noRecordIsTornOrLostOrDoubledWhenProducersAreKilled(Producers producers) throws Exception {
    var random = new SplittableRandom(SEED);
    try (var ring = Ring.create(name, settings(producers));
        var consumer = ring.consumer(WaitStrategy.SLEEP)) {
      var receiving = ThreadKind.PLATFORM.start(() -> check(consumer));
      var committed = new HashMap<Long, Long>();
      var enough = Deadline.after(ENOUGH);
      var kills = 0;
      for (; kills < KILLS && !enough.hasPassed(); kills++) {
        try (var producer = program("produce", name, log, "0")) {
          if (kills % 2 == 0) {
            awaitCounter(1, kills % 3);
          }
          LockSupport.parkNanos(random.nextLong(2_000_000));
          producer.kill(Signal.KILL);
          var _ = producer.await(Deadline.after(Peer.PATIENCE)).orElseThrow();
          if (counter(0) == producer.pid()) {
            committed.put((long) producer.pid(), counter(1));
          }
        }
        RingLayout.LONG.setRelease(counters.bytes(), 8L, 0L);
      }
      try (var producer = ring.producer(WaitStrategy.SLEEP)) {
        assertThat(producer).isNotNull(); // it tidies up what the last one has left
      }
      ring.finish();
      var received = receiving.result();
      committed.forEach((sender, count) ->
          assertThat(received.getOrDefault(sender, 0L)).isBetween(count, count + 1));
      assertThat(committed).hasSizeGreaterThan(kills / 3);
    }
  }

  private void awaitCounter(int index, long above) {
    var end = System.nanoTime() + Peer.PATIENCE.toNanos();
    while (counter(index) <= above && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /// The program kills itself between two given stores of a claim and commit.
  @ParameterizedTest
  @CsvSource({
    "ONE, 1, 0",
    "ONE, 2, 3",
    "ONE, 3, 3",
    "ONE, 4, 3",
    "ONE, 5, 3",
    "ONE, 6, 3",
    "ONE, 7, 3",
    "ONE, 8, 3",
    "ONE, 5, 73",
    "ONE, 6, 73",
    "ONE, 7, 73",
    "ONE, 8, 73",
    "MANY, 1, 0",
    "MANY, 2, 3",
    "MANY, 3, 3",
    "MANY, 4, 3",
    "MANY, 5, 3",
    "MANY, 6, 3",
    "MANY, 7, 3",
    "MANY, 8, 3",
    "MANY, 5, 73",
    "MANY, 6, 73",
    "MANY, 7, 73",
    "MANY, 8, 73",
  })
  @Row("RING-02")
  void theRingGoesOnAfterADeathAtAnyStore(Producers producers, int step, int before)
      throws Exception {
    try (var ring = Ring.create(name, settings(producers));
        var consumer = ring.consumer(WaitStrategy.SLEEP)) {
      var receiving = ThreadKind.PLATFORM.start(() -> check(consumer));
      try (var dying = program("die", name, Integer.toString(step), Integer.toString(before))) {
        var _ = dying.await(Deadline.after(Peer.PATIENCE)).orElseThrow();
        try (var next = ring.producer(WaitStrategy.SLEEP)) {
          assertThat(next.offer(record(1, 0))).isEqualTo(Offer.SENT);
        }
        ring.finish();
        var received = receiving.result();
        assertThat(received.get(1L)).isEqualTo(1);
        assertThat(received.getOrDefault((long) dying.pid(), 0L))
            .isBetween((long) before, before + (step >= 7 ? 1L : 0L));
      }
    }
  }

  private static MemorySegment record(long sender, long sequence) {
    var bytes = new byte[(int) (RECORD + sizeOf(sequence))];
    var record = MemorySegment.ofArray(bytes);
    record.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, sender);
    record.set(ValueLayout.JAVA_LONG_UNALIGNED, Long.BYTES, sequence);
    for (var i = RECORD; i < bytes.length; i++) {
      bytes[i] = (byte) (sequence * 31 + (i - RECORD) * 7L);
    }
    return record;
  }

  /// What is claimed by a dead producer is skipped although no other producer comes.
  @Test
  @Row("RING-02")
  void aConsumerAloneSkipsWhatADeadProducerHasClaimed() throws Exception {
    try (var ring = Ring.create(name, settings(Producers.MANY));
        var producer = ring.producer(WaitStrategy.SLEEP);
        var consumer = ring.consumer(WaitStrategy.SLEEP)) {
      try (var dying = program("die", name, "6", "0")) {
        var _ = dying.await(Deadline.after(Peer.PATIENCE)).orElseThrow();
      }
      assertThat(producer.offer(record(1, 0))).isEqualTo(Offer.SENT);
      var start = System.nanoTime();
      var into = MemorySegment.ofArray(new byte[RECORD]);
      assertThat(consumer.receive(into, Deadline.NEVER)).isEqualTo(Receipt.DELIVERED);
      assertThat(into.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)).isEqualTo(1);
      assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(2).toNanos());
    }
  }

  @Test
  @Row("F01")
  void noRecordIsLostOrTwiceHandledWhenConsumersAreKilled() throws Exception {
    var random = new SplittableRandom(SEED);
    try (var ring = Ring.create(name, settings(Producers.ONE));
        var producer = ring.producer(WaitStrategy.SLEEP)) {
      var sending = ThreadKind.PLATFORM.start(() -> sendUntilFinished(producer));
      var enough = Deadline.after(ENOUGH);
      var kills = 0;
      for (; kills < KILLS && !enough.hasPassed(); kills++) {
        try (var consumer = program("consume", name, log)) {
          awaitCounter(1, counter(1) + random.nextInt(3));
          LockSupport.parkNanos(random.nextLong(1_000_000));
          consumer.kill(Signal.KILL);
          var status = consumer.await(Deadline.after(Peer.PATIENCE)).orElseThrow();
          assertThat(status.toString()).contains("KILL"); // otherwise it has complained
        }
      }
      ring.finish();
      long sent = sending.result();
      try (var last = program("consume", name, log)) {
        assertThat(last.await(Deadline.after(Peer.PATIENCE)).orElseThrow().toString())
            .isEqualTo("exit status 0");
      }
      assertThat(counter(1)).isEqualTo(sent).isPositive();
    }
  }

  private static long sendUntilFinished(Producer producer)
      throws UnixException, InterruptedException {
    for (var sequence = 0L; ; sequence++) {
      var record = record(1, sequence);
      var result = producer.offer(record, Deadline.NEVER);
      while (result == Offer.NOBODY_THERE) {
        LockSupport.parkNanos(10_000);
        result = producer.offer(record, Deadline.NEVER);
      }
      if (result == Offer.CLOSED) {
        return sequence;
      }
    }
  }

  @Test
  @Row("F05")
  void aStoppedConsumerIsBackPressureAndGoesOnInOrder() throws Exception {
    try (var ring = Ring.create(name, settings(Producers.ONE));
        var producer = ring.producer(WaitStrategy.SLEEP);
        var consumer = program("consume", name, log)) {
      var sequence = 0L;
      while (counter(1) < 10) {
        sequence += producer.offer(record(1, sequence)) == Offer.SENT ? 1 : 0;
      }
      consumer.stop();
      while (producer.offer(record(1, sequence)) == Offer.SENT) {
        sequence++;
      }
      for (var i = 0; i < 5; i++) {
        assertThat(producer.offer(record(1, sequence), Deadline.after(Duration.ofMillis(60))))
            .isEqualTo(Offer.BACK_PRESSURED);
      }
      consumer.resume();
      assertThat(producer.offer(record(1, sequence), Deadline.NEVER)).isEqualTo(Offer.SENT);
      ring.finish();
      assertThat(consumer.await(Deadline.after(Peer.PATIENCE)).orElseThrow().toString())
          .isEqualTo("exit status 0");
      assertThat(counter(1)).isEqualTo(sequence + 1);
    }
  }

  @Test
  @Row("RING-03")
  void aDeadConsumerIsNoticed() throws Exception {
    try (var ring = Ring.create(name, settings(Producers.ONE));
        var producer = ring.producer(WaitStrategy.SLEEP)) {
      try (var consumer = program("consume", name, log)) {
        while (producer.offer(record(1, 0)) == Offer.NOBODY_THERE) {
          Thread.onSpinWait();
        }
        awaitCounter(1, 0);
        consumer.kill(Signal.KILL);
        var _ = consumer.await(Deadline.after(Peer.PATIENCE)).orElseThrow();
      }
      assertThat(ring.status().consumers()).isZero();
      var sequence = 1L;
      var result = Offer.SENT;
      while (result == Offer.SENT) {
        result = producer.offer(record(1, sequence++), Deadline.after(Duration.ofSeconds(5)));
      }
      assertThat(result).isEqualTo(Offer.NOBODY_THERE);
    }
  }
}
