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
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Producers and consumers in C that die at a chosen moment, or are stopped (fault experiment F05).
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class RingFaultsTest {
  private final String name = Peer.newName();
  private Counters counters;

  @BeforeEach
  void makeLog() throws UnixException {
    counters = Counters.create();
  }

  @AfterEach
  void removeAll() throws UnixException {
    counters.remove();
    SharedMemory.remove(name);
  }

  private static RingSettings settings(Producers producers) {
    return RingSettings.DEFAULT.withCapacity(1 << 14).withProducers(producers);
  }

  private static Child program(String... arguments) throws Exception {
    return Program.of(CProgram.of(RingFaultsTest.class, "ring.c").toString(), arguments).start();
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
      var receiving = ThreadKind.PLATFORM.start(() -> Records.check(consumer));
      try (var dying = program("die", name, Integer.toString(step), Integer.toString(before))) {
        var _ = dying.await(Deadline.after(Peer.PATIENCE)).orElseThrow();
        try (var next = ring.producer(WaitStrategy.SLEEP)) {
          assertThat(next.offer(Records.record(1, 0))).isEqualTo(Offer.SENT);
        }
        ring.finish();
        var received = receiving.result();
        assertThat(received.get(1L)).isEqualTo(1);
        assertThat(received.getOrDefault((long) dying.pid(), 0L))
            .isBetween((long) before, before + (step >= 7 ? 1L : 0L));
      }
    }
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
      assertThat(producer.offer(Records.record(1, 0))).isEqualTo(Offer.SENT);
      var start = System.nanoTime();
      var into = MemorySegment.ofArray(new byte[Records.HEADER]);
      assertThat(consumer.receive(into, Deadline.NEVER)).isEqualTo(Receipt.DELIVERED);
      assertThat(into.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)).isEqualTo(1);
      assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(2).toNanos());
    }
  }

  @Test
  @Row("F05")
  void aStoppedConsumerIsBackPressureAndGoesOnInOrder() throws Exception {
    stall(Duration.ofMillis(300));
  }

  @Test
  @Row("F05")
  @Tag("stress")
  void aConsumerThatIsStoppedForAMinuteCostsNoMemory() throws Exception {
    var before = residentPages();
    stall(Duration.ofMinutes(1));
    assertThat(residentPages() - before).isLessThan(20_000); // of 4 KiB
  }

  private static long residentPages() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]);
  }

  private void stall(Duration time) throws Exception {
    try (var ring = Ring.create(name, settings(Producers.ONE));
        var producer = ring.producer(WaitStrategy.SLEEP);
        var consumer = program("consume", name, counters.name())) {
      var sequence = 0L;
      while (counters.get(Counters.DONE) < 10) {
        sequence += producer.offer(Records.record(1, sequence)) == Offer.SENT ? 1 : 0;
      }
      consumer.stop();
      while (producer.offer(Records.record(1, sequence)) == Offer.SENT) {
        sequence++;
      }
      var next = Records.record(1, sequence);
      var end = Deadline.after(time);
      while (!end.hasPassed()) {
        assertThat(producer.offer(next)).isEqualTo(Offer.BACK_PRESSURED);
        assertThat(producer.offer(next, Deadline.after(Duration.ofMillis(60))))
            .isEqualTo(Offer.BACK_PRESSURED);
      }
      consumer.resume();
      assertThat(producer.offer(next, Deadline.NEVER)).isEqualTo(Offer.SENT);
      ring.finish();
      assertThat(consumer.await(Deadline.after(Peer.PATIENCE)).orElseThrow().toString())
          .isEqualTo("exit status 0");
      assertThat(counters.get(Counters.DONE)).isEqualTo(sequence + 1);
    }
  }

  @Test
  @Row("RING-03")
  void aDeadConsumerIsNoticed() throws Exception {
    try (var ring = Ring.create(name, settings(Producers.ONE));
        var producer = ring.producer(WaitStrategy.SLEEP)) {
      try (var consumer = program("consume", name, counters.name())) {
        while (producer.offer(Records.record(1, 0)) == Offer.NOBODY_THERE) {
          Thread.onSpinWait();
        }
        counters.await(Counters.DONE, 0);
        consumer.kill(Signal.KILL);
        var _ = consumer.await(Deadline.after(Peer.PATIENCE)).orElseThrow();
      }
      assertThat(ring.status().consumers()).isZero();
      var sequence = 1L;
      var result = Offer.SENT;
      while (result == Offer.SENT) {
        result =
            producer.offer(Records.record(1, sequence++), Deadline.after(Duration.ofSeconds(5)));
      }
      assertThat(result).isEqualTo(Offer.NOBODY_THERE);
    }
  }
}
