package dev.rohrpost.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.Gather;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// Calls over a stream.
///
/// One thread writes at a time. A call that comes meanwhile is put into a queue, which that thread
/// writes together as soon as it has written its own. If its deadline comes first, it leaves the
/// rest to the next thread: never is half of a message followed by another one.
final class StreamExchange extends Exchange {
  /// How long a writer waits for room before it looks whether replies have to be read first.
  private static final Duration STALL = Duration.ofMillis(20);

  private static final int BATCH = 64 << 10;

  /// From so many calls in flight on, others are likely to come at once.
  private static final int CROWD = 4;

  /// A message of more parts is copied together.
  private static final int MOST_PARTS = 64;

  private final StreamSocket socket;
  private final ClientLimits limits;
  private final RecordReader records;

  /// These are guarded by the lock.
  private final ArrayDeque<PendingCall> queue = new ArrayDeque<>();

  private final Condition room = lock.newCondition();
  private long queuedBytes;
  private boolean writing;

  /// The calls of which the bytes are being written, or are to be: they belong to the writer.
  private final List<PendingCall> underway = new ArrayList<>();

  private MemorySegment rest = MemorySegment.NULL;

  /// In place of that, a message of the writer's own with large data, which are sent from where its
  /// caller has them: nobody else may write it.
  private @Nullable Gather parts;

  private MemorySegment batch = MemorySegment.NULL;
  private int waitingForRoom;

  StreamExchange(StreamSocket socket, ClientLimits limits) {
    this.socket = socket;
    this.limits = limits;
    this.records = new RecordReader(limits.record(), limits.fragments());
  }

  @Override
  void transmit(PendingCall call, Deadline deadline) throws UnixException, InterruptedException {
    if (becomesWriter(call, deadline)) {
      write(call, deadline);
    }
  }

  /// Puts a call into the queue. Where many threads call, the writer lets the others run first:
  /// what they add leaves in the same write, in place of one for each.
  ///
  /// @return whether this thread has to write
  @SuppressWarnings("ThreadPriorityCheck") // it is right as well if nobody else runs
  private boolean becomesWriter(PendingCall call, Deadline deadline) throws InterruptedException {
    var crowded = false;
    lock.lockInterruptibly();
    try {
      while (writing && queuedBytes >= limits.queuedBytes()) {
        if (deadline.hasPassed()) {
          return false;
        }
        waitingForRoom++;
        try {
          var _ = room.awaitNanos(deadline.remainingNanos());
        } finally {
          waitingForRoom--;
        }
      }
      queue.add(call);
      queuedBytes += call.message.size();
      if (writing) {
        return false;
      }
      writing = true;
      crowded = inFlight() >= CROWD;
    } finally {
      lock.unlock();
    }
    if (crowded) {
      Thread.yield();
    }
    return true;
  }

  @Override
  boolean takesOverWriting(PendingCall call) {
    if (call.sent || writing) {
      return false;
    }
    writing = true;
    return true;
  }

  @Override
  Deadline patience(PendingCall call, Deadline deadline) {
    return deadline;
  }

  @Override
  void repeat(PendingCall call) {}

  /// Writes until nothing is left, or the deadline of the writer passes.
  @Override
  void write(PendingCall writer, Deadline deadline) throws UnixException, InterruptedException {
    var finished = false;
    try {
      while (hasMore(writer)) {
        if (!writeRest(writer, deadline)) {
          return;
        }
      }
      finished = true;
    } finally {
      if (!finished) {
        giveUp(writer);
      }
    }
  }

