package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.RingSettings.Consumers;
import dev.rohrpost.memory.RingSettings.Producers;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class RingTest {
  private static final RingSettings SMALL =
      RingSettings.DEFAULT.withCapacity(RingSettings.SMALLEST);
  private static final RingSettings MANY = SMALL.withProducers(Producers.MANY);
  private static final RingSettings EACH = SMALL.withConsumers(Consumers.EACH);

  private static MemorySegment text(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> poll(Consumer consumer) throws UnixException {
    var all = new ArrayList<String>();
    var _ =
        consumer.poll(
            (ring, offset, length) ->
                all.add(
                    new String(
                        ring.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.UTF_8)),
            1000);
    return all;
  }

  @Test
  void messagesOfAnyLengthArriveInOrder() throws Exception {
    try (var ring = Ring.create(SMALL);
        var producer = ring.producer(WaitStrategy.SPIN);
        var consumer = ring.consumer(WaitStrategy.SPIN)) {
      for (var round = 0; round < 3; round++) {
        for (var length = 0; length <= SMALL.longestMessage(); length++) {
          var bytes = new byte[length];
          Arrays.fill(bytes, (byte) length);
          assertThat(producer.offer(MemorySegment.ofArray(bytes))).isEqualTo(Offer.SENT);
          var into = MemorySegment.ofArray(new byte[SMALL.longestMessage()]);
          assertThat(consumer.receive(into, Deadline.NOW)).isEqualTo(Receipt.DELIVERED);
          assertThat(consumer.length()).isEqualTo(length);
          assertThat(into.asSlice(0, length).mismatch(MemorySegment.ofArray(bytes))).isEqualTo(-1);
        }
      }
      var tooLong = MemorySegment.ofArray(new byte[SMALL.longestMessage() + 1]);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> producer.offer(tooLong))
          .withMessageContaining("504");
    }
  }

  @Test
  @Row("RING-01")
  void eachReasonNotToSendIsAResultOfItsOwn() throws Exception {
    try (var ring = Ring.create(SMALL);
        var producer = ring.producer(WaitStrategy.SPIN)) {
      assertThat(producer.offer(text("nobody"))).isEqualTo(Offer.NOBODY_THERE);
      try (var stalled = ring.consumer(WaitStrategy.SPIN)) {
        var sent = 0;
        while (producer.offer(text("message " + sent)) == Offer.SENT) {
          sent++;
        }
        assertThat(sent).isEqualTo(4096 / 24);
        assertThat(producer.offer(text("more"))).isEqualTo(Offer.BACK_PRESSURED);
        assertThat(producer.offer(text("more"), Deadline.after(Duration.ofMillis(5))))
            .isEqualTo(Offer.BACK_PRESSURED);
        var received = poll(stalled);
        assertThat(received).hasSize(sent).startsWith("message 0", "message 1");
        assertThat(producer.offer(text("last"))).isEqualTo(Offer.SENT);
        ring.finish();
        assertThat(producer.offer(text("late"))).isEqualTo(Offer.CLOSED);
        assertThat(poll(stalled)).containsExactly("last");
        assertThat(stalled.receive(text("...."), Deadline.NEVER)).isEqualTo(Receipt.FINISHED);
      }
    }
  }

  @Test
  void aClaimIsWrittenInPlaceAndCommittedOrGivenUp() throws Exception {
    try (var ring = Ring.create(SMALL);
        var producer = ring.producer(WaitStrategy.SPIN);
        var consumer = ring.consumer(WaitStrategy.SPIN)) {
      try (var claim = producer.claim(4)) {
        claim.bytes().copyFrom(text("gone"));
        assertThatIllegalStateException().isThrownBy(() -> producer.claim(1));
      }
      assertThat(poll(consumer)).isEmpty();
      try (var claim = producer.claim(4)) {
        assertThat(claim.result()).isEqualTo(Offer.SENT);
        MemorySegment.copy(text("here"), 0, claim.ring(), claim.offset(), claim.length());
        assertThat(poll(consumer)).isEmpty();
        claim.commit();
        assertThatIllegalStateException().isThrownBy(claim::commit);
        assertThatIllegalStateException().isThrownBy(claim::bytes);
      }
      assertThat(poll(consumer)).containsExactly("here");
    }
  }

  @Test
  void oneMeansOneAndTheNextConsumerGoesOnWhereTheLastOneWas() throws Exception {
    try (var ring = Ring.create(SMALL);
        var other = Ring.adopt(ring.fd().duplicate());
        var producer = ring.producer(WaitStrategy.SPIN)) {
      var consumer = ring.consumer(WaitStrategy.SPIN);
      assertThatExceptionOfType(UnixException.class)
          .isThrownBy(() -> other.consumer(WaitStrategy.SPIN))
          .satisfies(e -> assertThat(e.is(Errno.EBUSY)).isTrue());
      assertThatExceptionOfType(UnixException.class)
          .isThrownBy(() -> other.producer(WaitStrategy.SPIN))
          .withMessageContaining("has one already");
      assertThat(producer.offer(text("one"))).isEqualTo(Offer.SENT);
      assertThat(producer.offer(text("two"))).isEqualTo(Offer.SENT);
      assertThat(consumer.poll((_, _, _) -> {}, 1)).isEqualTo(1);
      assertThat(ring.status()).isEqualTo(new Ring.Status(SMALL, 16, 1, 1));
      consumer.close();
      assertThat(ring.status()).isEqualTo(new Ring.Status(SMALL, 16, 1, 0));
      assertThat(producer.offer(text("three"))).isEqualTo(Offer.NOBODY_THERE);
      try (var next = other.consumer(WaitStrategy.SPIN)) {
        assertThat(poll(next)).containsExactly("two");
      }
    }
  }

  @Test
  void eachConsumerReceivesEverythingSinceItCame() throws Exception {
    try (var ring = Ring.create(EACH);
        var producer = ring.producer(WaitStrategy.SPIN);
        var first = ring.consumer(WaitStrategy.SPIN)) {
      assertThat(producer.offer(text("one"))).isEqualTo(Offer.SENT);
      try (var second = ring.consumer(WaitStrategy.SPIN)) {
        assertThat(producer.offer(text("two"))).isEqualTo(Offer.SENT);
        assertThat(poll(first)).containsExactly("one", "two");
        while (producer.offer(text("flood")) == Offer.SENT) {
          assertThat(poll(first)).containsExactly("flood");
        }
        assertThat(producer.offer(text("slow"))).isEqualTo(Offer.BACK_PRESSURED);
        assertThat(poll(second)).startsWith("two", "flood");
      }
      assertThat(producer.offer(text("three"))).isEqualTo(Offer.SENT);
      assertThat(poll(first)).containsExactly("three");
    }
  }

  @Test
  void thirtyTwoOfEachFindASeat() throws Exception {
    var settings = MANY.withConsumers(Consumers.EACH);
    try (var ring = Ring.create(settings)) {
      for (var i = 0; i < 32; i++) {
        var _ = ring.producer(WaitStrategy.SPIN);
        var _ = ring.consumer(WaitStrategy.SPIN);
      }
      assertThat(ring.status()).isEqualTo(new Ring.Status(settings, 0, 32, 32));
      assertThatExceptionOfType(UnixException.class)
          .isThrownBy(() -> ring.producer(WaitStrategy.SPIN))
          .withMessageContaining("has 32 of them");
    }
  }

  @Test
  void aHandlerThatThrowsHasReceived() throws Exception {
    try (var ring = Ring.create(SMALL);
        var producer = ring.producer(WaitStrategy.SPIN);
        var consumer = ring.consumer(WaitStrategy.SPIN)) {
      assertThat(producer.offer(text("poison"))).isEqualTo(Offer.SENT);
      assertThat(producer.offer(text("fine"))).isEqualTo(Offer.SENT);
      assertThatIllegalStateException()
          .isThrownBy(() ->
              consumer.poll(
                  (_, _, _) -> {
                    throw new IllegalStateException("mine");
                  },
                  1))
          .withMessage("mine");
      assertThatExceptionOfType(UnixException.class)
          .isThrownBy(() -> consumer.receive(text("abc"), Deadline.NOW))
          .satisfies(e -> assertThat(e.is(Errno.EMSGSIZE)).isTrue());
      assertThat(poll(consumer)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PLATFORM, SLEEP",
    "PLATFORM, SPIN",
    "VIRTUAL, SLEEP",
    "VIRTUAL, SPIN",
  })
  void aWaitEndsByMessageDeadlineInterruptOrClose(ThreadKind kind, WaitStrategy waiting)
      throws Exception {
    try (var ring = Ring.create(SMALL);
        var producer = ring.producer(waiting)) {
      var consumer = ring.consumer(waiting);
      var into = MemorySegment.ofArray(new byte[100]);
      var soon = Deadline.after(Duration.ofMillis(10));
      assertThat(kind.start(() -> consumer.receive(into, soon)).result())
          .isEqualTo(Receipt.TIMED_OUT);
      var receiving = kind.start(() -> consumer.receive(into, Deadline.NEVER));
      assertThat(producer.offer(text("wake"))).isEqualTo(Offer.SENT);
      assertThat(receiving.result()).isEqualTo(Receipt.DELIVERED);
      var interrupted = kind.start(() -> consumer.receive(into, Deadline.NEVER));
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      var finished = kind.start(() -> consumer.receive(into, Deadline.NEVER));
      consumer.close();
      assertThat(finished.failure())
          .isInstanceOfSatisfying(UnixException.class, e -> assertThat(e.is(Errno.EBADF)).isTrue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingTheRingWakesWhoSleepsInIt(ThreadKind kind) throws Exception {
    for (var i = 0; i < 20; i++) {
      var ring = Ring.create(SMALL);
      var consumer = ring.consumer(WaitStrategy.SLEEP);
      var into = MemorySegment.ofArray(new byte[100]);
      var receiving = kind.start(() -> consumer.receive(into, Deadline.NEVER));
      if (i % 2 == 0) {
        Thread.onSpinWait();
      }
      ring.close();
      ring.close();
      assertThat(receiving.failure())
          .isInstanceOfSatisfying(UnixException.class, e -> assertThat(e.is(Errno.EBADF)).isTrue());
    }
  }

  /// Whoever wakes changes the word first, and may be killed then: nobody else sees a sleeper.
  @ParameterizedTest
  @EnumSource
  @Row("F01")
  void aSleeperWhoseWakerDiedLooksAgain(ThreadKind kind) throws Exception {
    try (var ring = Ring.create(SMALL);
        var consumer = ring.consumer(WaitStrategy.SLEEP)) {
      var waiting = RingLayout.seat(Seat.FIRST_CONSUMER) + RingLayout.WAITING;
      var into = MemorySegment.ofArray(new byte[100]);
      var receiving = kind.start(() -> consumer.receive(into, Deadline.NEVER));
      while (!RingLayout.INT.compareAndSet(ring.bytes(), waiting, 1, 0)) {
        Thread.onSpinWait();
      }
      ring.finish();
      assertThat(receiving.result()).isEqualTo(Receipt.FINISHED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProducerWaitsForRoom(WaitStrategy waiting) throws Exception {
    try (var ring = Ring.create(SMALL);
        var producer = ring.producer(waiting);
        var consumer = ring.consumer(waiting)) {
      while (producer.offer(text("full")) == Offer.SENT) {
        // Until there is no room.
      }
      var sending =
          ThreadKind.PLATFORM.start(() -> producer.offer(text("patient"), Deadline.NEVER));
      assertThat(consumer.poll((_, _, _) -> {}, 5)).isEqualTo(5);
      assertThat(sending.result()).isEqualTo(Offer.SENT);
      assertThat(poll(consumer)).endsWith("patient");
    }
  }
}
