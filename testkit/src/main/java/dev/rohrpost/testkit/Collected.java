package dev.rohrpost.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The bytes of a stream, read by a thread of their own as soon as they come.
final class Collected {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int taken;
  private boolean ended;

  private Collected() {}

  static Collected from(InputStream stream) {
    var collected = new Collected();
    // A platform thread: tests of virtual threads may use up all carriers.
    Thread.ofPlatform().daemon().name("collected").start(() -> collected.drain(stream));
    return collected;
  }

  private void drain(InputStream stream) {
    var buffer = new byte[8192];
    try {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        add(buffer, count);
      }
    } catch (IOException _) {
      // Running was closed; what came before is kept.
    } finally {
      end();
    }
  }

  private void add(byte[] buffer, int count) {
    lock.lock();
    try {
      bytes.write(buffer, 0, count);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next line without its end; empty if none came in time, or the stream has ended.
  Optional<String> line(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (true) {
        String rest = text();
        int end = rest.indexOf('\n');
        if (end >= 0) {
          String line = rest.substring(0, end);
          taken += line.getBytes(StandardCharsets.UTF_8).length + 1;
          return Optional.of(line);
        }
        if (ended || left <= 0) {
          return Optional.empty();
        }
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  boolean awaitEnd(Duration patience) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.convert(patience);
    lock.lock();
    try {
      while (!ended && left > 0) {
        left = more.awaitNanos(left);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /// Returns what came so far and was not taken.
  String text() {
    lock.lock();
    try {
      return new String(bytes.toByteArray(), taken, bytes.size() - taken, StandardCharsets.UTF_8);
    } finally {
      lock.unlock();
    }
  }
}
