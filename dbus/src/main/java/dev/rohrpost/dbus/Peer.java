package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.Credentials;
import java.util.Optional;
import java.util.function.Consumer;

/// A connection to another program without a bus between: calls, signals and descriptors, but no
/// names. Any number of threads use it at once, as a [Bus].
///
/// ```java
/// try (var peer = Peer.connect(BusAddress.of("unix:path=/run/example"))) {
///   var reply = peer.call(Call.of(ObjectPath.of("/a"), "com.example.Door", "Open"));
/// }
/// ```
///
/// Who is at the other end is known by the address alone, and by its [#credentials()]; messages
/// carry no sender. Calls of the peer are read while somebody waits here for something, has a
/// subscription, or serves an object. Who listens is a [PeerServer].
public final class Peer implements AutoCloseable {
  private final Connection connection;
  private final Calls calls;

  private Peer(Connection connection) {
    this.connection = connection;
    this.calls = new Calls(connection, null);
  }

  static Peer of(Connection connection) {
    return new Peer(connection);
  }

  Connection connection() {
    return connection;
  }

  /// Connects to a peer.
  ///
  /// @param address where it listens
  /// @return the connection; the caller closes it
  /// @throws DbusException a [DbusDisconnectedException] if nobody is there, a
  ///   [DbusTimeoutException] if it takes more than 25 seconds
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Peer connect(BusAddress address) throws DbusException, InterruptedException {
    return connect(address, BusLimits.DEFAULT, Deadline.after(Bus.PATIENCE));
  }

  /// Connects to a peer until a deadline.
  ///
  /// @param address where it listens
  /// @param limits how much to take and keep
  /// @param deadline when to give up
  /// @return the connection; the caller closes it
  /// @throws DbusException a [DbusDisconnectedException] if nobody is there, with the reasons for
  ///   each way of the address, a [DbusTimeoutException] if the deadline passed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Peer connect(BusAddress address, BusLimits limits, Deadline deadline)
      throws DbusException, InterruptedException {
    return new Peer(Connector.connect(address, Connector.Kind.PEER, limits, deadline));
  }

  /// {@return the id of the address at which the peer listens, 32 hexadecimal digits}
  public String guid() {
    return connection.link().guid();
  }

  /// {@return whether descriptors can be sent: over UNIX sockets, if the peer agrees}
  public boolean carriesDescriptors() {
    return connection.carriesDescriptors();
  }

  /// Asks the kernel who the peer is: of a client, who has connected; of a server, who has begun to
  /// listen.
  ///
  /// @return the process and its user; empty over TCP
  /// @throws UnixException if the connection is closed
  public Optional<Credentials> credentials() throws UnixException {
    return connection.peerCredentials();
  }

  /// {@return how many replies were dropped because they were late or doubled}
  public long strays() {
    return connection.strays();
  }

  /// Makes a call, and waits 25 seconds at the most.
  ///
  /// @param call what; whom does not matter
  /// @return the reply, which the caller closes if it may have descriptors
  /// @throws DbusException as [#call(Call, Deadline)]
  /// @throws InterruptedException if the thread is or gets interrupted
  public Reply call(Call call) throws DbusException, InterruptedException {
    return call(call, Deadline.after(Bus.PATIENCE));
  }

  /// Makes a call and waits for the reply until a deadline.
  ///
  /// @param call what; whom does not matter
  /// @param deadline when to give up
  /// @return the reply, which the caller closes if it may have descriptors
  /// @throws DbusException the error that the peer has answered; a [DbusTimeoutException] if the
  ///   deadline passed, a [DbusDisconnectedException] if the connection was lost
  /// @throws IllegalArgumentException if an argument may not be sent, or is not of its type;
  ///   nothing was sent then
  /// @throws InterruptedException if the thread is or gets interrupted
  public Reply call(Call call, Deadline deadline) throws DbusException, InterruptedException {
    return calls.call(call, deadline);
  }

  /// Makes a call, and has the results read where they lie.
  ///
  /// @param call what; whom does not matter
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
  /// @param call what; whom does not matter
  /// @return what waits for the reply; the caller takes the reply or closes it
  /// @throws DbusException as [#send]
  /// @throws IllegalArgumentException if an argument may not be sent, or is not of its type
  /// @throws InterruptedException if the thread is or gets interrupted
  public PendingReply start(Call call) throws DbusException, InterruptedException {
    return calls.start(call);
  }

  /// Sends a call to which no reply is wanted.
  ///
  /// @param call what; whom does not matter
  /// @throws DbusException a [DbusTimeoutException] if it could not be sent within 25 seconds, a
  ///   [DbusDisconnectedException] if the connection was lost
  /// @throws IllegalArgumentException if an argument may not be sent, or is not of its type
  /// @throws InterruptedException if the thread is or gets interrupted
  public void send(Call call) throws DbusException, InterruptedException {
    calls.send(call);
  }

  /// Sends a signal to the peer.
  ///
  /// @param path of the object
  /// @param interfaceName of the signal
  /// @param member the signal
  /// @param types of the arguments, such as `si`; may be empty
  /// @param values one for each type, as the table of [dev.rohrpost.dbus.type] says
  /// @throws DbusException as [#send]
  /// @throws IllegalArgumentException if a name is not valid, or an argument may not be sent
  /// @throws InterruptedException if the thread is or gets interrupted
  public void emit(
      ObjectPath path, String interfaceName, String member, String types, Object... values)
      throws DbusException, InterruptedException {
    calls.emit(path, interfaceName, member, types, values);
  }

  /// Sends a signal to the peer, of which the arguments are written into the message.
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

  /// Takes the signals of the peer that fit a rule, from now on.
  ///
  /// @param rule which signals; none fits a rule with a sender
  /// @param capacity how many may wait until they are taken
  /// @return the queue; the caller closes it
  /// @throws DbusDisconnectedException if the connection was lost
  /// @throws IllegalArgumentException if the capacity is not positive
  public Subscription subscribe(MatchRule rule, int capacity) throws DbusDisconnectedException {
    var subscription = new Subscription(connection, rule, capacity);
    connection.lock.lock();
    try {
      var lost = connection.lost();
      if (lost != null) {
        throw lost;
      }
      connection.dispatcher().addWithoutBus(subscription);
    } finally {
      connection.lock.unlock();
    }
    return subscription;
  }

  /// Waits until the connection is lost, or closed by this program. What the peer sends is read
  /// meanwhile.
  ///
  /// @throws InterruptedException if the thread is or gets interrupted
  public void awaitLoss() throws InterruptedException {
    var _ = awaitLoss(Deadline.NEVER);
  }

  /// Waits until the connection is lost, or closed by this program.
  ///
  /// @param deadline when to give up
  /// @return false if the deadline passed
  /// @throws InterruptedException if the thread is or gets interrupted
  public boolean awaitLoss(Deadline deadline) throws InterruptedException {
    return connection.awaitLoss(deadline);
  }

  /// Closes the connection: calls in flight fail, subscriptions end. Closing again does nothing.
  @Override
  public void close() {
    connection.close();
  }

  @Override
  public String toString() {
    return "peer at " + connection;
  }
}
