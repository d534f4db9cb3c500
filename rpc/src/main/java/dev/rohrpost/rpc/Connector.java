package dev.rohrpost.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.StreamSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Has a connection to a server, and makes another one when it is lost. While the server does not
/// listen, the pauses between the tries grow.
final class Connector implements AutoCloseable {
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

  private final RpcAddress to;
  private final ClientLimits limits;
  private final ReentrantLock connecting = new ReentrantLock();
  private long pause;
  private long failedAt;
  private volatile @Nullable Exchange current;
  private volatile boolean closed;

  Connector(RpcAddress to, ClientLimits limits) {
    this.to = to;
    this.limits = limits;
  }

  boolean isStream() {
    return !(to instanceof RpcAddress.Udp);
  }

  /// {@return the longest message, with the mark of a record}
  long longest() {
    return isStream() ? limits.record() + Integer.BYTES : DatagramExchange.LONGEST;
  }

  boolean isClosed() {
    return closed;
  }

  long strays() {
    var exchange = current;
    return exchange == null ? 0 : exchange.strays();
  }

  /// Returns the connection, a new one if there is none any more.
  ///
  /// @return null if the deadline passed
  /// @throws RpcDisconnectedException if it cannot be made, or this is closed
  @Nullable Exchange exchange(Deadline deadline) throws RpcException, InterruptedException {
    var exchange = current;
    if (exchange != null && !exchange.isLost()) {
      return exchange;
    }
    if (!connecting.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
      return null;
    }
    try {
      exchange = current;
      if (exchange == null || exchange.isLost()) {
        exchange = pausing(deadline) ? connected(deadline) : null;
      }
      return exchange;
    } finally {
      connecting.unlock();
    }
  }

  /// Waits until it is time for another try; answers false if the deadline comes before.
  private boolean pausing(Deadline deadline) throws InterruptedException {
    var left = pause == 0 ? 0 : failedAt + pause - System.nanoTime();
    if (left > deadline.remainingNanos()) {
      return false;
    }
    for (; left > 0; left = failedAt + pause - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return true;
  }

  private @Nullable Exchange connected(Deadline deadline)
      throws RpcException, InterruptedException {
    try {
      var exchange = open(deadline);
      if (exchange == null) {
        return null;
      }
      pause = 0;
      current = exchange;
      if (closed) { // meanwhile
        exchange.close();
      }
      return exchange;
    } catch (UnixException e) {
      pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, 2 * pause));
      failedAt = System.nanoTime();
      throw new RpcDisconnectedException(to + ": " + e.getMessage(), false, e);
    }
  }

  private @Nullable Exchange open(Deadline deadline) throws UnixException, InterruptedException {
    return switch (to) {
      case RpcAddress.Udp(var at) -> new DatagramExchange(DatagramSocket.connect(at));
      case RpcAddress.Tcp(var at) -> {
        var socket = stream(at, deadline);
        if (socket != null) {
          socket.socket().set(SocketOption.NO_DELAY, true);
        }
        yield socket == null ? null : new StreamExchange(socket, limits);
      }
      case RpcAddress.Unix(var at) -> {
        var socket = stream(at, deadline);
        yield socket == null ? null : new StreamExchange(socket, limits);
      }
    };
  }

  private static @Nullable StreamSocket stream(Address at, Deadline deadline)
      throws UnixException, InterruptedException {
    return StreamSocket.connect(at, deadline).orElse(null);
  }

  @Override
  public void close() {
    closed = true;
    var exchange = current;
    if (exchange != null) {
      exchange.close();
    }
  }

  @Override
  public String toString() {
    return to.toString();
  }
}
