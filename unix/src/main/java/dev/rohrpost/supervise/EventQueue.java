package dev.rohrpost.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Tells events on a thread of its own, so that a listener that waits, such as one that writes
/// where nobody reads, holds nothing up. When too many wait to be told, the oldest are dropped and
/// counted.
final class EventQueue implements AutoCloseable {
  static final int CAPACITY = 1024;

  /// How long the listener has for what is left at the end.
  private static final Duration LAST_CHANCE = Duration.ofSeconds(2);

  private record Entry(Event event, Instant time) {}

  private final Supervisor.Listener listener;
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
  private final Thread thread;
  private long dropped;
  private boolean closed;

  EventQueue(Supervisor.Listener listener) {
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("rohrpost-events").start(this::tellAll);
  }

  /// Leaves an event to be told; returns at once.
  synchronized void add(Event event) {
    if (waiting.size() == CAPACITY) {
      waiting.removeFirst();
      dropped++;
    }
    waiting.addLast(new Entry(event, Instant.now()));
    notifyAll();
  }

  private void tellAll() {
    for (var entry = next(); entry != null; entry = next()) {
      try {
        listener.told(entry.event(), entry.time());
      } catch (RuntimeException | Error faulty) {
        var thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, faulty);
      }
    }
  }

  private synchronized @Nullable Entry next() {
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        // nobody but the listener itself could have meant that
      }
    }
    if (dropped > 0) {
      var entry = new Entry(new Event.EventsDropped(dropped), Instant.now());
      dropped = 0;
      return entry;
    }
    return waiting.pollFirst();
  }

  /// Waits for a while until all is told. After that, a listener that still waits is left alone.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      var _ = thread.join(LAST_CHANCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
