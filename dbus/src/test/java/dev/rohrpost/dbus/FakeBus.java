package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.dbus.auth.ServerAuthentication;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.MessageReader;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.Outgoing;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.Loopback;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A bus for one client, that says what a test wants.
final class FakeBus implements AutoCloseable {
  static final String GUID = "00112233445566778899aabbccddeeff";
  static final String CLIENT = ":1.7";
  private static int count;

  private final Listener<StreamSocket> listener;
  private final String name;
  private MessageReader reader = MessageReader.create();
  private final Header header = new Header();
  private @Nullable StreamSocket connection;

  private FakeBus(Listener<StreamSocket> listener, String name) {
    this.listener = listener;
    this.name = name;
  }

  static synchronized FakeBus listen() throws Exception {
    var name =
        new UnixAddress.Abstract("rohrpost-fake-" + ProcessHandle.current().pid() + "-" + count++);
    return new FakeBus(StreamSocket.listen(name), "unix:abstract=" + name.name());
  }

  /// Listens at a port of this machine.
  static FakeBus listenTcp() throws Exception {
    var listener = StreamSocket.listen(InternetAddress.of(Loopback.host(), 0));
    var at = (InternetAddress) listener.address();
    return new FakeBus(listener, "tcp:host=" + Loopback.host() + ",port=" + at.port());
  }

  BusAddress address() {
    return BusAddress.of(name);
  }

  /// Accepts a client, with what the bus supports.
  Bus accept(boolean descriptors) throws Exception {
    Task<Bus> client = ThreadKind.VIRTUAL.start(() -> Bus.connect(address()));
    authenticate(descriptors);
    answerHello();
    return client.result();
  }

  Bus accept() throws Exception {
    return accept(true);
  }

  /// Accepts a client again, of which the connection was lost.
  void acceptAgain() throws Exception {
    reader = MessageReader.create();
    authenticate(true);
    answerHello();
  }

  /// Takes a client, and says nothing.
  void acceptOnly() throws Exception {
    connection = listener.accept(Deadline.after(TestBus.PATIENCE)).orElseThrow();
  }

  void authenticate(boolean descriptors) throws Exception {
    acceptOnly();
    var server = ServerAuthentication.of(GUID).allowExternal(user());
    if (descriptors) {
      var _ = server.allowDescriptors();
    }
    var admission = new Admission(socket(), new byte[0], server);
    assertThat(admission.perform(Deadline.after(TestBus.PATIENCE))).isTrue();
    var rest = admission.rest(); // messages begin there
    MemorySegment.copy(rest, 0, reader.room(), 0, rest.byteSize());
    reader.came(rest.byteSize());
  }

  private static long user() throws IOException {
    return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
  }

  private StreamSocket socket() {
    return Objects.requireNonNull(connection);
  }

  void answerHello() throws Exception {
    var hello = next();
    send(reply(hello.serial()), "s", CLIENT);
  }

  /// Waits for the next message of the client.
  Header next() throws Exception {
    while (!reader.next(header)) {
      var room = reader.room();
      if (!(socket().read(room, Deadline.after(TestBus.PATIENCE))
          instanceof Transfer.Bytes(int n))) {
        throw new AssertionError("no message");
      }
      reader.came(n);
    }
    return header;
  }

  /// Waits until the client has closed.
  void awaitEnd() throws Exception {
    while (socket().read(reader.room(), Deadline.after(TestBus.PATIENCE))
        instanceof Transfer.Bytes) {
      // what it had sent before
    }
  }

  /// Waits until the client has closed, and has sent nothing since the last message.
  void awaitEndWithoutAByte() throws Exception {
    var end = socket().read(reader.room(), Deadline.after(TestBus.PATIENCE));
    if (!(end instanceof Transfer.End) || reader.pending() > 0) {
      throw new AssertionError("the client has sent something: " + end);
    }
  }

  static Header reply(long serial) {
    return Header.reply(serial).setSender(Driver.NAME).setDestination(CLIENT);
  }

  static MemorySegment message(Header header, String types, Object... values) {
    var out = Encoder.create();
    var signature = Signature.of(types);
    Arguments.encode(out, header.setSerial(99).setSignature(signature), signature, List.of(values));
    return Arena.ofAuto().allocate(out.end().byteSize(), 8).copyFrom(out.end());
  }

  void send(Header header, String types, Object... values) throws Exception {
    socket().write(message(header, types, values));
  }

  void write(MemorySegment bytes) throws Exception {
    socket().write(bytes);
  }

  /// Sends descriptors with the first byte.
  void write(MemorySegment bytes, List<Fd> descriptors) throws Exception {
    var _ = socket().socket().send(Outgoing.of(bytes).with(descriptors), Deadline.NEVER);
  }

  static MemorySegment bytes(byte[] bytes) {
    return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  void hangUp() {
    socket().close();
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
    }
    listener.close();
  }
}
