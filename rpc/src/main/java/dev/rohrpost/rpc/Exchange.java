package dev.rohrpost.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.xdr.XdrReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One connection on which many threads call.
///
/// There is no thread that reads. One of those that wait for replies leads: it reads the socket,
/// and hands over what belongs to others. When it has its own reply, it passes the lead on. So a
/// thread that calls alone never waits for another one.
abstract class Exchange implements AutoCloseable {
  private static final int HEAD = 8;

  /// After how many nanoseconds a connection counts as idle.
  private static final long IDLE = 10_000_000;

  /// Stands for nobody's call.
  static final PendingCall NOBODY = new PendingCall(0);

  final ReentrantLock lock = new ReentrantLock();

  /// These are guarded by the lock.
  private final CallTable calls = new CallTable();

  private @Nullable PendingCall leader;
  private @Nullable IOException broken;
  private long strays;
  private long lastUse = System.nanoTime();

  /// Sends the message of a call, or has another thread send it.
  ///
  /// @throws InterruptedException if the thread is or gets interrupted
  abstract void transmit(PendingCall call, Deadline deadline)
      throws UnixException, InterruptedException;

  /// Reads once and [#dispatch]es what came. Only the leader does.
  ///
  /// @return the reply to its own call; null if there is none yet
  abstract @Nullable XdrReader receive(PendingCall mine, Deadline until)
      throws IOException, InterruptedException;

  /// Tells whether the thread of a call has to write before it can wait for the reply, and if so,
  /// that it does; with the lock.
  abstract boolean takesOverWriting(PendingCall call);

  /// Writes what others have left.
  abstract void write(PendingCall call, Deadline deadline)
      throws UnixException, InterruptedException;

  /// Tells until when to wait before [#repeat].
  abstract Deadline patience(PendingCall call, Deadline deadline);

  /// Sends a message again, if it is time to.
  abstract void repeat(PendingCall call) throws UnixException, InterruptedException;

  /// Forgets the message of a call; with the lock.
  ///
  /// @return whether nobody uses the call any more
  abstract boolean forget(PendingCall call);

  abstract void closeSocket();

  /// {@return how many calls are being made; with the lock}
  int inFlight() {
    return calls.size();
  }

  /// {@return how many messages came that answer no call: late, doubled, or malformed}
  long strays() {
    lock.lock();
    try {
      return strays;
    } finally {
      lock.unlock();
    }
  }

  /// Tells whether the connection is lost. One that was idle is asked: the server may have ended it
  /// meanwhile, and a call that was sent into it would fail.
  boolean isLost() throws InterruptedException {
    lock.lock();
    try {
      if (broken != null
          || calls.size() > 0
          || leader != null
          || System.nanoTime() - lastUse < IDLE) {
        return broken != null;
      }
      leader = NOBODY;
    } finally {
      lock.unlock();
    }
    try {
      var _ = receive(NOBODY, Deadline.NOW);
      return false;
    } catch (IOException e) {
      fail(e);
      return true;
    } finally {
      finish(NOBODY);
    }
  }

  /// Gives a call its number.
  ///
  /// @throws RpcDisconnectedException if the connection is lost
  void begin(PendingCall call) throws RpcDisconnectedException {
    lock.lock();
    try {
      check(call);
      call.waiting = Thread.currentThread();
      calls.add(call);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the reply. It stays where it is until [#finish].
  ///
  /// @return what follows the type of the message; null if the deadline passed
  @Nullable XdrReader await(PendingCall call, Deadline deadline)
      throws RpcDisconnectedException, InterruptedException {
    while (true) {
      var write = false;
      var lead = false;
      lock.lock();
      try {
        if (call.answered) {
          return call.kept();
        }
        check(call);
        write = takesOverWriting(call);
        if (!write && call.sent && leader == null) {
          leader = call;
        }
        lead = leader == call;
      } finally {
        lock.unlock();
      }
      try {
        if (write) {
          write(call, deadline);
        } else if (lead) {
          return lead(call, deadline);
        } else {
          park(patience(call, deadline));
          repeat(call);
        }
      } catch (UnixException e) {
        fail(e);
      }
      if (deadline.hasPassed()) {
        return null;
      }
    }
  }

  private @Nullable XdrReader lead(PendingCall call, Deadline deadline)
      throws RpcDisconnectedException, InterruptedException {
    while (true) {
      try {
        var mine = receive(call, patience(call, deadline));
        if (mine != null) {
          return mine;
        }
        if (deadline.hasPassed()) {
          return null;
        }
        repeat(call);
      } catch (IOException e) {
        fail(e);
        throw disconnected(call, e);
      }
    }
  }

  private void park(Deadline until) throws InterruptedException {
    if (until == Deadline.NEVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, until.remainingNanos());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /// Sends the message of a call.
  void send(PendingCall call, Deadline deadline) throws InterruptedException {
    try {
      transmit(call, deadline);
    } catch (UnixException e) {
      fail(e);
    }
  }

  /// Ends a call, whether it was answered or not, and passes the lead on.
  void finish(PendingCall call) {
    lock.lock();
    try {
      calls.remove(call);
      call.waiting = null;
      if (leader == call) {
        leader = null;
      }
      call.inUse = !forget(call);
      promote();
      lastUse = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /// Wakes a thread that can lead, if nobody does; with the lock.
  void promote() {
    if (leader == null) {
      for (var call = calls.oldest(); call != null; call = call.next) {
        if (call.sent && !call.answered) {
          call.wake();
          return;
        }
      }
    }
  }

  /// Becomes the leader for a moment, to make room for what cannot be sent before something was
  /// read.
  ///
  /// @return whether nobody else leads
  boolean leadFor(PendingCall call) {
    lock.lock();
    try {
      if (leader == null) {
        leader = call;
        return true;
      }
      return leader == call;
    } finally {
      lock.unlock();
    }
  }

  /// Gives a message to the call that it answers.
  ///
  /// @param memory where it lies
  /// @param from where in it the message begins
  /// @param to where it ends
  /// @param mine the call of the leader
  /// @param own the reply to that, if it has come already
  /// @return the same, or this message if it is the one
  @Nullable XdrReader dispatch(
      MemorySegment memory, long from, long to, PendingCall mine, @Nullable XdrReader own) {
    lock.lock();
    try {
      var call =
          to - from < Protocol.SHORTEST || memory.get(Protocol.INT, from + 4) != Protocol.REPLY
              ? null
              : calls.find(memory.get(Protocol.INT, from));
      if (call == null || call.answered) {
        strays++;
        return own;
      }
      call.answered = true;
      if (call == mine) {
        return mine.read(memory, from + HEAD, to);
      }
      call.keep(memory, from + HEAD, to);
      call.wake();
      return own;
    } finally {
      lock.unlock();
    }
  }

  private void check(PendingCall call) throws RpcDisconnectedException {
    if (broken != null) {
      throw disconnected(call, broken);
    }
  }

  private static RpcDisconnectedException disconnected(PendingCall call, IOException cause) {
    var reason = cause.getMessage();
    return new RpcDisconnectedException(reason == null ? "closed" : reason, call.begun, cause);
  }

  /// Ends all calls with a failure.
  void fail(IOException cause) {
    lock.lock();
    try {
      if (broken == null) {
        broken = cause;
      }
      for (var call = calls.oldest(); call != null; call = call.next) {
        call.wake();
      }
    } finally {
      lock.unlock();
    }
    closeSocket();
  }

  @Override
  public void close() {
    fail(new IOException("closed by this program"));
  }
}
