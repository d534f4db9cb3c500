package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A call that has been made and not been answered: the message, who waits for the reply, and the
/// reply when it comes. It is used again for other calls.
///
/// Fields that are not private are guarded by the lock of its [CallTable], but for the message and
/// the reply, which one thread at a time uses.
final class PendingCall {
  /// Room for most replies that another thread hands over.
  private static final int SMALLEST = 256;

  /// How much memory is kept for the next call.
  private static final int KEPT = 64 << 10;

  final XdrWriter message;
  private final XdrReader reader = XdrReader.of(MemorySegment.NULL);

  int xid;
  @Nullable PendingCall previous;
  @Nullable PendingCall next;
  @Nullable Thread waiting;

  /// Whether the message, or its beginning, was given to the kernel.
  boolean begun;

  /// Whether all of it was.
  boolean sent;

  /// Whether the reply is here.
  boolean answered;

  /// Whether another thread still writes the message, whose own call has ended.
  boolean inUse;

  /// Over UDP: how long to wait for the reply before the message is sent again, and until when.
  Duration pause = Duration.ZERO;

  Deadline patience = Deadline.NEVER;

  private MemorySegment copy = MemorySegment.NULL;

  PendingCall(long most) {
    message = XdrWriter.withLimit(most);
  }

  /// Gets ready for the next call.
  void reset() {
    message.clear();
    begun = false;
    sent = false;
    answered = false;
    inUse = false;
    waiting = null;
    if (copy.byteSize() > KEPT) {
      copy = MemorySegment.NULL;
    }
  }

  /// Takes a reply that lies where it stays until it was read.
  XdrReader read(MemorySegment memory, long from, long to) {
    reader.reset(memory, from, to, null);
    return reader;
  }

  /// Takes a reply that another thread has received.
  void keep(MemorySegment memory, long from, long to) {
    var size = to - from;
    if (copy.byteSize() < size) {
      copy = Arena.ofAuto().allocate(Math.max(SMALLEST, size), Long.BYTES);
    }
    MemorySegment.copy(memory, from, copy, 0, size);
    reader.reset(copy, 0, size, null);
  }

  XdrReader kept() {
    return reader;
  }

  /// Lets its thread look again.
  void wake() {
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }
}
