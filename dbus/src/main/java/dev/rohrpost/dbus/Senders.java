package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.StreamSocket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// How the threads that send on a connection write to it: whose turn it is, and who waits for room,
/// or for another connection in place of a lost one.
abstract class Senders extends LeaderFollowers {
  private static final String RENEWED = "the connection was lost and is another one now";

  final Outbounds outbounds = new Outbounds();
  final BusLimits limits;

  /// These are guarded by the lock.
  final CallsInFlight calls = new CallsInFlight(this);

  /// Belongs to one connection: what is left in that of a lost one goes nowhere.
  private Outbox outbox;

  /// Somebody waits here for fewer calls in flight, for fewer bytes that are to be written, or for
  /// another connection.
  private final Condition room = lock.newCondition();

  Senders(StreamSocket socket, BusLimits limits) {
    this.limits = limits;
    this.outbox = new Outbox(socket, lock, outbounds);
  }

  abstract Dispatcher dispatcher();

  /// A message could not be written; perhaps over a connection that was lost before.
  abstract void failed(Outbox out, IOException cause);

  /// Goes on with another socket; with the lock.
  void writeTo(StreamSocket socket) {
    outbox = new Outbox(socket, lock, outbounds);
  }

  /// With the lock.
  Outbox outbox() {
    return outbox;
  }

  @SuppressWarnings("ReferenceEquality") // it is this one
  boolean isCurrent(Outbox out) {
    return out == outbox;
  }

  /// Sends the message of a call, or a message without a reply, or has another thread send it.
  ///
  /// @param call gets the reply; null if none is expected
  /// @param what is told in a failure
  void send(Outbound message, @Nullable PendingCall call, String what, Deadline deadline)
      throws DbusException, InterruptedException {
    Outbox out;
    var write = false;
    lock.lockInterruptibly();
    try {
      if (comesBack && message.header.type() == Header.SIGNAL) {
        outbounds.giveBack(message); // nobody hears it
        return;
      }
      bind(message);
      awaitRoom(message, call != null, what, deadline);
      if (call == null) {
        message.encoder.setSerial(calls.nextSerial());
      } else {
        calls.begin(call, message);
      }
      out = outbox;
      out.add(message);
      write = out.claim();
    } finally {
      lock.unlock();
    }
    if (write) {
      write(out, deadline, call);
    }
  }

  /// Another bus gives the unique names of this one to others: what is for one of these goes over
  /// this connection or not at all.
  private void bind(Outbound message) throws DbusDisconnectedException {
    var destination = message.header.destination();
    if (message.generation == 0 && destination != null && Names.isUnique(destination)) {
      if (broken != null) {
        throw disconnected(broken, false);
      }
      message.generation = generation;
    }
  }

  private void awaitRoom(Outbound message, boolean isCall, String what, Deadline deadline)
      throws DbusException, InterruptedException {
    while (true) {
      if (message.generation != 0 && (broken != null || message.generation != generation)) {
        throw disconnected(broken == null ? new IOException(RENEWED) : broken, false);
      }
      awaitConnection(what, deadline);
      if ((!isCall || calls.count() < limits.callsInFlight())
          && (!outbox.isWriting() || outbox.queuedBytes() < limits.queuedBytes())) {
        return;
      }
      watch();
      awaitChange(what, deadline);
    }
  }

  /// With the lock: returns when there is a connection.
  void awaitConnection(String what, Deadline deadline) throws DbusException, InterruptedException {
    while (broken != null) {
      if (!comesBack) {
        throw disconnected(broken, false);
      }
      awaitChange(what + ": " + broken.getMessage(), deadline);
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the loops are those of the callers
  private void awaitChange(String what, Deadline deadline)
      throws DbusException, InterruptedException {
    ServedCall.giveTurnAway(this);
    if (deadline.hasPassed()) {
      throw new DbusTimeoutException(what, false);
    }
    var _ = room.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
  }

  /// Makes a call of the connection's own, to the bus. The completion is called with the lock,
  /// which is held. The message leaves with the next one, or with [#flush].
  void post(Call call, PendingCall.@Nullable Completion completion) {
    if (broken != null) {
      return; // the next bus is told what it has to know
    }
    var message = outbounds.take();
    (completion == null ? call.withFlag(Header.NO_REPLY_EXPECTED) : call)
        .encode(message.encoder, message.header);
    message.bytes = message.encoder.end();
    if (completion == null) {
      message.encoder.setSerial(calls.nextSerial());
    } else {
      var pending = new PendingCall(call.destination(), completion);
      calls.add(pending);
      message.encoder.setSerial(pending.serial);
    }
    outbox.add(message);
  }

  /// Adds a reply to a call that came; with the lock. It is dropped if the peer does not take what
  /// it asks for.
  void answer(Outbound message) {
    if (outbox.queuedBytes() > limits.queuedBytes()) {
      outbounds.giveBack(message);
      return;
    }
    message.encoder.setSerial(calls.nextSerial());
    outbox.add(message);
  }

  /// Writes what has been added, without waiting; what is left is written by another thread.
  void flush() throws InterruptedException {
    Outbox out;
    var write = false;
    lock.lock();
    try {
      out = outbox;
      write = out.claim();
    } finally {
      lock.unlock();
    }
    if (write) {
      write(out, Deadline.NOW, null);
    }
  }

  private void write(Outbox out, Deadline deadline, @Nullable PendingCall call)
      throws InterruptedException {
    var isWriter = true;
    try {
      isWriter = out.write(deadline, call == null ? null : () -> readMeanwhile(call));
    } catch (UnixException e) {
      failed(out, e);
    } finally {
      if (isWriter && out.leave()) {
        var _ = Thread.ofVirtual().name("rohrpost-dbus-writer").start(() -> writeRest(out));
      }
      makeRoom();
    }
  }

  private void writeRest(Outbox out) {
    try {
      write(out, Deadline.NEVER, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it; another one goes on
    }
  }

  /// With the lock.
  void thereIsRoom() {
    room.signalAll();
  }

  private void makeRoom() {
    lock.lock();
    try {
      thereIsRoom();
    } finally {
      lock.unlock();
    }
  }

  /// Forgets a call, whether it was answered or not.
  void finish(PendingCall call) {
    lock.lock();
    try {
      calls.remove(call);
      if (call.waiting != null) {
        outbox.withdraw(call.waiting);
        call.waiting = null;
      }
      call.drop();
    } finally {
      lock.unlock();
    }
  }
}
