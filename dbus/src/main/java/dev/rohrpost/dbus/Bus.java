package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/// A connection to a message bus, on which any number of threads call, send and wait at once.
///
/// ```java
/// try (var bus = Bus.system()) {
///   var call = Call.to("org.freedesktop.hostname1", "/org/freedesktop/hostname1",
///       "org.freedesktop.DBus.Properties", "Get");
///   System.out.println(bus.call(call.with("ss", "org.freedesktop.hostname1", "Hostname")).body(0));
/// }
/// ```
///
/// A call waits for its reply until its deadline, an interrupt, or the end of the connection; an
/// interrupt ends the call and not the connection. When the bus goes, all calls fail at once. None
/// is ever repeated by itself; the connection is renewed only if [#reconnecting()] says so. A reply
/// is taken only from the connection that was called. No thread of this keeps the JVM alive.
public final class Bus implements AutoCloseable {
  /// How long a call waits if nothing else is said, as with other libraries.
  public static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final BusAddress address;
  private final Connection connection;
  private final Calls calls;

  private Bus(BusAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
    this.calls = new Calls(connection, Driver.NAME);
  }

  /// Connects to the bus of the user's session; see [BusAddress#session()].
  ///
  /// @return the connection; the caller closes it
  /// @throws DbusException a [DbusDisconnectedException] if nobody is there, a
  ///   [DbusTimeoutException] if it takes more than 25 seconds
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Bus session() throws DbusException, InterruptedException {
    return connect(BusAddress.session());
  }

  /// Connects to the bus of the machine; see [BusAddress#system()].
  ///
  /// @return the connection; the caller closes it
  /// @throws DbusException a [DbusDisconnectedException] if nobody is there, a
  ///   [DbusTimeoutException] if it takes more than 25 seconds
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Bus system() throws DbusException, InterruptedException {
    return connect(BusAddress.system());
  }

  /// Connects to a bus.
  ///
  /// @param address where it is
  /// @return the connection; the caller closes it
  /// @throws DbusException a [DbusDisconnectedException] if nobody is there, a
  ///   [DbusTimeoutException] if it takes more than 25 seconds
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Bus connect(BusAddress address) throws DbusException, InterruptedException {
    return connect(address, BusLimits.DEFAULT, Deadline.after(PATIENCE));
  }

  /// Connects to a bus until a deadline.
  ///
  /// @param address where it is
  /// @param limits how much to take and keep
  /// @param deadline when to give up
  /// @return the connection; the caller closes it
  /// @throws DbusException a [DbusDisconnectedException] if nobody is there, with the reasons for
  ///   each way of the address, a [DbusTimeoutException] if the deadline passed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Bus connect(BusAddress address, BusLimits limits, Deadline deadline)
      throws DbusException, InterruptedException {
    return new Bus(address, Connector.connect(address, Connector.Kind.BUS, limits, deadline));
  }

  /// From now on a connection that is lost is renewed, at the same address: at once, and then with
  /// pauses that grow to 5 seconds, until it is closed.
  ///
  /// @return this
  /// @throws DbusDisconnectedException if the connection was lost already
  public Bus reconnecting() throws DbusDisconnectedException {
    return reconnecting(LONGEST_PAUSE, ChronoUnit.FOREVER.getDuration());
  }

  /// From now on a connection that is lost is renewed, at the same address, whatever id the bus has
  /// that is there then.
  ///
  /// Calls that were in flight fail with a [DbusDisconnectedException] at once; none is repeated.
  /// Calls and subscriptions that are asked for while there is no connection wait for it until
  /// their deadline, but for calls to a unique name, which fail: another bus gives it to somebody
  /// else. Signals that are sent meanwhile are dropped: nobody hears them.
  ///
  /// The new bus is asked for the names, in the ways in which they were asked for, and told the
  /// rules; objects stay exported and are there before the names. Each [Subscription] gets an
  /// [Event.Gap] then, and before it, if it is one to a name, an [Event.OwnerChanged], and another
  /// one if the name has an owner again. A name that the new bus does not give is lost
  /// ([OwnedName#awaitLoss()]); a subscription to a unique name, or to a rule that it refuses, is
  /// closed. Calls that came over the lost connection are not answered.
  ///
  /// @param longestPause how long to wait between two attempts at the most; the first is made at
  ///   once
  /// @param patience how long to go on after a loss; then the connection has ended
  /// @return this
  /// @throws DbusDisconnectedException if the connection was lost already
  /// @throws IllegalArgumentException if the pause is not positive, or the other time negative
  public Bus reconnecting(Duration longestPause, Duration patience)
      throws DbusDisconnectedException {
    connection.renewBy(new Renewal(connection, address, longestPause, patience));
    return this;
  }

  /// {@return the name that the bus has given this connection, such as `:1.42`; another one after
  /// it was renewed}
  public String uniqueName() {
    return connection.link().uniqueName();
  }