  /// Says that what was to be written is written, and chooses what is next: what somebody has left,
  /// or a message, or as many small ones as there are. When nothing is left, this thread is not the
  /// writer any more.
  private boolean hasMore(PendingCall writer) {
    lock.lock();
    try {
      if (isUnderway()) {
        return true;
      }
      for (var i = 0; i < underway.size(); i++) {
        underway.get(i).sent = true;
      }
      underway.clear();
      var first = queue.poll();
      if (first == null) {
        writing = false;
        promote();
        return false;
      }
      take(first);
      if (first != writer || !gathers(first.message)) {
        rest = queue.isEmpty() ? first.message.contiguous() : together(first);
      }
      if (waitingForRoom > 0) {
        room.signalAll();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// {@return whether a message is written from where its parts lie}
  private boolean gathers(XdrWriter message) {
    if (message.partCount() == 1 || message.partCount() > MOST_PARTS) {
      return false;
    }
    var all = parts == null ? new Gather(MOST_PARTS) : parts;
    parts = all;
    message.parts(all::add);
    return true;
  }

  private MemorySegment together(PendingCall first) {
    if (batch.byteSize() == 0) {
      batch = Arena.ofAuto().allocate(BATCH, Long.BYTES);
    }
    var size = first.message.size();
    if (size > BATCH) {
      return first.message.contiguous();
    }
    MemorySegment.copy(first.message.contiguous(), 0, batch, 0, size);
    for (var call = queue.peek();
        call != null && size + call.message.size() <= BATCH;
        call = queue.peek()) {
      take(queue.remove());
      MemorySegment.copy(call.message.contiguous(), 0, batch, size, call.message.size());
      size += call.message.size();
    }
    return batch.asSlice(0, size);
  }

  private void take(PendingCall call) {
    queuedBytes -= call.message.size();
    call.begun = true;
    underway.add(call);
  }

  /// @return false if the deadline passed
  private boolean writeRest(PendingCall writer, Deadline deadline)
      throws UnixException, InterruptedException {
    var until = Deadline.NOW;
    while (isUnderway()) {
      if (writeSome(until)) {
        until = Deadline.NOW;
      } else if (deadline.hasPassed()) {
        return false;
      } else {
        readMeanwhile(writer);
        until = deadline.remainingNanos() < STALL.toNanos() ? deadline : Deadline.after(STALL);
      }
    }
    return true;
  }

  private boolean isUnderway() {
    return rest.byteSize() > 0 || (parts != null && parts.size() > 0);
  }

  /// @return false if the deadline passed
  private boolean writeSome(Deadline until) throws UnixException, InterruptedException {
    if (parts != null && parts.size() > 0) {
      return socket.write(parts, until) instanceof Transfer.Bytes;
    }
    if (socket.write(rest, until) instanceof Transfer.Bytes(int count)) {
      rest = count == rest.byteSize() ? MemorySegment.NULL : rest.asSlice(count);
      return true;
    }
    return false;
  }

  /// The peer may not read before we do: its replies to calls that were given up have filled the
  /// way back. The reply to the writer's own call is kept like those of others, as it has no time
  /// to read it now.
  private void readMeanwhile(PendingCall writer) throws UnixException, InterruptedException {
    if (leadFor(writer)) {
      try {
        var _ = receive(NOBODY, Deadline.NOW);
      } catch (UnixException e) {
        throw e;
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  /// Copies what is left: from now on the caller may do with its data what it likes.
  private void keepRest(XdrWriter message, Gather left) {
    try {
      rest = message.contiguous().asSlice(message.size() - left.size());
    } catch (IllegalStateException e) { // half a message is written, and the rest was freed
      fail(new IOException("data of a call were freed before they were sent", e));
    } finally {
      left.clear();
    }
  }

  /// Lets another thread go on.
  private void giveUp(PendingCall writer) {
    lock.lock();
    try {
      if (parts != null && parts.size() > 0) {
        keepRest(writer.message, parts);
      }
      writing = false;
      room.signalAll();
      for (var call : underway) {
        if (call != writer && call.waiting != null) {
          call.wake();
          return;
        }
      }
      for (var call : queue) {
        if (call != writer) {
          call.wake();
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  boolean forget(PendingCall call) {
    if (call.sent) {
      return true;
    }
    if (queue.remove(call)) {
      queuedBytes -= call.message.size();
      return true;
    }
    return !underway.contains(call);
  }

  @Override
  @Nullable XdrReader receive(PendingCall mine, Deadline until)
      throws IOException, InterruptedException {
    if (records.wish() > 0) {
      records.widen();
    }
    if (until == Deadline.NEVER) {
      var count = socket.read(records.room());
      if (count < 0) {
        throw new EOFException("the peer has closed the connection");
      }
      return received(count, mine);
    }
    return switch (socket.read(records.room(), until)) {
      case Transfer.Bytes(int count) -> received(count, mine);
      case Transfer.End() -> throw new EOFException("the peer has closed the connection");
      case Transfer.TimedOut() -> null;
    };
  }

  private @Nullable XdrReader received(int count, PendingCall mine) throws IOException {
    records.came(count);
    try {
      XdrReader own = null;
      while (records.next()) {
        own = dispatch(records.memory(), records.start(), records.end(), mine, own);
      }
      return own;
    } catch (RecordReader.MalformedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  void closeSocket() {
    socket.close();
  }
}
