package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a subscription changes in the process, and that it all comes back.
@ExtendWith(NoFdLeaks.class)
class RestoringTest {
  private static final SignalSet SOME =
      SignalSet.of(Signal.HUP, Signal.TERM, Signal.USR1, Signal.CHLD, Signal.CONT, Signal.RTMIN);

  private static Map<Integer, SignalSet> masks() {
    var masks = new HashMap<Integer, SignalSet>();
    Here.state(Here.PID).threads().forEach(t -> masks.put(t.tid(), t.blocked().intersection(SOME)));
    return masks;
  }

  private static boolean everyThread(Signal signal, boolean blocks) {
    try {
      for (var thread : ProcFile.list("/proc/self/task")) {
        var status = ProcStatus.read("/proc/self/task/" + thread);
        if (status != null && status.lives() && status.blocked().contains(signal) != blocks) {
          return false;
        }
      }
      return true;
    } catch (UnixException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyThreadBlocksTheSignalUntilTheSubscriptionIsClosed() throws Exception {
    var before = Here.state(Here.PID);
    var masksBefore = masks();
    try (var _ = Signals.subscribe(SOME.signals().toArray(Signal[]::new))) {
      assertThat(everyThread(Signal.RTMIN, true)).isTrue();
      assertThat(everyThread(Signal.USR1, true)).isTrue();
      assertThat(Here.state(Here.PID).caught().intersection(SOME)).isEqualTo(SOME);
    }
    var after = Here.state(Here.PID);
    assertThat(after.caught().intersection(SOME)).isEqualTo(before.caught().intersection(SOME));
    assertThat(after.ignored()).isEqualTo(before.ignored());
    var masksAfter = masks();
    masksAfter.keySet().retainAll(masksBefore.keySet());
    assertThat(masksBefore).containsAllEntriesOf(masksAfter);
  }

  @Test
  void threadsBornMeanwhileGetItBackToo() throws Exception {
    var end = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    try (var _ = Signals.subscribe(Signal.RTMIN)) {
      for (var i = 0; i < 20; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      assertThat(everyThread(Signal.RTMIN, true)).isTrue();
    }
    assertThat(everyThread(Signal.RTMIN, false)).isTrue();
    end.countDown();
    for (var thread : threads) {
      thread.join();
    }
  }

  @Test
  void aThreadThatBlockedTheSignalBeforeGoesOnBlockingIt() throws Exception {
    var ready = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var blocking =
        new FutureTask<>(() -> {
          try (var arena = Arena.ofConfined()) {
            var mask = arena.allocate(SignalH.SIGSET_T);
            mask.set(ValueLayout.JAVA_LONG, 0, SignalSet.of(Signal.RTMIN).bits());
            SignalH.pthread_sigmask(SignalH.SIG_BLOCK, mask, MemorySegment.NULL);
            ready.countDown();
            end.await();
            SignalH.pthread_sigmask(SignalH.SIG_BLOCK, MemorySegment.NULL, mask);
            return new SignalSet(mask.get(ValueLayout.JAVA_LONG, 0));
          }
        });
    Thread.ofPlatform().start(blocking);
    ready.await();
    Signals.subscribe(Signal.RTMIN, Signal.USR1).close();
    end.countDown();
    assertThat(blocking.get().contains(Signal.RTMIN)).isTrue();
    assertThat(blocking.get().contains(Signal.USR1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RTMIN", "USR1", "TERM", "CHLD", "CONT"})
  void whatWasNotTakenIsDiscarded(String name) throws Exception {
    var signal = Signal.parse(name);
    for (var i = 0; i < 20; i++) {
      try (var _ = Signals.subscribe(signal)) {
        Here.SELF.queue(signal, 1);
        Here.SELF.queue(signal, 2);
        assertThat(Here.state(Here.PID).pending().contains(signal)).isTrue();
      }
      try (var signals = Signals.subscribe(signal)) {
        assertThat(signals.take(Deadline.NOW)).isEmpty();
        Here.SELF.queue(signal, 3);
        assertThat(signals.take(Here.soon()).orElseThrow().value()).hasValue(3);
      }
    }
  }

  @Test
  @SuppressWarnings("try") // closing early is what is tested
  void overlappingSubscriptionsKeepWhatTheOthersNeed() throws Exception {
    try (var one = Signals.subscribe(Signal.TERM, Signal.USR1)) {
      try (var two = Signals.subscribe(Signal.USR1, Signal.RTMIN)) {
        one.close();
        Here.SELF.send(Signal.USR1);
        assertThat(two.take(Here.soon()).orElseThrow().signal()).isEqualTo(Signal.USR1);
        assertThat(everyThread(Signal.USR1, true)).isTrue();
      }
      assertThat(everyThread(Signal.USR1, false)).isTrue();
      assertThat(everyThread(Signal.RTMIN, false)).isTrue();
    }
  }

  @Test
  void threadsThatSubscribeAtOnceAreAllServed() throws Exception {
    var barrier = new CyclicBarrier(4);
    var tasks = new ArrayList<FutureTask<Integer>>();
    for (var n = 0; n < 4; n++) {
      var own = Signal.realTime(n);
      tasks.add(new FutureTask<>(() -> subscribeOften(own, barrier)));
    }
    tasks.forEach(Thread.ofPlatform()::start);
    for (var task : tasks) {
      assertThat(task.get()).isEqualTo(30);
    }
    assertThat(masks().values()).allMatch(SignalSet.EMPTY::equals);
  }

  private static int subscribeOften(Signal own, CyclicBarrier barrier) throws Exception {
    for (var i = 0; i < 30; i++) {
      barrier.await();
      try (var signals = Signals.subscribe(own, Signal.USR1)) {
        Here.SELF.queue(own, i);
        var info = signals.take(Here.soon()).orElseThrow();
        assertThat(info.signal()).isEqualTo(own);
        assertThat(info.value()).hasValue(i);
      }
    }
    return 30;
  }

  @Test
  void subscribingWhileThreadsComeAndGoLeavesNoThreadBehindAndLosesNothing() throws Exception {
    try (var _ = Churn.of(Churn::someThreads, Churn::someThreads)) {
      for (var i = 0; i < 50; i++) {
        try (var signals = Signals.subscribe(Signal.RTMIN)) {
          // A thread from before has the mask of before again, just before its end.
          Here.until(() -> everyThread(Signal.RTMIN, true));
          queueThree();
          // Not in order: a thread from before that ends in this moment may put one to the end.
          assertThat(takeThree(signals)).containsExactlyInAnyOrder(1, 2, 3);
        }
      }
    }
  }

  @Test
  void threadsBornAfterwardsDoNotDisturbTheOrder() throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN, Signal.TERM);
        var churn = Churn.of(Churn::someThreads, Churn::someThreads)) {
      for (var i = 0; i < 2000; i++) {
        queueThree();
        assertThat(takeThree(signals)).containsExactly(1, 2, 3);
      }
      assertThat(churn.rounds()).isGreaterThan(1);
    }
  }

  private static void queueThree() throws UnixException {
    for (var value : List.of(1, 2, 3)) {
      Here.SELF.queue(Signal.RTMIN, value);
    }
  }

  private static List<Integer> takeThree(Signals signals) throws Exception {
    var values = new ArrayList<Integer>();
    while (values.size() < 3) {
      values.add(signals.take(Here.soon()).orElseThrow().value().orElseThrow());
    }
    return values;
  }
}