  /// {@return the id of the address at which the bus listens, 32 hexadecimal digits}
  public String guid() {
    return connection.link().guid();
  }

  /// {@return whether descriptors can be sent: over UNIX sockets, if the bus agrees}
  public boolean carriesDescriptors() {
    return connection.carriesDescriptors();
  }

  /// {@return how many replies were dropped because they were late, doubled, or not from the
  /// connection that was called}
  public long strays() {
    return connection.strays();
  }

  /// {@return how many calls are being made at the moment}
  public int inFlight() {
    return connection.inFlight();
  }

  /// Makes a call, and waits 25 seconds at the most.
  ///
  /// @param call whom and what
  /// @return the reply, which the caller closes if it may have descriptors
  /// @throws DbusException as [#call(Call, Deadline)]
  /// @throws InterruptedException if the thread is or gets interrupted
  public Reply call(Call call) throws DbusException, InterruptedException {
    return call(call, Deadline.after(PATIENCE));
  }

  /// Makes a call and waits for the reply until a deadline.
  ///
  /// @param call whom and what
  /// @param deadline when to give up
  /// @return the reply, which the caller closes if it may have descriptors
  /// @throws DbusException the error that the peer or the bus has answered; a
  ///   [DbusTimeoutException] if the deadline passed, a [DbusDisconnectedException] if the
  ///   connection was lost
  /// @throws IllegalArgumentException if an argument may not be sent, or is not of its type;
  ///   nothing was sent then
  /// @throws InterruptedException if the thread is or gets interrupted
  public Reply call(Call call, Deadline deadline) throws DbusException, InterruptedException {
    return calls.call(call, deadline);
  }

  /// Makes a call, and has the results read where they lie.
  ///
  /// @param call whom and what
  /// @param deadline when to give up
  /// @param reader reads the results. Descriptors that it reads belong to the caller; others, and
  ///   all if there is an exception, are closed
  /// @param <T> what the results become
  /// @return what the reader has returned
  /// @throws DbusException as [#call(Call, Deadline)]
  /// @throws IllegalArgumentException if an argument may not be sent; nothing was sent then
  /// @throws InterruptedException if the thread is or gets interrupted
  public <T> T call(Call call, Deadline deadline, Reply.Reader<T> reader)
      throws DbusException, InterruptedException {
    return calls.call(call, deadline, reader);
  }

  /// Sends a call, of which the reply is awaited apart.
  ///
  /// @param call whom and what
  /// @return what waits for the reply; the caller takes the reply or closes it
  /// @throws DbusException a [DbusTimeoutException] if it could not be sent within 25 seconds, a
  ///   [DbusDisconnectedException] if the connection was lost
  /// @throws IllegalArgumentException if an argument may not be sent, or is not of its type
  /// @throws InterruptedException if the thread is or gets interrupted
  public PendingReply start(Call call) throws DbusException, InterruptedException {
    return calls.start(call);
  }

  /// Sends a call to which no reply is wanted. Returns when it was handed to the kernel, or stands
  /// in the queue of what is being written.
  ///
  /// @param call whom and what
  /// @throws DbusException a [DbusTimeoutException] if it could not be sent within 25 seconds, a
  ///   [DbusDisconnectedException] if the connection was lost
  /// @throws IllegalArgumentException if an argument may not be sent, or is not of its type
  /// @throws InterruptedException if the thread is or gets interrupted
  public void send(Call call) throws DbusException, InterruptedException {
    calls.send(call);
  }

  /// Sends a signal to all who want it.
  ///
  /// @param path of the object
  /// @param interfaceName of the signal
  /// @param member the signal
  /// @param types of the arguments, such as `si`; may be empty
  /// @param values one for each type, as the table of [dev.rohrpost.dbus.type] says
  /// @throws DbusException a [DbusTimeoutException] if it could not be sent within 25 seconds, a
  ///   [DbusDisconnectedException] if the connection was lost
  /// @throws IllegalArgumentException if a name is not valid, or an argument may not be sent
  /// @throws InterruptedException if the thread is or gets interrupted
  public void emit(
      ObjectPath path, String interfaceName, String member, String types, Object... values)
      throws DbusException, InterruptedException {
    calls.emit(path, interfaceName, member, types, values);
  }

  /// Sends a signal to all who want it, of which the arguments are written into the message.
  ///
  /// @param path of the object
  /// @param interfaceName of the signal
  /// @param member the signal
  /// @param types of the arguments, such as `si`; may be empty
  /// @param arguments writes them, in the order of the types
  /// @throws DbusException as [#emit]
  /// @throws IllegalArgumentException if a name is not valid, or an argument may not be sent
  /// @throws InterruptedException if the thread is or gets interrupted
  public void emitWriting(
      ObjectPath path,
      String interfaceName,
      String member,
      String types,
      Consumer<Encoder> arguments)
      throws DbusException, InterruptedException {
    calls.emit(null, path, interfaceName, member, Signature.of(types), arguments);
  }

