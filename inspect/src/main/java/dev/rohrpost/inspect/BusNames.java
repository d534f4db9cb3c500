package dev.rohrpost.inspect;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A connection to a message bus, only to ask who has which name.
///
/// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html">D-Bus specification</a>
final class BusNames implements AutoCloseable {
  private static final String BUS = "org.freedesktop.DBus";
  private static final String PEER = "message bus";
  private static final int METHOD_RETURN = 2;
  private static final int ERROR = 3;
  private static final int REPLY_SERIAL = 5;
  private static final int FIXED = 16;
  private static final int MOST = 1 << 24;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment room = arena.allocate(1 << 16);
  private final StreamSocket socket;
  private final Deadline deadline;
  private int serial;

  private BusNames(StreamSocket socket, Deadline deadline) {
    this.socket = socket;
    this.deadline = deadline;
  }

  static BusNames connect(UnixAddress address, Deadline deadline)
      throws UnixException, InterruptedException {
    var socket = StreamSocket.connect(address, deadline).orElseThrow(BusNames::late);
    return new BusNames(socket, deadline);
  }

  /// Returns the process of each name that somebody chose.
  Map<String, Integer> owners() throws UnixException, InterruptedException {
    var user = Integer.toString(UnistdH.geteuid()).getBytes(StandardCharsets.US_ASCII);
    send(
        ("\0AUTH EXTERNAL " + HexFormat.of().formatHex(user) + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    var answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n")) {
      answer.append((char) receive(1).get());
    }
    if (!answer.toString().startsWith("OK ")) {
      throw UnixException.verdict("recv", PEER, "it refused us: " + answer.toString().strip());
    }
    send("BEGIN\r\n".getBytes(StandardCharsets.US_ASCII));
    var _ = reply(call("Hello", List.of()));
    var names = reply(call("ListNames", List.of()));
    var asked = new HashMap<Integer, String>();
    for (var end = names.getInt() + names.position(); names.position() < end; ) {
      var name = text(names);
      if (!name.startsWith(":")) { // the unique names of connections
        asked.put(call("GetConnectionUnixProcessID", List.of(name)), name);
      }
    }
    var owners = new TreeMap<String, Integer>();
    while (!asked.isEmpty()) {
      var message = receive();
      var name = asked.remove(message.answers());
      if (name != null && message.type() == METHOD_RETURN) {
        owners.put(name, message.body().getInt());
      }
    }
    return owners;
  }

  private int call(String member, List<String> arguments)
      throws UnixException, InterruptedException {
    var fields = new Marshaller();
    fields.field(1, "o", "/org/freedesktop/DBus");
    fields.field(2, "s", BUS);
    fields.field(3, "s", member);
    fields.field(6, "s", BUS);
    if (!arguments.isEmpty()) {
      fields.field(8, "g", "s".repeat(arguments.size()));
    }
    var body = new Marshaller();
    arguments.forEach(body::text);
    var message = new Marshaller();
    message.bytes.writeBytes(new byte[] {'l', 1, 0, 1});
    message.number(body.bytes.size());
    message.number(++serial);
    message.number(fields.bytes.size());
    message.bytes.writeBytes(fields.bytes.toByteArray());
    message.align(8);
    message.bytes.writeBytes(body.bytes.toByteArray());
    send(message.bytes.toByteArray());
    return serial;
  }

  private ByteBuffer reply(int call) throws UnixException, InterruptedException {
    while (true) {
      var message = receive();
      if (message.answers() == call) {
        if (message.type() == ERROR) {
          throw UnixException.verdict("recv", PEER, "it refused the call");
        }
        return message.body();
      }
    }
  }

  private record Message(int type, int answers, ByteBuffer body) {}

  private Message receive() throws UnixException, InterruptedException {
    var fixed = receive(FIXED);
    var order = fixed.get(0) == 'l' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    var body = fixed.order(order).getInt(4);
    var fields = fixed.getInt(12);
    if (body < 0 || fields < 0 || body > MOST || fields > MOST) {
      throw malformed();
    }
    var head = receive((fields + 7) & ~7).order(order).limit(fields);
    var answers = answers(head);
    return new Message(fixed.get(1), answers, receive(body).order(order));
  }

  /// Finds out which call a message answers.
  private static int answers(ByteBuffer fields) throws UnixException {
    while (fields.hasRemaining()) {
      fields.position((fields.position() + 7) & ~7);
      var field = fields.get();
      var type = signature(fields);
      switch (type) {
        case "s", "o" -> text(fields);
        case "g" -> signature(fields);
        case "u" -> {
          fields.position((fields.position() + 3) & ~3);
          var value = fields.getInt();
          if (field == REPLY_SERIAL) {
            return value;
          }
        }
        default -> throw malformed();
      }
    }
    return 0;
  }

  private static String text(ByteBuffer from) {
    from.position((from.position() + 3) & ~3);
    return string(from, from.getInt());
  }

  private static String signature(ByteBuffer from) {
    return string(from, from.get());
  }

  private static String string(ByteBuffer from, int length) {
    var bytes = new byte[length];
    from.get(bytes).get(); // and the zero byte
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void send(byte[] bytes) throws UnixException, InterruptedException {
    MemorySegment.copy(bytes, 0, room, ValueLayout.JAVA_BYTE, 0, bytes.length);
    if (socket.write(room.asSlice(0, bytes.length), deadline) instanceof Transfer.TimedOut) {
      throw late();
    }
  }

  private ByteBuffer receive(int count) throws UnixException, InterruptedException {
    var bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      var some = room.asSlice(0, Math.min(bytes.remaining(), room.byteSize()));
      switch (socket.read(some, deadline)) {
        case Transfer.Bytes(var read) -> bytes.put(some.asSlice(0, read).asByteBuffer());
        case Transfer.TimedOut _ -> throw late();
        default -> throw UnixException.verdict("recv", PEER, "it closed the connection");
      }
    }
    return bytes.flip();
  }

  private static UnixException late() {
    return UnixException.verdict("recv", PEER, "no answer in time");
  }

  private static UnixException malformed() {
    return UnixException.verdict("recv", PEER, "it sent a malformed message");
  }

  @Override
  public void close() {
    socket.close();
    arena.close();
  }

  /// Writes in the format of the bus, the least significant byte first.
  private static final class Marshaller {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void align(int size) {
      while (bytes.size() % size != 0) {
        bytes.write(0);
      }
    }

    void number(int value) {
      align(Integer.BYTES);
      for (var shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        bytes.write(value >> shift);
      }
    }

    void text(String value) {
      var encoded = value.getBytes(StandardCharsets.UTF_8);
      number(encoded.length);
      bytes.writeBytes(encoded);
      bytes.write(0);
    }

    /// The fields begin at a multiple of eight, so that they can be put together on their own.
    void field(int code, String type, String value) {
      align(8);
      bytes.writeBytes(new byte[] {(byte) code, 1, (byte) type.charAt(0), 0});
      if (type.equals("g")) {
        bytes.write(value.length());
        bytes.writeBytes((value + "\0").getBytes(StandardCharsets.US_ASCII));
      } else {
        text(value);
      }
    }
  }
}
