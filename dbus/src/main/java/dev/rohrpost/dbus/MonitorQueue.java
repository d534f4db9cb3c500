package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import java.time.Instant;
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
  private final Backlog<Monitor.Event> backlog;
  private long bytes;
  private int descriptors;
  private boolean isOn;

  MonitorQueue(Connection connection, List<MatchRule> rules, Monitor.Limits limits) {
    this.connection = connection;
    this.uniqueName = connection.link().uniqueName();
    this.rules = rules;
    this.limits = limits;
    this.backlog = new Backlog<>(connection, Monitor.Missed::new, Monitor.Closed::new);
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
      backlog.add(
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
      backlog.add(seen(inbox.take()));
      bytes += size;
      descriptors += fds;
    }
  }

  /// Counts what does not fit.
  private boolean hasRoom(long size, int fds) {
    if (backlog.size() >= limits.messages()
        || (bytes + size > limits.bytes() && bytes > 0)
        || descriptors + fds > limits.descriptors()) {
      backlog.miss();
      return false;
    }
    return true;
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
      if (!backlog.await(deadline)) {
        return Optional.empty();
      }
    }
  }

  private Monitor.@Nullable Event poll() {
    connection.lock.lock();
    try {
      var first = backlog.poll();
      if (first instanceof Monitor.Seen seen) {
        bytes -= seen.bytes().byteSize();
        descriptors -= seen.descriptors().size();
      }
      return first;
    } finally {
      connection.lock.unlock();
    }
  }

  @Override
  public void end(String reason) {
    backlog.end(reason);
  }

  /// Drops what nobody has taken.
  void drop() {
    connection.lock.lock();
    try {
      backlog.drop(
          "the monitor was closed",
          event -> {
            if (event instanceof Monitor.Seen seen) {
              seen.close();
            }
          });
    } finally {
      connection.lock.unlock();
    }
  }
}