  /// Sends a signal to one connection, whether it has asked for it or not.
  ///
  /// @param destination the unique or well-known name of the connection
  /// @param path of the object
  /// @param interfaceName of the signal
  /// @param member the signal
  /// @param types of the arguments, such as `si`; may be empty
  /// @param values one for each type, as the table of [dev.rohrpost.dbus.type] says
  /// @throws DbusException as [#emit]; that nobody has the name is not told
  /// @throws IllegalArgumentException if a name is not valid, or an argument may not be sent
  /// @throws InterruptedException if the thread is or gets interrupted
  public void emitTo(
      String destination,
      ObjectPath path,
      String interfaceName,
      String member,
      String types,
      Object... values)
      throws DbusException, InterruptedException {
    calls.emitTo(destination, path, interfaceName, member, types, values);
  }

  /// Carries out the calls of one path, from now on; see [IncomingCall.Handler]. Objects with
  /// interfaces are exported by [dev.rohrpost.dbus.object.ExportedObject].
  ///
  /// How many calls are kept at a time is limited by [BusLimits]; others are answered with
  /// `LimitsExceeded`. Calls of `org.freedesktop.DBus.Peer` are answered without the handler.
  ///
  /// @param path of the object
  /// @param handler carries out the calls
  /// @return the registration; the caller closes it, or the connection
  /// @throws DbusDisconnectedException if the connection was lost
  /// @throws IllegalStateException if the path is served already
  public IncomingCall.Registration serve(ObjectPath path, IncomingCall.Handler handler)
      throws DbusDisconnectedException {
    return connection.dispatcher().exports().add(path, handler);
  }

  /// Asks for the signals that fit a rule. They come from the moment on at which this returns.
  ///
  /// Equal rules are told to the bus once. If the sender of the rule is a well-known name, only
  /// signals of its owner are delivered, and changes of the owner are told.
  ///
  /// @param rule which signals
  /// @param capacity how many may wait until they are taken
  /// @return the queue; the caller closes it
  /// @throws DbusException the error that the bus has answered, such as `LimitsExceeded`; a
  ///   [DbusTimeoutException] if it has not answered within 25 seconds, a
  ///   [DbusDisconnectedException] if the connection was lost
  /// @throws IllegalArgumentException if the rule is one for other messages than signals, or the
  ///   capacity not positive
  /// @throws InterruptedException if the thread is or gets interrupted
  public Subscription subscribe(MatchRule rule, int capacity)
      throws DbusException, InterruptedException {
    var type = rule.get(MatchRule.TYPE);
    if (type != null && !type.equals("signal")) {
      throw new IllegalArgumentException("not of signals: " + rule);
    }
    var subscription = new Subscription(connection, rule, capacity);
    var active = false;
    try {
      begin(subscription, Deadline.after(PATIENCE));
      active = true;
      return subscription;
    } finally {
      if (!active) {
        subscription.close();
      }
    }
  }

  private void begin(Subscription subscription, Deadline deadline)
      throws DbusException, InterruptedException {
    var what = "AddMatch " + subscription.rule();
    connection.lock.lock();
    try {
      connection.awaitConnection(what, deadline);
      connection.dispatcher().add(subscription);
    } finally {
      connection.lock.unlock();
    }
    connection.flush();
    var answered =
        new Waiter() {
          @Override
          boolean isDone() {
            return subscription.isAnswered();
          }
        };
    if (!connection.await(answered, deadline)) {
      throw new DbusTimeoutException(what, true);
    }
    connection.lock.lock();
    try {
      var refusal = subscription.refusal();
      if (refusal != null) {
        throw new DbusException(refusal.errorName(), refusal.text(), refusal);
      }
      subscription.active();
    } finally {
      connection.lock.unlock();
    }
  }

  /// Asks for a name, under which others find this connection.
  ///
  /// @param name such as `com.example.Player`
  /// @param flags how
  /// @return the name; the caller closes it to give it back
  /// @throws NameTakenException if another connection has the name, and the flags do not let this
  ///   one wait in the queue
  /// @throws DbusException the error that the bus has answered, such as `AccessDenied` or
  ///   `InvalidArgs`; or as [#call(Call)]
  /// @throws IllegalArgumentException if the name is not valid
  /// @throws InterruptedException if the thread is or gets interrupted
  public OwnedName own(String name, NameFlag... flags) throws DbusException, InterruptedException {
    return new NameRequests(connection, calls).own(Names.checkWellKnownName(name), flags);
  }

  /// Closes the connection: calls in flight fail, subscriptions end, names are given back. Closing
  /// again does nothing.
  @Override
  public void close() {
    connection.close();
  }

  @Override
  public String toString() {
    return "connection " + uniqueName() + " of " + connection;
  }
}
