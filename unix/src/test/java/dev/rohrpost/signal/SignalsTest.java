package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.libc.ReservedSignals;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class SignalsTest {
  private static SignalInfo take(Signals signals) throws Exception {
    return signals.take(Here.soon()).orElseThrow(() -> new AssertionError("no signal"));
  }

  @Test
  @Row("SIG-10")
  void aValueArrivesWithItsSender() throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN)) {
      var before = Instant.now().minusMillis(1);
      Here.SELF.queue(Signal.RTMIN, 4242);

      var info = take(signals);

      assertThat(info.signal()).isEqualTo(Signal.RTMIN);
      assertThat(info.value()).hasValue(4242);
      assertThat(info.code()).isEqualTo(-1);
      assertThat(info.codeName()).isEqualTo("SI_QUEUE");
      assertThat(info.pid()).isEqualTo(Here.PID);
      assertThat(info.uid()).isEqualTo(ProcFileTest.userOf("self"));
      assertThat(info.status()).isEmpty();
      assertThat(info.time()).isBetween(before, Instant.now());
      assertThat(info.sender()).contains(Here.SELF);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void everyWayToSendAValueKeepsIt(int value) throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN);
        var pidfd = Target.Pidfd.open(Here.PID).pidfd()) {
      Here.SELF.queue(Signal.RTMIN, value);
      assertThat(take(signals).value()).hasValue(value);
      new Target.Pidfd(pidfd).queue(Signal.RTMIN, value);
      var info = take(signals);
      assertThat(info.value()).hasValue(value);
      assertThat(info.pid()).isEqualTo(Here.PID);
      assertThat(info.uid()).isEqualTo(ProcFileTest.userOf("self"));
    }
  }

  @Test
  void aShellThatKillsIsTheSender() throws Exception {
    try (var signals = Signals.subscribe(Signal.USR1);
        var shell = Foreign.start("sh", "-c", "kill -USR1 " + Here.PID + "; read line")) {
      var info = take(signals);

      assertThat(info.pid()).isEqualTo((int) shell.pid());
      assertThat(info.codeName()).isEqualTo("SI_USER");
      assertThat(info.value()).isEmpty();
    }
  }

  @Test
  @Row("SIG-13")
  void theLowestNumberComesFirst() throws Exception {
    var all = new Signal[] {Signal.realTime(2), Signal.RTMIN, Signal.realTime(1)};
    try (var signals = Signals.subscribe(all)) {
      for (var signal : all) {
        Here.SELF.queue(signal, 1);
      }
      assertThat(take(signals).signal()).isEqualTo(Signal.RTMIN);
      assertThat(take(signals).signal()).isEqualTo(Signal.realTime(1));
      assertThat(take(signals).signal()).isEqualTo(Signal.realTime(2));
    }
  }

  @Test
  void ordinarySignalsAreMergedAndRealTimeSignalsAreNot() throws Exception {
    try (var signals = Signals.subscribe(Signal.WINCH, Signal.RTMIN)) {
      for (var i = 0; i < 3; i++) {
        Here.SELF.send(Signal.WINCH);
        Here.SELF.send(Signal.RTMIN);
      }
      assertThat(List.of(take(signals), take(signals), take(signals), take(signals)))
          .extracting(SignalInfo::signal)
          .containsExactly(Signal.WINCH, Signal.RTMIN, Signal.RTMIN, Signal.RTMIN);
      assertThat(signals.take(Deadline.NOW)).isEmpty();
    }
  }

  @Test
  @Row("SIG-17")
  void otherSignalsThatInterruptTheWaitAreNotNoticed() throws Exception {
    var other = ReservedSignals.waking();
    try (var signals = Signals.subscribe(Signal.RTMIN);
        var taker = new Taker(signals)) {
      Here.untilIn("read", taker.thread());
      for (var i = 0; i < 100; i++) {
        new Target.Tid(Here.PID, taker.thread()).send(other);
      }
      Here.until(() ->
          Here.state(Here.PID).threads().stream().noneMatch(t -> t.pending().contains(other)));
      Here.SELF.queue(Signal.RTMIN, 17);
      assertThat(taker.next().value()).hasValue(17);
    }
  }

  @Test
  @Row("SIG-18")
  void aBlockedSignalIsReceivedThoughSomebodyHasIgnoredIt() throws Exception {
    try (var signals = Signals.subscribe(Signal.USR1)) {
      var ours = Actions.set(Signal.USR1, SignalH.SIG_IGN);
      Here.SELF.send(Signal.USR1);
      assertThat(take(signals).signal()).isEqualTo(Signal.USR1);
      Actions.restore(Signal.USR1, ours);
    }
  }

  @Test
  @Row("SIG-19")
  void theHandlerFromBeforeIsNotCalledUntilTheSubscriptionIsClosed() throws Exception {
    var calls = new AtomicInteger();
    var before = JvmSignals.handle(Signal.WINCH, JvmSignals.handler(_ -> calls.incrementAndGet()));
    try {
      try (var signals = Signals.subscribe(Signal.WINCH)) {
        Here.SELF.send(Signal.WINCH);
        assertThat(take(signals).signal()).isEqualTo(Signal.WINCH);
      }
      Here.SELF.send(Signal.WINCH);
      Here.until(() -> calls.get() > 0);
      assertThat(calls).hasValue(1);
    } finally {
      JvmSignals.handle(Signal.WINCH, before);
    }
  }

  @Test
  void aDeadlineEndsTheWait() throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN)) {
      var start = System.nanoTime();
      assertThat(signals.take(Deadline.after(Duration.ofMillis(20)))).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(20));
      assertThat(signals.take(Deadline.NOW)).isEmpty();
      Here.SELF.queue(Signal.RTMIN, 5);
      assertThat(take(signals).value()).hasValue(5);
    }
  }

  @Test
  @SuppressWarnings("try") // closing early is what is tested
  void anIteratorEndsWhenTheSubscriptionIsClosed() throws Exception {
    var values = new ArrayList<Integer>();
    try (var signals = Signals.subscribe(Signal.RTMIN)) {
      IntStream.range(0, 5).forEach(i -> queue(Signal.RTMIN, i));
      for (var info : signals) {
        values.add(info.value().orElseThrow());
        if (values.size() == 5) {
          signals.close();
        }
      }
      assertThat(values).containsExactly(0, 1, 2, 3, 4);
      var iterator = signals.iterator();
      assertThat(iterator.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
    }
  }

  @Test
  void anIteratorEndsWhenTheThreadIsInterrupted() throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN)) {
      queue(Signal.RTMIN, 1);
      Thread.currentThread().interrupt();
      assertThat(signals.iterator().hasNext()).isFalse();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(signals.iterator().next().value()).hasValue(1);
    }
  }

  private static void queue(Signal signal, int value) {
    try {
      Here.SELF.queue(signal, value);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eachSubscriberGetsEverySignal() throws Exception {
    try (var one = Signals.subscribe(Signal.RTMIN, Signal.USR1);
        var two = Signals.subscribe(Signal.RTMIN);
        var three = Signals.subscribe(Signal.RTMIN);
        var taker = new Taker(three)) {
      for (var i = 0; i < 1000; i++) {
        Here.SELF.queue(Signal.RTMIN, i);
      }
      Here.SELF.send(Signal.USR1);
      for (var i = 0; i < 1000; i++) {
        assertThat(take(two).value()).hasValue(i);
        assertThat(taker.next().value()).hasValue(i);
      }
      assertThat(take(one).signal()).isIn(Signal.USR1, Signal.RTMIN);
    }
  }

  @Test
  void aSubscriberThatDoesNotTakeHoldsUpNobodyAndLosesNothing() throws Exception {
    try (var slow = Signals.subscribe(Signal.RTMIN);
        var fast = Signals.subscribe(Signal.realTime(1));
        var taker = new Taker(fast)) {
      for (var i = 0; i < 40_000; i++) { // more than is kept for one subscription
        queue(Signal.RTMIN, i);
      }
      queue(Signal.realTime(1), 7);
      assertThat(taker.next().value()).hasValue(7);
      Here.until(() -> Here.state(Here.PID).pending().contains(Signal.RTMIN));
      queue(Signal.realTime(1), 8);
      assertThat(taker.next().value()).hasValue(8);
      for (var i = 0; i < 40_000; i++) {
        assertThat(take(slow).value().orElseThrow()).isEqualTo(i);
      }
    }
  }

  @Test
  void signalsTakenFromTheKernelForSomebodyElseAreMergedLikeThere() throws Exception {
    try (var slow = Signals.subscribe(Signal.USR1);
        var fast = Signals.subscribe(Signal.USR1);
        var taker = new Taker(fast)) {
      for (var i = 0; i < 100; i++) {
        Here.SELF.send(Signal.USR1);
        assertThat(taker.next().signal()).isEqualTo(Signal.USR1);
      }
      assertThat(take(slow).signal()).isEqualTo(Signal.USR1);
      assertThat(slow.take(Deadline.NOW)).isEmpty();
    }
  }

  @Test
  void aChildsEndIsToldWithItsStatus() throws Exception {
    try (var signals = Signals.subscribe(Signal.CHLD)) {
      for (var expected :
          Map.of("exit 7", "CLD_EXITED 7", "kill -9 $$", "CLD_KILLED 9").entrySet()) {
        try (var shell = Foreign.start("sh", "-c", expected.getKey())) {
          var info = take(signals);
          assertThat(info.pid()).isEqualTo((int) shell.pid());
          assertThat(info.codeName() + " " + info.status().orElseThrow())
              .isEqualTo(expected.getValue());
          assertThat(shell.await(Here.PATIENCE).status()).isIn(7, 137);
        }
      }
    }
  }
}
