package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection that sees the messages of others: calls, replies, errors and signals, in the order
/// in which the bus handles them. It sends nothing, answers nothing, and has no name.
///
/// ```java
/// try (var monitor = Monitor.open(BusAddress.session(), List.of())) {
///   while (monitor.take() instanceof Monitor.Seen seen) {
///     try (seen) {
///       System.out.println(seen.time() + " " + seen.header());
///     }
///   }
/// }
/// ```
///
/// Messages are received also while nobody takes them, as a bus keeps for a monitor what it does
/// not read. When the queue is full, messages are dropped, and [Missed] tells how many at the place
/// where they are missing. Any number of threads may take events.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#bus-messages-become-monitor">
///   D-Bus specification, BecomeMonitor</a>
public final class Monitor implements AutoCloseable {
  private final Connection connection;
  private final MonitorQueue queue;
  private final List<MatchRule> rules;

  private Monitor(Connection connection, List<MatchRule> rules, Limits limits) {
    this.connection = connection;
    this.rules = List.copyOf(rules);
    this.queue = new MonitorQueue(connection, this.rules, limits);
  }

  /// How much is kept until it is taken.
  ///
  /// @param messages how many messages
  /// @param bytes how many bytes of them; one message is kept, however long
  /// @param descriptors how many descriptors that came with them
  public record Limits(int messages, long bytes, int descriptors) {
    /// 10,000 messages, 16 MiB, and 256 descriptors.
    public static final Limits DEFAULT = new Limits(10_000, 16 << 20, 256);

    /// Checks the limits.
    ///
    /// @throws IllegalArgumentException if there is no room for a message, or a number is negative
    public Limits {
      if (messages < 1 || bytes < 1 || descriptors < 0) {
        throw new IllegalArgumentException("limits of at least 1 message of 1 byte");
      }
    }
  }

  /// What a monitor tells.
  public sealed interface Event permits Seen, OwnerChanged, Missed, Closed {}

  /// Here some messages are missing, because there was no room for them.
  ///
  /// @param count how many
  public record Missed(long count) implements Event {}

  /// A name has another owner, whether or not the rules of the monitor let the signal pass that the
  /// bus sends about it. Connections have names, too: those that begin with a colon.
  ///
  /// @param name a well-known name, or the unique name of a connection
  /// @param former the unique name of who had it; empty if nobody had: a connection was made
  /// @param owner the unique name of who has it now; empty if nobody has: a connection is gone
  /// @param nanos when that was received, in nanoseconds of [System#nanoTime()]
  public record OwnerChanged(
      String name, Optional<String> former, Optional<String> owner, long nanos) implements Event {}

  /// Nothing comes any more.
  ///
  /// @param reason why: the connection is lost, or this program has closed it
  public record Closed(String reason) implements Event {}

  /// A message. The descriptors in it belong to it: closing it closes them.
  public static final class Seen implements Event, AutoCloseable {
    private final Message message;
    private final Instant time;
    private final long nanos;
    private final List<String> senderNames;
    private final Optional<String> owner;
    private final List<String> ownerNames;

    Seen(
        Message message,
        Instant time,
        long nanos,
        List<String> senderNames,
        Optional<String> owner,
        List<String> ownerNames) {
      this.message = message;
      this.time = time;
      this.nanos = nanos;
      this.senderNames = senderNames;
      this.owner = owner;
      this.ownerNames = ownerNames;
    }

    /// {@return its header, which is not to be changed}
    public Header header() {
      return message.header();
    }

    /// {@return when it was received}
    public Instant time() {
      return time;
    }

    /// {@return when it was received, in nanoseconds of [System#nanoTime()]}
    public long nanos() {
      return nanos;
    }

    /// {@return the well-known names that its sender had then, in alphabetical order}
    public List<String> senderNames() {
      return senderNames;
    }

    /// {@return the unique name of the connection that it goes to: the owner that its destination
    /// had then. Empty if it has none, or nobody had the name: a service that is being started}
    public Optional<String> destinationOwner() {
      return owner;
    }

    /// {@return the well-known names that this connection had then, in alphabetical order}
    public List<String> destinationNames() {
      return ownerNames;
    }

    /// {@return the types of the arguments}
    public Signature signature() {
      return message.header().signature();
    }

    /// Reads the arguments. A bus checks what it passes on, most of it.
    ///
    /// @return the arguments, as the table of [dev.rohrpost.dbus.type] says; descriptors in them
    ///   are those of this message
    /// @throws WireException if they break a rule
    public List<Object> body() throws WireException {
      return message.arguments();
    }

    /// {@return all bytes of the message, with its header; to be read only}
    public MemorySegment bytes() {
      return message.bytes().asReadOnly();
    }

    /// {@return the descriptors that came with it, closed with it}
    public List<Fd> descriptors() {
      return message.descriptors();
    }

    /// Closes the descriptors that came with it. What else it tells stays.
    @Override
    public void close() {
      message.close();
    }

    @Override
    public String toString() {
      return message.header() + " from " + message.header().sender();
    }
  }

