package dev.rohrpost.dbus;

import dev.rohrpost.fd.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Connects again when a connection was lost: at once, and then with growing pauses.
///
/// A pause is between a half and the whole of what it could be: otherwise all programs would come
/// back to a bus at the same moments. If a connection does not last, the next pause grows on: the
/// bus takes connections and does not keep them.
final class Renewal implements Runnable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /// How long a connection has to last.
  private static final Duration STEADY = Duration.ofMillis(100);

  private final Connection connection;
  private final BusAddress address;
  private final Duration longestPause;
  private final Duration patience;

  /// Written with the lock of the connection.
  private volatile @Nullable Thread thread;

  /// Of one thread at a time.
  private Duration pause = Duration.ZERO;

  private long renewedAt = System.nanoTime();

  /// @param address where the bus is; the next one there may have another id
  /// @param longestPause how long to wait between two attempts at the most
  /// @param patience how long to go on
  Renewal(Connection connection, BusAddress address, Duration longestPause, Duration patience) {
    if (longestPause.isNegative() || longestPause.isZero() || patience.isNegative()) {
      throw new IllegalArgumentException("a positive pause, and no negative time to go on");
    }
    this.connection = connection;
    this.address = address.withAnyGuid();
    this.longestPause = longestPause;
    this.patience = patience;
  }

  /// The connection was lost; with the lock.
  void start() {
    thread = Thread.ofVirtual().name("rohrpost-dbus-renewal").start(this);
  }

  /// The connection was closed.
  void stop() {
    var running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public void run() {
    try {
      renew(Deadline.after(patience));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (RuntimeException e) {
      connection.end(new IOException("not renewed: " + e.getMessage(), e));
    }
  }

  private void renew(Deadline until) throws InterruptedException {
    if (System.nanoTime() - renewedAt > STEADY.toNanos()) {
      pause = Duration.ZERO;
    }
    while (true) {
      rest(until);
      try {
        var link = Connector.open(address, Connector.Kind.BUS, earlier(until));
        goOn(link);
        return;
      } catch (DbusException e) {
        if (until.hasPassed()) {
          var text = "lost, and not renewed within " + patience + ": " + e.text();
          connection.end(new IOException(text, e));
          return;
        }
      }
    }
  }

  private void rest(Deadline until) throws InterruptedException {
    var nanos = pause.toNanos();
    if (nanos > 0) {
      nanos = nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
      LockSupport.parkNanos(Math.min(nanos, until.remainingNanos()));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    var next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = next.compareTo(longestPause) < 0 ? next : longestPause;
  }

  private static Deadline earlier(Deadline until) {
    var one = Deadline.after(Bus.PATIENCE);
    return one.remainingNanos() < until.remainingNanos() ? one : until;
  }

  private void goOn(Link link) throws InterruptedException {
    renewedAt = System.nanoTime();
    var isTaken = false;
    try {
      isTaken = connection.renew(link);
    } finally {
      if (!isTaken) {
        link.close();
      }
    }
  }
}
