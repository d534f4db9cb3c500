package dev.rohrpost.cli.map.web;

import dev.rohrpost.cli.map.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Looks again and again while somebody wants to see it, once for all who do.
final class Watching implements AutoCloseable {
  private final Look look;
  private final Duration pause;
  private final Consumer<String> log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Frame newest = Frame.EMPTY;
  private long version;
  private int watchers;
  private boolean closed;

  /// What was there when something had changed.
  ///
  /// @param version higher than that of every earlier one
  record Seen(Frame frame, long version) {}

  /// @param pause between two looks
  /// @param log gets a line when a look has failed; the next may not
  Watching(Look look, Duration pause, Consumer<String> log) {
    this.look = look;
    this.pause = pause;
    this.log = log;
  }

  void start() {
    Thread.ofPlatform().daemon().name("looking").start(this::run);
  }

  private void run() {
    try {
      while (awaitWatcher()) {
        try {
          show(look.once());
        } catch (IOException e) {
          log.accept(String.valueOf(e.getMessage()));
        }
        awaitTime();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitWatcher() throws InterruptedException {
    lock.lock();
    try {
      while (watchers == 0 && !closed) {
        changed.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void awaitTime() throws InterruptedException {
    var left = pause.toNanos();
    lock.lock();
    try {
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void show(Frame frame) {
    lock.lock();
    try {
      newest = frame;
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void join() {
    count(1);
  }

  void leave() {
    count(-1);
  }

  private void count(int more) {
    lock.lock();
    try {
      watchers += more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for something that was seen after a version.
  ///
  /// @return it, or one with the same version if there was none in this time, or if this is closed
  Seen after(long known, Duration patience) throws InterruptedException {
    var left = patience.toNanos();
    lock.lock();
    try {
      while (version == known && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return new Seen(newest, version);
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