  /// Connects to a bus and becomes a monitor, within 25 seconds, with the usual limits.
  ///
  /// @param address where the bus is
  /// @param rules as [#open(BusAddress, List, Limits, Deadline)]
  /// @return the monitor; the caller closes it
  /// @throws DbusException as [#open(BusAddress, List, Limits, Deadline)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Monitor open(BusAddress address, List<MatchRule> rules)
      throws DbusException, InterruptedException {
    return open(address, rules, Limits.DEFAULT, Deadline.after(Bus.PATIENCE));
  }

  /// Connects to a bus and becomes a monitor. All messages that the bus handles after this has
  /// returned are seen.
  ///
  /// @param address where the bus is
  /// @param rules which messages are wanted: those that fit one of them; all, if there is none
  /// @param limits how much is kept until it is taken
  /// @param deadline when to give up
  /// @return the monitor; the caller closes it
  /// @throws DbusException the error that the bus has answered: `AccessDenied` if this user may not
  ///   monitor it, `UnknownMethod` if the bus is too old for that; a [DbusTimeoutException] if the
  ///   deadline passed, a [DbusDisconnectedException] if nobody is there
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Monitor open(
      BusAddress address, List<MatchRule> rules, Limits limits, Deadline deadline)
      throws DbusException, InterruptedException {
    var connection = Connector.connect(address, Connector.Kind.BUS, BusLimits.DEFAULT, deadline);
    var monitor = new Monitor(connection, rules, limits);
    var isOpen = false;
    try {
      monitor.begin(deadline);
      isOpen = true;
      return monitor;
    } finally {
      if (!isOpen) {
        monitor.close();
      }
    }
  }

  /// Asks who has which name, and becomes a monitor, on the same connection: so the changes that
  /// are told before, the answers, and the first message that is seen are in one order, and no
  /// change is missed.
  private void begin(Deadline deadline) throws DbusException, InterruptedException {
    var dispatcher = connection.dispatcher();
    connection.lock.lock();
    try {
      dispatcher.tap(queue);
      connection.post(Driver.call("AddMatch").with("s", Driver.ownerChanges().toString()), null);
    } finally {
      connection.lock.unlock();
    }
    var names = new ArrayList<String>();
    var calls = new Calls(connection, Driver.NAME);
    try (var reply = calls.call(Driver.call("ListNames"), deadline)) {
      if (!reply.signature().toString().equals("as")) {
        throw new DbusException(
            DbusException.standard("Failed"), "ListNames has answered '" + reply.signature() + "'");
      }
      ((List<?>) reply.body(0)).forEach(name -> names.add((String) name));
    }
    names.removeIf(name -> Names.isUnique(name) || name.equals(Driver.NAME));
    var answer = new Answer();
    connection.lock.lock();
    try {
      names.stream().limit(NameTable.MOST).forEach(this::askForOwner);
      connection.post(
          becomeMonitor(),
          (failure, text) -> {
            answer.failure = failure;
            answer.hasCome = true;
            if (failure == null) {
              queue.turnOn();
            }
          });
    } finally {
      connection.lock.unlock();
    }
    connection.flush();
    if (!connection.await(answer, deadline)) {
      throw new DbusTimeoutException("BecomeMonitor", true);
    }
    if (answer.failure != null) {
      var refusal = answer.failure;
      throw new DbusException(refusal.errorName(), refusal.text(), refusal);
    }
  }

  private void askForOwner(String name) {
    connection.post(
        Driver.call("GetNameOwner").with("s", name),
        (failure, owner) -> {
          if (failure == null) {
            queue.names().put(name, owner);
          }
        });
  }

  private Call becomeMonitor() {
    var texts = new ArrayList<String>();
    rules.forEach(rule -> texts.add(rule.toString()));
    if (!rules.isEmpty()) {
      texts.add(Driver.ownerChanges().toString());
    }
    return Call.to(Driver.NAME, Driver.PATH, Driver.NAME + ".Monitoring", "BecomeMonitor")
        .with("asu", texts, 0L);
  }

  /// What the bus says to the wish to become a monitor.
  private static final class Answer extends Waiter {
    boolean hasCome;
    @Nullable DbusException failure;

    @Override
    boolean isDone() {
      return hasCome;
    }
  }

  /// {@return the name that the connection had before it became a monitor, such as `:1.42`. Nobody
  /// has it any more}
  public String uniqueName() {
    return connection.link().uniqueName();
  }

  /// {@return the id of the address at which the bus listens, 32 hexadecimal digits}
  public String guid() {
    return connection.link().guid();
  }

  /// {@return which messages are wanted; all, if it is empty}
  public List<MatchRule> rules() {
    return rules;
  }

  /// Waits for the next event.
  ///
  /// @return the event; [Closed] when no other one comes any more, each time
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public Event take() throws InterruptedException {
    return take(Deadline.NEVER).orElseThrow();
  }

  /// Waits for the next event until a deadline.
  ///
  /// @param deadline when to give up
  /// @return the event, which the caller closes if it is a message that may have descriptors; empty
  ///   if the deadline passed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public Optional<Event> take(Deadline deadline) throws InterruptedException {
    return queue.take(deadline);
  }

  /// Closes the connection, and drops what was not taken. Closing again does nothing.
  @Override
  public void close() {
    queue.drop();
    connection.close();
  }

  @Override
  public String toString() {
    return "monitor of " + connection;
  }
}
