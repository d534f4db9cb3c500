package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A queue of the signals that fit a rule, in the order in which they came, also in relation to
/// replies: when a call has returned, all signals that came before its reply are in the queue.
///
/// When it is full, signals are dropped, and [Event.Missed] tells how many at the place where they
/// are missing. Any number of threads may take events.
public final class Subscription implements AutoCloseable {
  private final Connection connection;
  private final MatchRule rule;
  private final int capacity;

  /// These are guarded by the lock of the connection.
  private final Backlog<Object> backlog;

  private long bytes;
  private boolean isActive;
  private @Nullable BusRule busRule;
  private @Nullable NameOwner owner;

  Subscription(Connection connection, MatchRule rule, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a capacity of at least 1, not " + capacity);
    }
    this.connection = connection;
    this.rule = rule;
    this.capacity = capacity;
    this.backlog = new Backlog<>(connection, Event.Missed::new, Event.Closed::new);
  }

  /// {@return which signals are wanted}
  public MatchRule rule() {
    return rule;
  }

  /// Waits for the next event.
  ///
  /// @return the event; [Event.Closed] when no other one comes any more, each time
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public Event take() throws InterruptedException {
    return take(Deadline.NEVER).orElseThrow();
  }

  /// Waits for the next event until a deadline.
  ///
  /// @param deadline when to give up
  /// @return the event; empty if the deadline passed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public Optional<Event> take(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (true) {
      switch (poll()) {
        case Event event -> {
          return Optional.of(event);
        }
        case Message message -> {
          var signal = signal(message);
          if (signal != null) {
            return Optional.of(signal);
          }
        }
        case null, default -> {
          if (!backlog.await(deadline)) {
            return Optional.empty();
          }
        }
      }
    }
  }

  /// Waits until there is an event, and takes none.
  ///
  /// @param deadline when to give up
  /// @return false if the deadline passed
  /// @throws InterruptedException if the thread is or gets interrupted
  public boolean await(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return backlog.await(deadline);
  }

  private @Nullable Object poll() {
    connection.lock.lock();
    try {
      var first = backlog.poll();
      if (first instanceof Message message) {
        bytes -= message.bytes().byteSize();
      }
      return first;
    } finally {
      connection.lock.unlock();
    }
  }

  /// @return null if the message is malformed, which ends the connection
  private Event.@Nullable Signal signal(Message message) {
    var header = message.header();
    try {
      return new Event.Signal(
          header.serial(),
          Optional.ofNullable(header.sender()),
          Optional.ofNullable(header.destination()),
          Objects.requireNonNull(header.path()),
          Objects.requireNonNull(header.interfaceName()),
          Objects.requireNonNull(header.member()),
          header.signature(),
          message.arguments(),
          message.descriptors());
    } catch (WireException e) {
      message.close();
      connection.fail(e);
      return null;
    }
  }

  /// The rest of what is here is called with the lock.
  void begin(BusRule onBus, @Nullable NameOwner sender) {
    busRule = onBus;
    owner = sender;
  }

  /// {@return whether the bus has answered everything}
  boolean isAnswered() {
    return busRule != null && busRule.isDone() && (owner == null || owner.isDone());
  }

  @Nullable DbusException refusal() {
    if (owner != null && owner.rule.refusal != null) {
      return owner.rule.refusal;
    }
    return busRule == null ? null : busRule.refusal;
  }

  boolean follows(NameOwner name) {
    return owner == name;
  }

  /// The bus has answered everything: what it says afterwards is told as an event.
  void active() {
    isActive = true;
  }

  /// The bus does not want a rule that one before it has taken.
  void refused(BusRule told) {
    var failure = refusal();
    if (isActive && failure != null && (told == busRule || (owner != null && told == owner.rule))) {
      end("the bus has refused the rule: " + failure.getMessage());
    }
  }

  /// Has no part in the next bus.
  void leave() {
    if (busRule != null) {
      connection.dispatcher().remove(this, busRule, owner);
    }
  }

  boolean wants(Header header, LazyArguments arguments) {
    return !backlog.hasEnded()
        && rule.matches(header, owner == null ? null : owner.current, arguments);
  }

  /// Takes an event, or a signal, of which the descriptors are its own.
  void put(Object next) {
    var size = next instanceof Message message ? message.bytes().byteSize() : 0;
    var isLong = bytes + size > connection.limits.queuedBytes();
    if (backlog.size() >= capacity || (isLong && backlog.hasEvents())) {
      backlog.miss();
      if (next instanceof Message message) {
        message.close();
      }
      return;
    }
    backlog.add(next);
    bytes += size;
  }

  /// Says that the connection is another one, also if the queue is full.
  void putGap() {
    if (!(backlog.last() instanceof Event.Gap)) {
      backlog.add(new Event.Gap());
    }
  }

  /// Takes a signal that another subscription gets, too.
  void putCopy(Message message) {
    var copy = message.duplicate();
    if (copy == null) {
      backlog.miss();
    } else {
      put(copy);
    }
  }

  /// Nothing comes any more; what is in the queue can be taken.
  void end(String reason) {
    backlog.end(reason);
  }

  /// Ends the subscription, and drops what is in the queue. Closing again does nothing.
  @Override
  public void close() {
    connection.lock.lock();
    try {
      backlog.drop(
          "the subscription was closed",
          each -> {
            if (each instanceof Message message) {
              message.close();
            }
          });
      leave();
      if (backlog.hasTakers()) {
        connection.nudge();
      }
    } finally {
      connection.lock.unlock();
    }
    try {
      connection.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // another thread writes it
    }
  }

  @Override
  public String toString() {
    return "subscription of " + rule;
  }
}
