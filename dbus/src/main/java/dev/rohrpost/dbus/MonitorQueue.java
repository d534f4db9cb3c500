package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a monitor has received and nobody has taken. Everything is guarded by the lock of the
/// connection.
///
/// Who owns a name is learned when a message is received, not when it is taken: so it is right for
/// each message also if others were dropped.
final class MonitorQueue implements Tap {
  private final Connection connection;
  private final String uniqueName;
  private final Monitor.Limits limits;

  /// What is wanted. The bus is asked for changes of names, too.
  private final List<MatchRule> rules;

  private final NameTable names = new NameTable();
  private final ArrayDeque<Monitor.Event> queue = new ArrayDeque<>();
  private long bytes;
  private int descriptors;
  private long missed;
  private int takers;
  private boolean isOn;
  private @Nullable String ended;

  MonitorQueue(Connection connection, List<MatchRule> rules, Monitor.Limits limits) {
    this.connection = connection;
    this.uniqueName = connection.link().uniqueName();
    this.rules = rules;
    this.limits = limits;
  }

  NameTable names() {
    return names;
  }

  /// From the next message on, all of them are for this queue; with the lock.
  void turnOn() {
    isOn = true;
  }

  boolean isOn() {
    return isOn;
  }

  @Override
  public boolean takes(Inbox inbox) throws WireException {
    connection.lock.lock();
    try {
      var header = inbox.header();
      var arguments = new LazyArguments(inbox);
      var isOwn = false;
      if (isFromDriver(header)) {
        if (isOwnerChange(header)) {
          ownerChanged(arguments.get());
          isOwn = uniqueName.equals(arguments.get().getFirst());
        } else {
          isOwn = uniqueName.equals(header.destination());
        }
      }
      if (isOn && !isOwn && isWanted(header, arguments)) {
        put(inbox);
      }
      return isOn;
    } catch (LazyArguments.Malformed e) {
      throw e.cause;
    } finally {
      connection.lock.unlock();
    }
  }

  private static boolean isFromDriver(Header header) {
    return header.type() == Header.SIGNAL
        && Driver.NAME.equals(header.sender())
        && Driver.NAME.equals(header.interfaceName());
  }

  private static boolean isOwnerChange(Header header) {
    return "NameOwnerChanged".equals(header.member())
        && header.signature().toString().equals("sss");
  }

  private void ownerChanged(List<Object> arguments) {
    var name = (String) arguments.get(0);
    var owner = (String) arguments.get(2);
    names.put(name, owner);
    if (isOn && !name.equals(uniqueName) && hasRoom(0, 0)) {
      add(
          new Monitor.OwnerChanged(
              name, some((String) arguments.get(1)), some(owner), System.nanoTime()));
    }
  }

  private static Optional<String> some(String name) {
    return Optional.of(name).filter(it -> !it.isEmpty());
  }

  /// Changes of names come in any case, and one kind of bus does not look at destinations.
  private boolean isWanted(Header header, LazyArguments arguments) {
    if (rules.isEmpty()) {
      return true;
    }
    for (var rule : rules) {
      if (rule.matchesBetween(header, names, arguments)) {
        return true;
      }
    }
    return false;
  }

  private void put(Inbox inbox) {
    var size = inbox.size();
    var fds = (int) inbox.header().descriptorCount();
    if (hasRoom(size, fds)) { // else the inbox closes the descriptors
      add(seen(inbox.take()));
      bytes += size;
      descriptors += fds;
    }
  }

  /// Counts what does not fit.
  private boolean hasRoom(long size, int fds) {
    var room = limits.messages() - queue.size() - (missed > 0 ? 1 : 0);
    if (room < 1
        || (bytes + size > limits.bytes() && bytes > 0)
        || descriptors + fds > limits.descriptors()) {
      missed++;
      return false;
    }
    return true;
  }

  private void add(Monitor.Event event) {
    if (missed > 0) {
      queue.add(new Monitor.Missed(missed));
      missed = 0;
    }
    queue.add(event);
    if (takers > 0) {
      connection.wakeAllThatAreDone();
    }
  }

  private Monitor.Seen seen(Message message) {
    var sender = message.header().sender();
    var destination = message.header().destination();
    var owner = destination == null ? Optional.<String>empty() : names.owner(destination);
    return new Monitor.Seen(
        message,
        Instant.now(),
        System.nanoTime(),
        sender == null ? List.of() : names.namesOf(sender),
        owner,
        owner.map(names::namesOf).orElse(List.of()));
  }

  /// Waits for the next event.
  ///
  /// @return empty if the deadline passed
  Optional<Monitor.Event> take(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (true) {
      var event = poll();
      if (event != null) {
        return Optional.of(event);
      }
      if (!awaitMore(deadline)) {
        return Optional.empty();
      }
    }
  }

  private boolean awaitMore(Deadline deadline) throws InterruptedException {
    count(1);
    try {
      return connection.await(
          new Waiter() {
            @Override
            boolean isDone() {
              return !queue.isEmpty() || missed > 0 || ended != null;
            }
          },
          deadline);
    } catch (DbusDisconnectedException e) {
      return true; // the queue says it
    } finally {
      count(-1);
    }
  }

  private void count(int more) {
    connection.lock.lock();
    try {
      takers += more;
    } finally {
      connection.lock.unlock();
    }
  }

  private Monitor.@Nullable Event poll() {
    connection.lock.lock();
    try {
      var first = queue.poll();
      if (first instanceof Monitor.Seen seen) {
        bytes -= seen.bytes().byteSize();
        descriptors -= seen.descriptors().size();
      }
      if (first == null && missed > 0) {
        first = new Monitor.Missed(missed);
        missed = 0;
      }
      return first == null && ended != null ? new Monitor.Closed(ended) : first;
    } finally {
      connection.lock.unlock();
    }
  }

  @Override
  public void end(String reason) {
    if (ended == null) {
      ended = reason;
      connection.wakeAllThatAreDone();
    }
  }

  /// Drops what nobody has taken.
  void drop() {
    connection.lock.lock();
    try {
      end("the monitor was closed");
      for (var event : queue) {
        if (event instanceof Monitor.Seen seen) {
          seen.close();
        }
      }
      queue.clear();
      missed = 0;
    } finally {
      connection.lock.unlock();
    }
  }
}
