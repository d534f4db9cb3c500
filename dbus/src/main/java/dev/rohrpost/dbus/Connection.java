package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.socket.Credentials;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.StreamSocket;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// One connection, on which many threads call and wait: the messages that go, the calls in flight,
/// and whom what comes belongs to.
final class Connection extends LeaderFollowers implements AutoCloseable {
  private static final String CLOSED = "closed by this program";

  /// When to read although nobody waits.
  private enum Reading {
    /// While there are subscriptions, names, objects, or calls that are awaited later.
    WHEN_WANTED,
    /// Not yet.
    BY_WAITERS,
    ALWAYS
  }

  final Outbounds outbounds = new Outbounds();
  final BusLimits limits;

  /// Whether descriptors can be sent: the peer has agreed, over a UNIX socket.
  private final boolean carriesDescriptors;

  private final StreamSocket socket;
  private final Inbox inbox;
  private final Outbox outbox;
  private final Dispatcher dispatcher;

  /// These are guarded by the lock.
  private final SerialTable calls = new SerialTable();

  /// Somebody waits here for fewer calls in flight, or for fewer bytes that are to be written.
  private final Condition room = lock.newCondition();

  private Reading reading = Reading.WHEN_WANTED;
  private @Nullable Runnable end;

  private int inFlight;
  private int apart;
  private long strays;

