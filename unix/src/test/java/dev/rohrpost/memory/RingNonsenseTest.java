package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.RingSettings.Consumers;
import dev.rohrpost.memory.RingSettings.Producers;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A neighbour writes the worst number into each place of a ring on which the others rely. Nobody
/// waits for ever, keeps the lock or leaves the ring because of it.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class RingNonsenseTest {
  private static final RingSettings SMALL =
      RingSettings.DEFAULT.withCapacity(RingSettings.SMALLEST);
  private static final RingSettings MANY = SMALL.withProducers(Producers.MANY);
  private static final RingSettings EACH = SMALL.withConsumers(Consumers.EACH);
  private static final long SHORTEST_SKIP = RingLayout.SKIP | RingLayout.HEADER;
  private static final MemorySegment MESSAGE = MemorySegment.ofArray(new byte[8]);

  /// Of the neighbour, of each ring that was made; the last one comes first.
  private final Deque<Mapping> mappings = new ArrayDeque<>();

  @AfterEach
  void unmap() {
    mappings.forEach(Mapping::close);
  }

  private Ring make(RingSettings settings) throws UnixException {
    var ring = Ring.create(settings);
    mappings.push(Mapping.of(ring.fd(), RingLayout.fileSize(settings), Access.READ_WRITE));
    return ring;
  }

  private MemorySegment hostile() {
    return mappings.getFirst().bytes();
  }

  private void write(long place, long value) {
    RingLayout.LONG.setVolatile(hostile(), place, value);
  }

  private void fillRecords(long word) {
    for (var at = RingLayout.DATA; at < hostile().byteSize(); at += Long.BYTES) {
      write(at, word);
    }
  }

  private static void isBroken(ThrowingCallable call) {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(Errno.EBADMSG));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofMillis(300));
  }

  /// Words that do not advance, go back, go on for ever, or are no records.
  @ParameterizedTest
  @ValueSource(
      longs = {
        RingLayout.SKIP,
        RingLayout.SKIP | RingLayout.HEADER,
        RingLayout.SKIP | 12,
        RingLayout.SKIP | 0xffff_fff8L,
        RingLayout.MESSAGE,
        RingLayout.MESSAGE | 0x7fff_ffff,
        RingLayout.MESSAGE | 0x7fff_fff8,
        RingLayout.MESSAGE | 0xffff_ffffL,
        3L << 32,
        7,
        -1,
        Long.MIN_VALUE,
      })
  void aPlaceIsNotTakenBehindNonsense(long word) throws Exception {
    try (var ring = make(SMALL)) {
      fillRecords(word);
      var start = System.nanoTime();
      isBroken(() -> ring.producer(WaitStrategy.SLEEP));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(hostile().get(ValueLayout.JAVA_INT, RingLayout.LOCK)).isZero();
      fillRecords(0);
      try (var producer = ring.producer(WaitStrategy.SLEEP)) {
        assertThat(producer.offer(MESSAGE)).isEqualTo(Offer.NOBODY_THERE);
      }
    }
  }

  /// What one claim can leave is counted: a record, or one behind what is skipped.
  @Test
  void whatOneClaimHasLeftIsCounted() throws Exception {
    try (var ring = make(SMALL)) {
      write(RingLayout.DATA, SHORTEST_SKIP);
      write(RingLayout.DATA + 8, RingLayout.MESSAGE | 3);
      try (var producer = ring.producer(WaitStrategy.SPIN)) {
        assertThat(producer.offer(MESSAGE)).isEqualTo(Offer.NOBODY_THERE);
        assertThat(ring.status().used()).isEqualTo(24);
      }
      write(RingLayout.DATA + 24, SHORTEST_SKIP);
      write(RingLayout.DATA + 32, SHORTEST_SKIP);
      write(RingLayout.DATA + 40, SHORTEST_SKIP);
      isBroken(() -> ring.producer(WaitStrategy.SPIN));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRingOfWordsToSkipIsNoMessage(WaitStrategy waiting) throws Exception {
    try (var ring = make(SMALL);
        var consumer = ring.consumer(waiting)) {
      fillRecords(SHORTEST_SKIP);
      isBroken(() -> consumer.receive(MESSAGE, soon()));
      isBroken(() -> consumer.poll((_, _, _) -> {}, Integer.MAX_VALUE));
    }
  }

  /// The neighbour also moves the tail on, so that skipping is never provably wrong.
  @ParameterizedTest
  @CsvSource({
    "PLATFORM, SLEEP",
    "PLATFORM, SPIN",
    "VIRTUAL, SLEEP",
    "VIRTUAL, SPIN",
  })
  void whoSkipsForEverEndsByDeadlineInterruptAndClose(ThreadKind kind, WaitStrategy waiting)
      throws Exception {
    try (var ring = make(SMALL)) {
      var consumer = ring.consumer(waiting);
      fillRecords(SHORTEST_SKIP);
      var memory = hostile();
      whileANeighbour(
          () -> write(RingLayout.TAIL, (long) RingLayout.LONG.getVolatile(memory, Seat.head(0))),
          () -> {
            assertEnds(kind.start(() -> consumer.receive(MESSAGE, soon())));
            var interrupted = kind.start(() -> consumer.receive(MESSAGE, Deadline.NEVER));
            interrupted.interrupt();
            assertEnds(interrupted);
            var closed = kind.start(() -> consumer.receive(MESSAGE, Deadline.NEVER));
            consumer.close();
            assertEnds(closed);
          });
    }
  }

  /// Whether by a result or by an exception is the neighbour's choice here.
  private static void assertEnds(Task<?> task) throws InterruptedException {
    try {
      var _ = task.result();
    } catch (AssertionError e) {
      assertThat(e.getCause()).isInstanceOfAny(UnixException.class, InterruptedException.class);
    }
  }

  /// The neighbour writes again and again meanwhile.
  private static void whileANeighbour(Runnable writes, ThrowingCallable test) throws Exception {
    var stop = new AtomicBoolean();
    Task<Boolean> neighbour =
        ThreadKind.PLATFORM.start(() -> {
          while (!stop.get()) {
            writes.run();
          }
          return true;
        });
    try {
      assertThatCode(test).doesNotThrowAnyException();
    } finally {
      stop.set(true);
      assertThat(neighbour.result()).isTrue();
    }
  }

  /// Whatever the neighbour makes of the word on which one sleeps.
  @ParameterizedTest
  @EnumSource
  void aSleeperIsClosedAlthoughTheNeighbourPutsItToSleepAgain(ThreadKind kind) throws Exception {
    var word = RingLayout.seat(Seat.FIRST_CONSUMER) + RingLayout.WAITING;
    for (var i = 0; i < 50; i++) {
      try (var ring = make(SMALL)) {
        var consumer = ring.consumer(WaitStrategy.SLEEP);
        var memory = hostile();
        whileANeighbour(
            () -> RingLayout.INT.setVolatile(memory, word, 1),
            () -> {
              var receiving = kind.start(() -> consumer.receive(MESSAGE, Deadline.NEVER));
              consumer.close();
              assertThat(receiving.failure()).isInstanceOf(UnixException.class);
            });
      }
    }
  }

  @Test
  void aTailThatIsNoPlaceForARecordIsRefused() throws Exception {
    for (var settings : new RingSettings[] {SMALL, MANY, EACH}) {
      try (var ring = make(settings)) {
        write(RingLayout.TAIL, 5);
        isBroken(() -> ring.consumer(WaitStrategy.SLEEP));
        isBroken(() -> {
          try (var producer = ring.producer(WaitStrategy.SPIN)) {
            write(RingLayout.PRESENT, 1);
            var _ = producer.offer(MESSAGE);
          }
        });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-8, 1L << 20, Long.MAX_VALUE - 7, Long.MIN_VALUE, -(1L << 40)})
  void aTailThatIsFarFromTheConsumerIsRefused(long tail) throws Exception {
    try (var ring = make(MANY);
        var consumer = ring.consumer(WaitStrategy.SLEEP);
        var producer = ring.producer(WaitStrategy.SPIN)) {
      assertThat(producer.offer(MESSAGE)).isEqualTo(Offer.SENT);
      assertThat(consumer.receive(MESSAGE, soon())).isEqualTo(Receipt.DELIVERED);
      write(RingLayout.TAIL, tail);
      isBroken(() -> producer.offer(MESSAGE));
      if (tail != -8) { // as one whose producer has not counted its last record yet
        isBroken(() -> consumer.receive(MESSAGE, soon()));
      }
    }
  }

  /// Positions may be anywhere, also where they become negative.
  @Test
  void positionsGoOnBeyondTheLargestNumber() throws Exception {
    var last = Long.MAX_VALUE - 7;
    for (var settings : new RingSettings[] {SMALL, MANY}) {
      try (var ring = make(settings)) {
        write(RingLayout.TAIL, last);
        write(Seat.head(0), last);
        try (var consumer = ring.consumer(WaitStrategy.SLEEP);
            var producer = ring.producer(WaitStrategy.SLEEP)) {
          for (var i = 0; i < 1_000; i++) {
            assertThat(producer.offer(MESSAGE)).isEqualTo(Offer.SENT);
            assertThat(consumer.receive(MESSAGE, soon())).isEqualTo(Receipt.DELIVERED);
          }
          while (producer.offer(MESSAGE) == Offer.SENT) {
            // Until it is full: nothing is overwritten.
          }
          assertThat(ring.status().used()).isLessThanOrEqualTo(SMALL.capacity());
        }
      }
    }
  }

  /// It is not to be told from one that was stopped while it had the lock.
  @ParameterizedTest
  @EnumSource
  void aLockOfSomebodyWhoLivesHoldsUpNoDeadlineInterruptOrClose(WaitStrategy waiting)
      throws Exception {
    try (var ring = make(MANY);
        var _ = ring.consumer(WaitStrategy.SLEEP);
        var _ = ring.producer(waiting)) {
      var producer = ring.producer(waiting);
      var ticket = (int) RingLayout.INT.get(hostile(), RingLayout.seat(1) + RingLayout.TICKET);
      RingLayout.INT.setVolatile(hostile(), RingLayout.LOCK, ticket);
      var start = System.nanoTime();
      assertThat(producer.offer(MESSAGE, soon())).isEqualTo(Offer.BACK_PRESSURED);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      var interrupted = ThreadKind.PLATFORM.start(() -> producer.offer(MESSAGE, Deadline.NEVER));
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      var closed = ThreadKind.PLATFORM.start(() -> producer.offer(MESSAGE, Deadline.NEVER));
      producer.close();
      assertThat(closed.failure()).isInstanceOf(UnixException.class);
    }
  }

  /// The only producer has died between committing and counting; its record was received already.
  @ParameterizedTest
  @EnumSource
  void aConsumerMayBeAheadOfTheTailByOneClaim(WaitStrategy waiting) throws Exception {
    try (var ring = make(SMALL)) {
      try (var consumer = ring.consumer(waiting)) {
        write(RingLayout.DATA, RingLayout.MESSAGE | 8);
        assertThat(consumer.receive(MESSAGE, soon())).isEqualTo(Receipt.DELIVERED);
        assertThat(consumer.receive(MESSAGE, soon())).isEqualTo(Receipt.TIMED_OUT);
      }
      try (var consumer = ring.consumer(waiting);
          var producer = ring.producer(waiting)) {
        assertThat(producer.offer(MESSAGE)).isEqualTo(Offer.SENT);
        assertThat(consumer.receive(MESSAGE, soon())).isEqualTo(Receipt.DELIVERED);
      }
    }
  }

  /// The one in C keeps to the same page.
  @ParameterizedTest
  @ValueSource(
      longs = {
        RingLayout.SKIP,
        RingLayout.SKIP | RingLayout.HEADER,
        RingLayout.SKIP | 0xffff_fff8L,
        RingLayout.MESSAGE | 0xffff_ffffL,
        -1,
      })
  void aParticipantInCEndsAtNonsenseToo(long word) throws Exception {
    var back = Ring.create(SMALL);
    try (back;
        var ring = make(SMALL)) {
      fillRecords(word);
      var program = CProgram.of(RingNonsenseTest.class, "ring.c").toString();
      try (var echo =
          Program.of(program, "echo", "3", "4")
              .withDescriptor(3, new Redirect.To(ring.fd()))
              .withDescriptor(4, new Redirect.To(back.fd()))
              .withErrors(Redirect.DISCARD)
              .start()) {
        assertThat(echo.await(Deadline.after(Peer.PATIENCE)).orElseThrow().toString())
            .isEqualTo("exit status 1");
      }
    }
  }
}
