package dev.rohrpost.supervise;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a supervisor has to do next: what others have asked for, and what is due.
final class Agenda {
  /// Something to do, on the thread of the supervisor.
  interface Item {
    void run(Surroundings surroundings);
  }

  private record Timer(long at, Item item) {}

  private final LinkedBlockingQueue<Item> inbox = new LinkedBlockingQueue<>();

  /// Used by the thread of the supervisor only.
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(timer -> timer.at() - System.nanoTime()));

  /// Adds what is to be done at once. Any thread may add.
  void add(Item item) {
    inbox.add(item);
  }

  /// Adds what is to be done after a while; for the thread of the supervisor.
  void after(Duration delay, Item item) {
    timers.add(new Timer(System.nanoTime() + delay.toNanos(), item));
  }

  /// Waits for what is to be done next.
  Item next() throws InterruptedException {
    while (true) {
      var timer = timers.peek();
      if (timer == null) {
        return inbox.take();
      }
      var item = poll(timer);
      if (item != null) {
        return item;
      }
    }
  }

  private @Nullable Item poll(Timer timer) throws InterruptedException {
    var item = inbox.poll(timer.at() - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (item == null && timer.at() - System.nanoTime() <= 0) {
      timers.remove(timer);
      return timer.item();
    }
    return item;
  }
}
