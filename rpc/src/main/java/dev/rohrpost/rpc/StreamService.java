package dev.rohrpost.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Accepts connections, as many at a time as there may be.
final class StreamService {
  /// How long to wait for descriptors when there are none left, unless a connection ends before.
  private static final long PAUSE = 100_000_000;

  private final Listener<StreamSocket> listener;
  private final RpcAddress at;
  private final Serving serving;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Guarded by the lock.
  private final Set<StreamConnection> open = new HashSet<>();

  private boolean stopping;

  StreamService(Listener<StreamSocket> listener, RpcAddress at, Serving serving) {
    this.listener = listener;
    this.at = at;
    this.serving = serving;
  }

  void start() {
    Thread.ofVirtual().name("rohrpost-rpc-accept").start(this::accept);
  }

  private void accept() {
    var told = false;
    try {
      while (awaitPlace()) {
        try {
          begin(listener.accept());
          told = false;
        } catch (UnixException.LimitReached e) {
          if (!told) {
            report(e);
          }
          told = true;
          pause();
        }
      }
    } catch (UnixException e) {
      if (!listener.socket().fd().isClosed()) {
        report(e);
      }
    } catch (InterruptedException e) {
      // this thread ends, which is all that is asked
    }
  }

  private void report(UnixException e) {
    serving.failures().failed("accepting connections", e);
  }

  /// {@return false if the service has ended}
  private boolean awaitPlace() throws InterruptedException {
    lock.lock();
    try {
      while (!stopping && open.size() >= serving.limits().connections()) {
        changed.await();
      }
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      var before = open.size();
      for (long left = PAUSE; left > 0 && open.size() == before && !stopping; ) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin(StreamSocket socket) {
    StreamConnection connection;
    try {
      if (!(socket.socket().localAddress() instanceof UnixAddress)) {
        socket.socket().set(SocketOption.NO_DELAY, true);
      }
      connection = new StreamConnection(socket, at, serving, this::ended);
    } catch (UnixException e) { // the peer is gone already
      socket.close();
      return;
    }
    lock.lock();
    try {
      open.add(connection);
      if (stopping) {
        connection.close();
      }
    } finally {
      lock.unlock();
    }
    connection.start();
  }

  private void ended(StreamConnection connection) {
    lock.lock();
    try {
      open.remove(connection);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private List<StreamConnection> end() {
    listener.close();
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
      return List.copyOf(open);
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    end().forEach(StreamConnection::stop);
  }

  boolean awaitEnd(Deadline deadline) throws InterruptedException {
    lock.lock();
    try {
      while (!open.isEmpty()) {
        if (deadline.hasPassed()) {
          return false;
        }
        var _ = changed.awaitNanos(deadline.remainingNanos());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    end().forEach(StreamConnection::close);
  }
}
