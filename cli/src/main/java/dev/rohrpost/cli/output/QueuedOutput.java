package dev.rohrpost.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// An output that never makes the caller wait: a daemon thread writes what is offered, in its
/// order. If nobody reads, the oldest lines are dropped, and a line in their place says how many.
///
/// It needs an [OutputStream] of its own: the thread may be inside a write when this is closed.
public final class QueuedOutput {
  /// How many characters may wait; some ten thousand lines.
  public static final int MOST = 1 << 20;

  private final OutputStream out;
  private final LongFunction<String> dropped;
  private final Consumer<IOException> failed;
  private final Thread writer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<String> waiting = new ArrayDeque<>();
  private int length;
  private long lost;
  private boolean closed;

  private QueuedOutput(
      OutputStream out, LongFunction<String> dropped, Consumer<IOException> failed) {
    this.out = out;
    this.dropped = dropped;
    this.failed = failed;
    this.writer = Thread.ofPlatform().daemon().name("queued-output").unstarted(this::write);
  }

  /// Starts the thread that writes.
  ///
  /// @param out where to
  /// @param dropped makes the line that says how many lines were dropped
  /// @param failed is told on the thread that writes, once, why nothing can be written any more;
  ///   everything after that is discarded
  public static QueuedOutput to(
      OutputStream out, LongFunction<String> dropped, Consumer<IOException> failed) {
    var output = new QueuedOutput(out, dropped, failed);
    output.writer.start();
    return output;
  }

  /// Writes to standard error, for as long as somebody reads it.
  public static QueuedOutput toStandardError() {
    return to(
        Out.standardError(),
        count -> "rohrpost: " + count + " lines were not shown; nobody has read them in time",
        _ -> {});
  }

  /// Queues a line, without waiting. From any thread.
  public void offer(String line) {
    offerText(line + "\n");
  }

  /// Queues text without a line feed, such as what overwrites a line of a terminal. It is dropped
  /// as a whole too.
  public void offerText(String text) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      for (var oldest = waiting.peek();
          oldest != null && length + text.length() > MOST;
          oldest = waiting.peek()) {
        waiting.remove();
        length -= oldest.length();
        lost++;
      }
      waiting.add(text);
      length += text.length();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more lines, and waits until those that wait are written, but not for longer than a
  /// time. An interrupt does not shorten that: the thread stays interrupted.
  ///
  /// @param flushFor how long, if nobody reads
  public void close(Duration flushFor) {
    end();
    var until = System.nanoTime() + flushFor.toNanos();
    var interrupted = false;
    for (var left = flushFor.toNanos(); left > 0 && writer.isAlive(); ) {
      try {
        var _ = writer.join(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = until - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      do {
        for (var text = next(); text.isPresent(); text = next()) {
          out.write(text.get().getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
      } while (awaitMore());
    } catch (IOException e) {
      end();
      failed.accept(e);
    }
  }

  private Optional<String> next() {
    lock.lock();
    try {
      if (lost > 0) {
        var count = lost;
        lost = 0;
        return Optional.of(dropped.apply(count) + "\n");
      }
      var text = Optional.ofNullable(waiting.poll());
      length -= text.map(String::length).orElse(0);
      return text;
    } finally {
      lock.unlock();
    }
  }

  /// Returns false if nothing will come any more.
  private boolean awaitMore() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
