package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventQueueTest {
  private final List<Event> told = new CopyOnWriteArrayList<>();

  @Test
  void whatIsLeftIsToldBeforeItIsClosed() {
    try (var queue = new EventQueue((event, _) -> told.add(event))) {
      for (var i = 1; i <= 100; i++) {
        queue.add(new Event.Ready(i));
      }
    }
    assertThat(told).hasSize(100).last().isEqualTo(new Event.Ready(100));
  }

  @Test
  void aListenerThatWaitsHoldsNobodyUpAndIsToldHowMuchItMissed() throws Exception {
    var inside = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var queue =
        new EventQueue((event, _) -> {
          inside.countDown();
          awaitUninterruptibly(goOn);
          told.add(event);
        })) {
      queue.add(new Event.Ready(0));
      inside.await();
      for (var i = 1; i <= EventQueue.CAPACITY + 5; i++) {
        queue.add(new Event.Ready(i));
      }
      goOn.countDown();
    }
    assertThat(told)
        .hasSize(EventQueue.CAPACITY + 2)
        .startsWith(new Event.Ready(0), new Event.EventsDropped(5), new Event.Ready(6))
        .endsWith(new Event.Ready(EventQueue.CAPACITY + 5));
  }

  @Test
  void aListenerThatNeverReturnsIsLeftAlone() throws Exception {
    var never = new CountDownLatch(1);
    try (var queue = new EventQueue((_, _) -> awaitUninterruptibly(never))) {
      queue.add(new Event.Ready(1));
    }
    never.countDown(); // closing has returned all the same
  }

  @Test
  void whatAListenerThrowsDoesNotEndTheTelling() {
    try (var queue =
        new EventQueue((event, _) -> {
          told.add(event);
          Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
          throw new IllegalStateException("faulty listener");
        })) {
      queue.add(new Event.Ready(1));
      queue.add(new Event.Ready(2));
    }
    assertThat(told).containsExactly(new Event.Ready(1), new Event.Ready(2));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    var interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
