package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoFdLeaks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NoFdLeaks.class)
class WaitingTest {
  private static final Signal OTHER = Signal.realTime(1);

  static Stream<Thread.Builder> kinds() {
    return Stream.of(Thread.ofPlatform().name("platform"), Thread.ofVirtual().name("virtual"));
  }

  /// Two kinds of waiting threads, with another one that reads for them or none.
  static Stream<List<Thread.Builder>> pairs() {
    return kinds().flatMap(one -> kinds().map(two -> List.of(one, two)));
  }

  private static void assertClosed(Taker taker) {
    assertThat(taker.end())
        .isInstanceOfSatisfying(
            UnixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aWaitingThreadGetsItsSignals(Thread.Builder kind) throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN);
        var taker = new Taker(signals, kind)) {
      for (var i = 0; i < 2000; i++) {
        Here.SELF.queue(Signal.RTMIN, i);
        if (i % 2 == 0) { // with somebody waiting, and with some in the queue
          assertThat(taker.next().value()).hasValue(i / 2);
        }
      }
      for (var i = 1000; i < 2000; i++) {
        assertThat(taker.next().value()).hasValue(i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anInterruptEndsTheWaitAndNothingElse(Thread.Builder kind) throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN)) {
      for (var i = 0; i < 300; i++) {
        var taker = new Taker(signals, kind);
        if (i % 2 == 0) {
          Here.SELF.queue(Signal.RTMIN, i);
          assertThat(taker.next().value()).hasValue(i);
        }
        taker.interrupt();
        assertThat(taker.end()).isInstanceOf(InterruptedException.class);
      }
      Here.SELF.queue(Signal.RTMIN, 300);
      assertThat(signals.take(Here.soon())).isPresent();
    }
  }

