package dev.rohrpost.supervise;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a supervisor has to do next: what others have asked for, and what is due.
final class EventLoop {
  /// Something to do, on the thread of the supervisor.
  interface Task {
    void run(Lifecycle lifecycle);
  }

  private static final long FAR_AWAY = Long.MAX_VALUE / 4;

  private record Timer(long at, Task task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.signum(at - other.at); // as System.nanoTime() may overflow
    }

    long remainingNanos() {
      return at - System.nanoTime();
    }
  }

  private final LinkedBlockingQueue<Task> inbox = new LinkedBlockingQueue<>();

  /// Used by the thread of the supervisor only.
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();

  /// Adds what is to be done at once. Any thread may add.
  void add(Task task) {
    inbox.add(task);
  }

  /// Adds what is to be done after a while; for the thread of the supervisor.
  void after(Duration delay, Task task) {
    var nanos = Math.min(delay.toNanos(), FAR_AWAY); // so that differences do not overflow
    timers.add(new Timer(System.nanoTime() + nanos, task));
  }

  /// Waits for what is to be done next.
  Task next() throws InterruptedException {
    while (true) {
      var timer = timers.peek();
      if (timer == null) {
        return inbox.take();
      }
      var task = poll(timer);
      if (task != null) {
        return task;
      }
    }
  }

  /// What is due comes first, so that a flood of requests delays no deadline.
  private @Nullable Task poll(Timer timer) throws InterruptedException {
    var remaining = timer.remainingNanos();
    if (remaining <= 0) {
      timers.remove(timer);
      return timer.task();
    }
    return inbox.poll(remaining, TimeUnit.NANOSECONDS);
  }
}
