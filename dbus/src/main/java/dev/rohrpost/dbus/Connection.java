package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.socket.Credentials;
import dev.rohrpost.socket.Domain;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection, on which many threads call and wait: whom what comes belongs to, and what is
/// lost and renewed when the other end goes.
final class Connection extends Senders implements AutoCloseable {
  private static final String CLOSED = "closed by this program";

  /// When to read although nobody waits.
  private enum Reading {
    /// While there are subscriptions, names, objects, or calls that are awaited later.
    WHEN_WANTED,
    /// Not yet.
    BY_WAITERS,
    ALWAYS
  }

  private final Dispatcher dispatcher = new Dispatcher(this);

  /// Written with the lock. The leader may read it without: no other one is put in its place while
  /// somebody leads.
  private volatile Link link;

  private @Nullable Renewal renewal;
  private Reading reading = Reading.WHEN_WANTED;
  private @Nullable Runnable end;

  /// Begins to use a link, which is the connection's from now on.
  Connection(Link link, BusLimits limits) {
    super(link.socket(), limits);
    this.link = link;
  }

  @Override
  Dispatcher dispatcher() {
    return dispatcher;
  }

  Link link() {
    return link;
  }

  boolean carriesDescriptors() {
    return link.carriesDescriptors();
  }

  /// {@return who is at the other end; empty if that is not a UNIX socket}
  Optional<Credentials> peerCredentials() throws UnixException {
    var ours = link.socket().socket();
    return ours.domain().equals(Domain.UNIX)
        ? Optional.of(ours.peerCredentials())
        : Optional.empty();
  }

  /// {@return how many replies came that are late, doubled, or not from the connection that was
  /// called}
  long strays() {
    lock.lock();
    try {
      return calls.strays();
    } finally {
      lock.unlock();
    }
  }

  int inFlight() {
    lock.lock();
    try {
      return calls.count();
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
    var inbox = link.inbox();
    if (!inbox.mayHaveMore() && !inbox.read(until)) {
      return false;
    }
    while (inbox.next()) {
      if (dispatcher.isTapped(inbox)) {
        continue;
      }
      switch (inbox.header().type()) {
        case Header.RETURN, Header.ERROR -> calls.reply(inbox, mine);
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
    return link.inbox().mayHaveMore();
  }

  @Override
  boolean hasFilledMemory() {
    return link.inbox().hasFilledMemory();
  }

  /// {@return whether the end of the connection is to be noticed, or something is expected}
  @Override
  boolean wantsMessages() {
    return switch (reading) {
      case WHEN_WANTED -> renewal != null || calls.hasSomeApart() || dispatcher.wantsMessages();
      case BY_WAITERS -> false;
      case ALWAYS -> true;
    };
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

  /// Has something done once when the connection is lost or closed, which it may be already. Not
  /// for one that is renewed.
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

  @Override
  Fd fd() {
    return link.socket().socket().fd();
  }

  @Override
  void dropReceived() {
    link.inbox().close();
  }

  /// Has the leader look whether it has what it waits for: a reply ends its read; with the lock.
  void nudge() {
    var hasBus = !link.uniqueName().isEmpty();
    var call = hasBus ? Driver.call("GetId") : BuiltIn.ping();
    post(call, (failure, text) -> {});
  }

  /// From now on the connection is renewed when it is lost.
  void renewBy(Renewal by) throws DbusDisconnectedException {
    lock.lock();
    try {
      var lost = lost();
      if (lost != null) {
        throw lost;
      }
      renewal = by;
      watch();
    } finally {
      lock.unlock();
    }
  }

  /// Loses the connection with a failure, and everything with it that does not come back.
  @Override
  void fail(IOException cause) {
    Link lost;
    Runnable then = null;
    lock.lock();
    try {
      lost = link;
      if (broken == null) {
        then = lose(cause, renewal);
      }
    } finally {
      lock.unlock();
    }
    lost.socket().close();
    run(then);
  }

  private static void run(@Nullable Runnable then) {
    if (then != null) {
      then.run();
    }
  }

  @Override
  void failed(Outbox out, IOException cause) {
    Runnable then = null;
    lock.lock();
    try {
      if (!isCurrent(out) || broken != null) {
        return;
      }
      then = lose(cause, renewal);
    } finally {
      lock.unlock();
    }
    out.closeSocket();
    run(then);
  }

  /// {@return what is to be done then, without the lock}
  private @Nullable Runnable lose(IOException cause, @Nullable Renewal by) {
    var reason =
        cause instanceof WireException || CLOSED.equals(cause.getMessage())
            ? cause
            : new IOException(cause.getMessage() + outbox().suspicion(), cause);
    broken = reason;
    generation++;
    comesBack = by != null;
    if (by == null) {
      dispatcher.disconnected(disconnected(reason, false));
    } else {
      calls.giveUp(reason);
      dispatcher.interrupted();
      by.start();
    }
    outbox().close();
    wakeEverybody();
    if (leader == null) {
      dropReceived();
    }
    return end;
  }

  private void wakeEverybody() {
    thereIsRoom();
    vacant.signalAll();
    waiting.forEach(Waiter::wake);
  }

  /// Goes on with another link, as soon as nobody reads the lost one any more, and reads it until
  /// nothing is there.
  ///
  /// @return false if the connection was closed meanwhile: then the link is not taken
  boolean renew(Link next) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (comesBack && leader != null) {
        vacant.await();
      }
      if (!comesBack) {
        return false;
      }
      link = next;
      writeTo(next.socket());
      renewed();
      dispatcher.renew();
      wakeEverybody();
    } finally {
      lock.unlock();
    }
    readInBackground();
    return true;
  }

  /// Ends everything, for good.
  void end(IOException cause) {
    Link lost;
    Runnable then = null;
    lock.lock();
    try {
      if (broken == null) {
        then = lose(cause, null);
      } else if (comesBack) {
        broken = cause;
        comesBack = false;
        dispatcher.disconnected(disconnected(cause, false));
        wakeEverybody();
      }
      if (renewal != null) {
        renewal.stop();
      }
      lost = link;
    } finally {
      lock.unlock();
    }
    lost.socket().close();
    run(then);
  }

  @Override
  public void close() {
    end(new IOException(CLOSED));
  }

  @Override
  public String toString() {
    return link.socket().toString();
  }
}