  @Test
  void aThreadThatIsInterruptedAlreadyTakesNothing() throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN)) {
      Here.SELF.queue(Signal.RTMIN, 1);
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(signals::take);
      assertThat(signals.take().value()).hasValue(1);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void closingEndsTheWait(Thread.Builder kind) throws Exception {
    for (var i = 0; i < 50; i++) {
      var signals = Signals.subscribe(Signal.RTMIN);
      var taker = new Taker(signals, kind);
      if (i % 2 == 0) {
        Here.SELF.queue(Signal.RTMIN, i);
        assertThat(taker.next().value()).hasValue(i);
      }
      signals.close();
      assertClosed(taker);
    }
  }

  @Test
  void aClosedSubscriptionSaysSo() throws Exception {
    var signals = Signals.subscribe(Signal.RTMIN);
    signals.close();
    signals.close();
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(signals::take)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBADF))
        .withMessageContaining("SIGRTMIN (closed)");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whenTheThreadThatReadsIsInterruptedAnotherGoesOn(List<Thread.Builder> kinds)
      throws Exception {
    try (var one = Signals.subscribe(Signal.RTMIN);
        var two = Signals.subscribe(Signal.RTMIN, OTHER);
        var stays = new Taker(two, kinds.get(1))) {
      for (var i = 0; i < 100; i++) {
        var leaves = new Taker(one, kinds.get(0));
        Here.SELF.queue(OTHER, i);
        assertThat(stays.next().value()).hasValue(i);
        leaves.interrupt();
        assertThat(leaves.end()).isInstanceOf(InterruptedException.class);
        Here.SELF.queue(OTHER, -i);
        assertThat(stays.next().value()).hasValue(-i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whenTheSubscriptionOfTheThreadThatReadsIsClosedAnotherGoesOn(List<Thread.Builder> kinds)
      throws Exception {
    try (var two = Signals.subscribe(Signal.RTMIN, OTHER);
        var stays = new Taker(two, kinds.get(1))) {
      for (var i = 0; i < 50; i++) {
        var one = Signals.subscribe(Signal.RTMIN);
        var leaves = new Taker(one, kinds.get(0));
        Here.SELF.queue(Signal.RTMIN, i);
        assertThat(stays.next().value()).hasValue(i);
        assertThat(leaves.next().value()).hasValue(i);
        one.close();
        assertClosed(leaves);
        Here.SELF.queue(OTHER, -i);
        assertThat(stays.next().value()).hasValue(-i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aDeadlineEndsTheWaitWhoeverReads(List<Thread.Builder> kinds) throws Exception {
    try (var one = Signals.subscribe(Signal.RTMIN);
        var two = Signals.subscribe(OTHER);
        var other = new Taker(two, kinds.get(1))) {
      Here.SELF.queue(OTHER, 1);
      other.next();
      var answers = new LinkedBlockingQueue<Boolean>();
      kinds
          .get(0)
          .start(() -> {
            try {
              answers.add(one.take(Deadline.after(Duration.ofMillis(20))).isPresent());
              answers.add(one.take(Deadline.NOW).isPresent());
            } catch (UnixException | InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(answers.poll(Here.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
      assertThat(answers.poll(Here.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
      Here.SELF.queue(OTHER, 2);
      assertThat(other.next().value()).hasValue(2);
    }
  }

  @Test
  void aVirtualThreadMayAskWithoutWaiting() throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN)) {
      var answers = new LinkedBlockingQueue<Boolean>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              answers.add(signals.take(Deadline.NOW).isPresent());
              Here.SELF.queue(Signal.RTMIN, 1);
              while (signals.take(Deadline.NOW).isEmpty()) {
                Thread.onSpinWait(); // another thread may be just reading for this one
              }
              answers.add(true);
            } catch (UnixException | InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(answers.poll(Here.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
      assertThat(answers.poll(Here.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void manyVirtualThreadsShareASubscription() throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN)) {
      var values = new LinkedBlockingQueue<Integer>();
      var threads = new ArrayList<Thread>();
      for (var i = 0; i < 1000; i++) {
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    values.add(signals.take().value().orElseThrow());
                  } catch (UnixException | InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      for (var i = 0; i < 1000; i++) {
        Here.SELF.queue(Signal.RTMIN, i);
      }
      threads.forEach(Here::join);
      assertThat(values)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 1000).boxed().toList());
    }
  }

  @Test
  void aVirtualThreadWithoutACarrierHoldsUpNoPlatformThread() throws Exception {
    try (var one = Signals.subscribe(Signal.RTMIN);
        var two = Signals.subscribe(Signal.TERM);
        var virtual = new Taker(one, Thread.ofVirtual())) {
      Here.SELF.queue(Signal.RTMIN, 1);
      virtual.next();
      var over = new AtomicBoolean();
      var carriers = Runtime.getRuntime().availableProcessors();
      var busy = new CountDownLatch(carriers);
      for (var i = 0; i < carriers; i++) {
        Thread.ofVirtual()
            .start(() -> {
              busy.countDown();
              while (!over.get()) {
                Thread.onSpinWait();
              }
            });
      }
      busy.await();
      try (var platform = new Taker(two)) {
        Here.SELF.send(Signal.TERM);
        assertThat(platform.next().signal()).isEqualTo(Signal.TERM);
      } finally {
        over.set(true);
      }
    }
  }

  @Test
  void threadsThatTakeFromOneSubscriptionShareItsSignals() throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN);
        var one = new Taker(signals);
        var two = new Taker(signals)) {
      for (var i = 0; i < 1000; i++) {
        Here.SELF.queue(Signal.RTMIN, i);
      }
      Here.until(() -> one.size() + two.size() == 1000);
      var all = new ArrayList<Integer>();
      for (var i = one.size(); i > 0; i--) {
        all.add(one.next().value().orElseThrow());
      }
      assertThat(all).isSorted();
      for (var i = two.size(); i > 0; i--) {
        all.add(two.next().value().orElseThrow());
      }
      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 1000).boxed().toList());
    }
  }
}
