package dev.rohrpost.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.function.Consumer;

/// Messages made by hand, and a connection that sends any bytes.
final class Wire implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StreamSocket socket;
  private final Arena arena = Arena.ofShared();

  Wire(StreamSocket socket) {
    this.socket = socket;
  }

  static Wire to(RpcServer server) throws Exception {
    return switch (server.addresses().getFirst()) {
      case RpcAddress.Tcp(var at) -> new Wire(StreamSocket.connect(at));
      case RpcAddress.Unix(var at) -> new Wire(StreamSocket.connect(at));
      case RpcAddress.Udp _ -> throw new AssertionError("no stream");
    };
  }

  /// A message without mark.
  static byte[] message(Consumer<XdrWriter> items) {
    var out = XdrWriter.create();
    items.accept(out);
    return out.toArray();
  }

  /// The head of a call with AUTH_NONE.
  static void head(XdrWriter out, int xid, int procedure) {
    out.putInt(xid);
    out.putInt(0);
    out.putInt(2);
    out.putInt((int) EchoService.ID.number());
    out.putInt(1);
    out.putInt(procedure);
    Authentication.writeNone(out);
    Authentication.writeNone(out);
  }

  static byte[] call(int xid, int procedure) {
    return message(out -> head(out, xid, procedure));
  }

  /// A fragment of a record.
  static byte[] fragment(byte[] bytes, int from, int to, boolean last) {
    return ByteBuffer.allocate(4 + to - from)
        .putInt(to - from | (last ? 0x8000_0000 : 0))
        .put(bytes, from, to - from)
        .array();
  }

  /// A record of one fragment.
  static byte[] record(byte[] bytes) {
    return fragment(bytes, 0, bytes.length, true);
  }

  static byte[] together(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  Wire send(byte[] bytes) throws Exception {
    socket.write(
        arena
            .allocate(Math.max(1, bytes.length))
            .copyFrom(MemorySegment.ofArray(bytes))
            .asSlice(0, bytes.length));
    return this;
  }

  /// Receives a record, whatever it is.
  XdrReader receive() throws Exception {
    var mark = bytes(4);
    return XdrReader.of(
        bytes(
            mark.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0)
                & 0x7fff_ffff));
  }

  private MemorySegment bytes(int size) throws Exception {
    var all = arena.allocate(Math.max(1, size)).asSlice(0, size);
    var deadline = Deadline.after(PATIENCE);
    for (long at = 0; at < size; ) {
      if (!(socket.read(all.asSlice(at), deadline) instanceof Transfer.Bytes(int count))) {
        throw new AssertionError("the end after " + at + " bytes of " + size);
      }
      at += count;
    }
    return all;
  }

  /// {@return whether the peer closes, without sending anything}
  boolean isClosed() throws Exception {
    try {
      return socket.read(arena.allocate(1), Deadline.after(PATIENCE)) instanceof Transfer.End;
    } catch (UnixException.Disconnected e) {
      return true;
    }
  }

  StreamSocket socket() {
    return socket;
  }

  @Override
  public void close() {
    socket.close();
    arena.close();
  }
}
