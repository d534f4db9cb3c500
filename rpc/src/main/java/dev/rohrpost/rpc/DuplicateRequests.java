package dev.rohrpost.rpc;

import dev.rohrpost.xdr.Opaque;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Knows the calls that were carried out lately and their replies. A caller that got no reply sends
/// its message again, and must not have the call carried out again. Over a stream it does so when
/// it has lost its connection: on the same one the same number is another call. Does no I/O.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-5">RFC 5531, section 5</a>
final class DuplicateRequests {
  /// Up to here lies what tells one call from another.
  static final int SHORTEST = 40;

  /// How many bytes of replies to remember.
  static final long MOST_BYTES = 4 << 20;

  /// How much of a message is compared: the head and what makes arguments differ.
  private static final int COMPARED = 512;

  private static final Known NEW = new Known.New();

  /// Of datagrams, which have no connection.
  private static final Object NOWHERE = new Object();

  private final int mostCalls;
  private final long mostBytes;
  private final LinkedHashMap<Key, Known> replies = new LinkedHashMap<>();
  private long bytes;

  /// @param mostCalls how many calls to remember
  DuplicateRequests(int mostCalls) {
    this(mostCalls, MOST_BYTES);
  }

  /// @param mostCalls how many calls to remember
  /// @param mostBytes how many bytes of replies
  DuplicateRequests(int mostCalls, long mostBytes) {
    this.mostCalls = mostCalls;
    this.mostBytes = mostBytes;
  }

  /// A call, as a caller makes it only once.
  ///
  /// @param caller what stays the same of it: a datagram's address, the host of a connection, the
  ///   process behind a UNIX socket
  record Key(Object caller, int xid, int program, int version, int procedure, long checksum) {
    /// @param size how many bytes of the memory the message has
    static Key of(Object caller, MemorySegment message, long size) {
      return new Key(
          caller,
          message.get(Protocol.INT, 0),
          message.get(Protocol.INT, Protocol.PROGRAM_AT),
          message.get(Protocol.INT, Protocol.VERSION_AT),
          message.get(Protocol.INT, Protocol.PROCEDURE_AT),
          checksum(message, Math.min(COMPARED, size)));
    }

    /// FNV-1a, but by words: only what is the same message by chance must differ.
    private static long checksum(MemorySegment message, long size) {
      var sum = 0xcbf2_9ce4_8422_2325L ^ size;
      long at = 0;
      for (; at + Integer.BYTES <= size; at += Integer.BYTES) {
        sum = (sum ^ message.get(Protocol.INT, at)) * 0x100_0000_01b3L;
      }
      for (; at < size; at++) {
        sum = (sum ^ message.get(ValueLayout.JAVA_BYTE, at)) * 0x100_0000_01b3L;
      }
      return sum;
    }
  }

  /// The knowledge about a call.
  sealed interface Known {
    /// Nothing: it is no duplicate.
    record New() implements Known {}

    /// It is being carried out.
    ///
    /// @param from the connection over which it has come
    record UnderWay(Object from) implements Known {}

    /// It was carried out.
    ///
    /// @param from the connection over which it had come
    /// @param reply what was answered
    record Answered(Object from, Opaque reply) implements Known {}
  }

  /// Asks whether a datagram is a duplicate. If not, it counts as being carried out from now on.
  Known find(Key key) {
    return find(key, NOWHERE);
  }

  /// The same of a call over a connection.
  synchronized Known find(Key key, Object from) {
    var known = replies.get(key);
    if (known == null || (from != NOWHERE && from.equals(origin(known)))) {
      put(key, new Known.UnderWay(from));
      return NEW;
    }
    return known;
  }

  private static @Nullable Object origin(Known known) {
    return switch (known) {
      case Known.New() -> null;
      case Known.UnderWay(Object from) -> from;
      case Known.Answered(Object from, Opaque _) -> from;
    };
  }

  private void put(Key key, Known known) {
    bytes += size(known) - size(replies.put(key, known));
  }

  private static long size(@Nullable Known known) {
    return known instanceof Known.Answered(Object _, Opaque reply) ? reply.size() : 0;
  }

  /// Remembers the reply to a call.
  synchronized void answered(Key key, Opaque reply) {
    var from = origin(replies.getOrDefault(key, NEW));
    if (from != null) {
      put(key, new Known.Answered(from, reply));
    }
    var oldest = replies.entrySet().iterator();
    while ((replies.size() > mostCalls || bytes > mostBytes) && oldest.hasNext()) {
      var known = oldest.next().getValue();
      if (known instanceof Known.Answered) { // the others have to stay
        bytes -= size(known);
        oldest.remove();
      }
    }
  }

  /// Forgets a call that has no reply.
  synchronized void forget(Key key) {
    if (replies.get(key) instanceof Known.UnderWay) {
      replies.remove(key);
    }
  }
}