  Connection(StreamSocket socket, Inbox inbox, boolean carriesDescriptors, BusLimits limits) {
    this.socket = socket;
    this.inbox = inbox;
    this.carriesDescriptors = carriesDescriptors;
    this.limits = limits;
    this.outbox = new Outbox(socket, lock, outbounds);
    this.dispatcher = new Dispatcher(this);
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  boolean carriesDescriptors() {
    return carriesDescriptors;
  }

  /// {@return who is at the other end; empty if that is not a UNIX socket}
  Optional<Credentials> peerCredentials() throws UnixException {
    var ours = socket.socket();
    return ours.domain().equals(Domain.UNIX)
        ? Optional.of(ours.peerCredentials())
        : Optional.empty();
  }

  /// {@return how many replies came that are late, doubled, or not from the connection that was
  /// called}
  long strays() {
    lock.lock();
    try {
      return strays;
    } finally {
      lock.unlock();
    }
  }

  int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  /// Sends the message of a call, or a message without a reply, or has another thread send it.
  ///
  /// @param call gets the reply; null if none is expected
  /// @param what is told in a failure
  void send(Outbound message, @Nullable PendingCall call, String what, Deadline deadline)
      throws DbusException, InterruptedException {
    var write = false;
    lock.lockInterruptibly();
    try {
      awaitRoom(call != null, what, deadline);
      if (call == null) {
        message.encoder.setSerial(calls.next());
      } else {
        begin(call, message);
      }
      outbox.add(message);
      write = outbox.claim();
    } finally {
      lock.unlock();
    }
    if (write) {
      write(deadline, call);
    }
  }

  /// Expects the reply to a call that was sent before this connection was made: the first one, so
  /// its serial is 1.
  void expect(PendingCall first) {
    lock.lock();
    try {
      calls.add(first);
    } finally {
      lock.unlock();
    }
  }

  private void begin(PendingCall call, Outbound message) {
    var destination = call.destination();
    call.owner = destination == null ? null : dispatcher.ownerOf(destination);
    call.hasSlot = true;
    inFlight++;
    if (call.isApart) {
      apart++;
    }
    calls.add(call);
    message.call = call;
    message.encoder.setSerial(call.serial);
  }

  private void awaitRoom(boolean isCall, String what, Deadline deadline)
      throws DbusException, InterruptedException {
    while (true) {
      if (broken != null) {
        throw disconnected(broken, false);
      }
      if ((!isCall || inFlight < limits.callsInFlight())
          && (!outbox.isWriting() || outbox.queuedBytes() < limits.queuedBytes())) {
        return;
      }
      watch();
      ServedCall.giveTurnAway(this);
      if (deadline.hasPassed()) {
        throw new DbusTimeoutException(what, false);
      }
      var _ = room.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /// Makes a call of the connection's own, to the bus. The completion is called with the lock,
  /// which is held. The message leaves with the next one, or with [#flush].
  void post(Call call, PendingCall.@Nullable Completion completion) {
    var message = outbounds.take();
    (completion == null ? call.withFlag(Header.NO_REPLY_EXPECTED) : call)
        .encode(message.encoder, message.header);
    message.bytes = message.encoder.end();
    if (completion == null) {
      message.encoder.setSerial(calls.next());
    } else {
      var pending = new PendingCall(Driver.NAME, completion);
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
    message.encoder.setSerial(calls.next());
    outbox.add(message);
  }

  /// Writes what has been added, without waiting; what is left is written by another thread.
  void flush() throws InterruptedException {
    var write = false;
    lock.lock();
    try {
      write = outbox.claim();
    } finally {
      lock.unlock();
    }
    if (write) {
      write(Deadline.NOW, null);
    }
  }

  private void write(Deadline deadline, @Nullable PendingCall call) throws InterruptedException {
    var isWriter = true;
    try {
      isWriter = outbox.write(deadline, call == null ? null : () -> readMeanwhile(call));
    } catch (UnixException e) {
      fail(e);
    } finally {
      if (isWriter && outbox.leave()) {
        var _ = Thread.ofVirtual().name("rohrpost-dbus-writer").start(this::writeRest);
      }
      makeRoom();
    }
  }

  private void writeRest() {
    try {
      write(Deadline.NEVER, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it; another one goes on
    }
  }

  private void makeRoom() {
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Reads once and hands over what came. Only the leader does.
  ///
  /// @param mine what the leader waits for
  /// @return false if the deadline passed
  @Override
  boolean receive(@Nullable Waiter mine, Deadline until) throws IOException, InterruptedException {
    if (!inbox.isFed() && !inbox.read(until)) {
      return false;
    }
    while (inbox.next()) {
      if (dispatcher.isTapped(inbox)) {
        continue;
      }
      switch (inbox.header().type()) {
        case Header.RETURN, Header.ERROR -> reply(mine);
        case Header.SIGNAL -> dispatcher.signal(inbox);
        case Header.CALL -> dispatcher.exports().call(inbox);
        default -> {} // of a later version of the specification: to be ignored
      }
    }
    flush();
    return true;
  }

  @Override
  boolean hasRead() {
    return inbox.isFed();
  }

  /// Reads from now on only what somebody waits for.
  void readByWaiters() {
    lock.lock();
    try {
      reading = Reading.BY_WAITERS;
    } finally {
      lock.unlock();
    }
  }

  /// Reads from now on what comes, whoever waits: so an end is noticed, and calls are answered.
  void readAlways() {
    lock.lock();
    try {
      reading = Reading.ALWAYS;
      watch();
    } finally {
      lock.unlock();
    }
  }

  /// Has something done once when the connection is lost or closed, which it may be already.
  void whenLost(Runnable what) {
    var isLost = false;
    lock.lock();
    try {
      isLost = broken != null;
      end = what;
    } finally {
      lock.unlock();
    }
    if (isLost) {
      what.run();
    }
  }

  /// Waits until the connection is lost or closed.
  ///
  /// @return false if the deadline passed
  boolean awaitLoss(Deadline deadline) throws InterruptedException {
    var loss =
        new Waiter() {
          @Override
          boolean isDone() {
            return false;
          }
        };
    try {
      return await(loss, deadline);
    } catch (DbusDisconnectedException e) {
      return true;
    }
  }

  private void reply(@Nullable Waiter mine) throws WireException {
    PendingCall call;
    lock.lock();
    try {
      var header = inbox.header();
      call = calls.find(header.replySerial());
      if (call == null || !call.accepts(header)) {
        strays++;
        return;
      }
      if (call != mine) {
        take(call);
        return;
      }
    } finally {
      lock.unlock();
    }
    // A long one takes its time, and nobody else looks at the call of the leader.
    if (inbox.header().type() == Header.ERROR) {
      call.failure = Replies.failure(inbox.header(), inbox.body());
    } else {
      call.reply = inbox.reply(call.reader);
    }
    lock.lock();
    try {
      answered(call);
    } finally {
      lock.unlock();
    }
  }

  /// Keeps the reply to a call of another thread, or of nobody.
  private void take(PendingCall call) throws WireException {
    var completion = call.completion();
    if (completion == null) {
      call.message = inbox.take();
      answered(call);
      call.wake();
      return;
    }
    calls.remove(call);
    var header = inbox.header();
    if (header.type() == Header.ERROR) {
      completion.reply(Replies.failure(header, inbox.body()), "");
    } else {
      completion.reply(null, Replies.text(header, inbox.body()));
    }
    wakeAllThatAreDone();
  }

  private void answered(PendingCall call) {
    call.answered = true;
    calls.remove(call);
    freeSlot(call);
  }

  private void freeSlot(PendingCall call) {
    if (call.hasSlot) {
      call.hasSlot = false;
      inFlight--;
      if (call.isApart) {
        apart--;
      }
      room.signalAll();
      dispatcher.release(call.owner);
    }
  }

  /// Forgets a call, whether it was answered or not.
  void finish(PendingCall call) {
    lock.lock();
    try {
      calls.remove(call);
      freeSlot(call);
      if (call.waiting != null) {
        outbox.withdraw(call.waiting);
        call.waiting = null;
      }
      call.drop();
    } finally {
      lock.unlock();
    }
  }

  /// With the lock: what calls in flight have to know about the owner of a name.
  void ownerLost(NameOwner owner, String former) {
    calls.forEach(call -> {
      if (call.owner == owner) {
        call.formerOwner(former);
      }
    });
  }

  /// With the lock: it cannot be told who may answer these calls.
  void failCalls(NameOwner owner, DbusException failure) {
    calls.forEach(call -> {
      if (call.owner == owner) {
        call.failure = failure;
        answered(call);
        call.wake();
      }
    });
  }

  @Override
  boolean wantsMessages() {
    return switch (reading) {
      case WHEN_WANTED -> apart > 0 || dispatcher.wantsMessages();
      case BY_WAITERS -> false;
      case ALWAYS -> true;
    };
  }

  @Override
  Fd fd() {
    return socket.socket().fd();
  }

  @Override
  void dropReceived() {
    inbox.close();
  }

  /// Ends everything with a failure.
  @Override
  void fail(IOException cause) {
    Runnable then = null;
    lock.lock();
    try {
      if (broken == null) {
        broken =
            cause instanceof WireException || CLOSED.equals(cause.getMessage())
                ? cause
                : new IOException(cause.getMessage() + outbox.suspicion(), cause);
        dispatcher.disconnected(disconnected(broken, false));
        then = end;
      }
      outbox.close();
      room.signalAll();
      waiting.forEach(Waiter::wake);
      if (leader == null) {
        inbox.close();
      }
    } finally {
      lock.unlock();
    }
    socket.close();
    if (then != null) {
      then.run();
    }
  }

  @Override
  public void close() {
    fail(new IOException(CLOSED));
  }

  @Override
  public String toString() {
    return socket.toString();
  }
}
