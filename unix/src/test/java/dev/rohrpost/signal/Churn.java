package dev.rohrpost.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Work that goes on in the background until it is closed.
final class Churn implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong rounds = new AtomicLong();
  private volatile boolean over;

  private Churn() {}

  interface Work {
    void once() throws Exception;
  }

  static Churn of(Work... works) {
    var churn = new Churn();
    for (var work : works) {
      churn.threads.add(Thread.ofPlatform().daemon().start(() -> churn.run(work)));
    }
    Here.until(() -> churn.rounds() > 0);
    return churn;
  }

  /// Starts threads and waits for their end.
  static Churn ofThreads() {
    return of(Churn::someThreads);
  }

  static void someThreads() throws InterruptedException {
    var some = new ArrayList<Thread>();
    for (var i = 0; i < 8; i++) {
      some.add(Thread.ofPlatform().start(Thread::yield));
    }
    for (var thread : some) {
      thread.join();
    }
  }

  private void run(Work work) {
    while (!over) {
      try {
        work.once();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      rounds.incrementAndGet();
    }
  }

  long rounds() {
    return rounds.get();
  }

  @Override
  public void close() {
    over = true;
    threads.forEach(Here::join);
  }
}
