package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.gen.snippets.hops.Hop;
import dev.rohrpost.rpc.gen.snippets.hops.Tree;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.Allocated;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives a server and a client any bytes. They may only say that they are wrong, and take memory
/// for what has come, and not for what is announced.
public final class Scribbles {
  /// How many bytes may be allocated whatever comes: exceptions with their stacks.
  private static final long ANYWAY = 128 << 10;

  /// What Jazzer puts between allocates, too, most of all where patterns are matched.
  private static final long TOLERANCE = System.getenv("JAZZER_FUZZ") == null ? 1 : 100;

  private static final int MOST = 100_000;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private Scribbles() {}

  /// Checks that an action allocates no more than a multiple of its input. What is over is tried
  /// again: the first time classes are loaded.
  ///
  /// @param multiple how many bytes there may be for each of the input
  /// @param input what the action reads
  /// @param action what is measured
  /// @throws Exception what it throws
  public static void within(long multiple, byte[] input, Allocated.Action action) throws Exception {
    var most = TOLERANCE * (multiple * input.length + ANYWAY);
    var bytes = Allocated.bytes(action);
    if (bytes > most) {
      bytes = Math.min(bytes, Allocated.bytes(action));
    }
    if (bytes > most) {
      throw new AssertionError(bytes + " bytes for an input of " + input.length);
    }
  }

  private interface Records {
    void take(MemorySegment memory, long start, long end) throws Exception;
  }

  /// Reads records as they come in pieces, of a length that the first byte says.
  private static void read(byte[] bytes, Records records) throws Exception {
    if (bytes.length == 0) {
      return;
    }
    var reader = new RecordReader(MOST, 100);
    var piece = 1 + 7 * Byte.toUnsignedInt(bytes[0]);
    try {
      for (var at = 1; at < bytes.length; ) {
        var growth = reader.growth();
        var before = reader.capacity();
        var room = reader.room();
        if (reader.capacity() > before + growth) {
          throw new AssertionError("has grown by more than was told");
        }
        var count = (int) Math.min(room.byteSize(), Math.min(piece, bytes.length - at));
        MemorySegment.copy(bytes, at, room, ValueLayout.JAVA_BYTE, 0, count);
        reader.came(count);
        at += count;
        while (reader.next()) {
          records.take(reader.memory(), reader.start(), reader.end());
        }
        if (reader.capacity() > Math.max(RecordReader.SMALLEST, 4L * at)) {
          throw new AssertionError(reader.capacity() + " bytes for " + at);
        }
      }
    } catch (RecordReader.MalformedException _) {
      // the connection would be closed
    }
  }

  /// Procedures with arguments of many kinds, which are answered as they came.
  private static final class Mirror implements RpcService {
    @Override
    public Program program() {
      return EchoService.ID;
    }

    @Override
    public void serve(Call call) throws Exception {
      switch (call.procedure()) {
        case 1 -> echo(call, EchoService.BYTES);
        case 2 -> echo(call, Tree.CODEC);
        case 3 -> echo(call, Hop.CHAIN);
        case 4 -> echo(call, Xdr.string(1000));
        case 5 -> call.drop();
        default -> call.noSuchProcedure();
      }
    }

    private static <T> void echo(Call call, XdrCodec<T> codec) throws XdrException {
      call.reply(codec, call.arguments(codec));
    }
  }

  /// A connection to a server.
  ///
  /// @param bytes what comes
  /// @throws Exception if something is wrong
  public static void server(byte[] bytes) throws Exception {
    within(2 * XdrReader.AMPLIFICATION, bytes, () -> serve(bytes));
  }

  private static void serve(byte[] bytes) throws Exception {
    var here = InternetAddress.loopback(1);
    var incoming =
        new Incoming(
            new Services(List.of(new Mirror())),
            (what, cause) -> {
              throw new AssertionError(what, cause);
            },
            new CallTime(ServerLimits.DEFAULT.callTime()),
            () -> new Caller(RpcAddress.tcp(here), here, Optional.empty()));
    var replies = XdrWriter.create();
    read(
        bytes,
        (memory, start, end) -> {
          replies.clear();
          var isCall = incoming.serve(memory, start, end, replies, 0);
          if (isCall && incoming.hasReply()) {
            var reply = XdrReader.of(replies.contiguous());
            if (reply.getInt() != memory.get(INT, start) || reply.getInt() != 1) {
              throw new AssertionError("a reply to something else");
            }
            var _ = Reply.read(reply);
          } else if (replies.size() > 0) {
            throw new AssertionError("a reply to what is no call");
          }
          incoming.release();
        });
  }

  /// The waiting calls of a client, without a connection.
  private static final class Waiting extends Exchange {
    @Override
    void transmit(PendingCall call, Deadline deadline) {}

    @Override
    @Nullable XdrReader receive(PendingCall mine, Deadline until) {
      return null;
    }

    @Override
    boolean takesOverWriting(PendingCall call) {
      return false;
    }

    @Override
    void write(PendingCall call, Deadline deadline) {}

    @Override
    Deadline patience(PendingCall call, Deadline deadline) {
      return deadline;
    }

    @Override
    void repeat(PendingCall call) {}

    @Override
    boolean forget(PendingCall call) {
      return true;
    }

    @Override
    void closeSocket() {}
  }

  /// A connection to a client with eight calls in flight. Their numbers are random, so a small xid
  /// stands for one of them.
  ///
  /// @param bytes what comes
  /// @throws Exception if something is wrong
  public static void client(byte[] bytes) throws Exception {
    within(2 * XdrReader.AMPLIFICATION, bytes, () -> answer(bytes));
  }

  private static void answer(byte[] bytes) throws Exception {
    var exchange = new Waiting();
    var calls = new ArrayList<PendingCall>();
    for (var i = 0; i < 8; i++) {
      calls.add(new PendingCall(100));
      exchange.begin(calls.getLast());
    }
    var counts = new int[2];
    read(
        bytes,
        (memory, start, end) -> {
          counts[0]++;
          if (end - start >= 4 && (memory.get(INT, start) & ~7) == 0) {
            memory.set(INT, start, calls.get(memory.get(INT, start)).xid);
          }
          var own = exchange.dispatch(memory, start, end, calls.getFirst(), null);
          if (own != null) {
            counts[1]++;
            decode(own);
          }
        });
    for (var call : calls.subList(1, calls.size())) {
      if (call.answered) {
        counts[1]++;
        decode(call.kept());
      }
    }
    if (counts[1] > calls.size() || counts[0] != counts[1] + exchange.strays()) {
      throw new AssertionError(counts[0] + " messages, " + counts[1] + " replies");
    }
  }

  private static void decode(XdrReader reply) {
    try {
      if (Reply.read(reply) == null) {
        var _ = Tree.CODEC.decode(reply);
      }
    } catch (XdrException _) {
      // the caller is told
    }
  }
}
