package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.Gather;
import dev.rohrpost.socket.Outgoing;
import dev.rohrpost.socket.StreamSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The messages that are to be sent, in the order in which they were added.
///
/// One thread writes at a time. What is added meanwhile is written by it, small messages together.
/// When it has done its share, or its deadline passes, another thread goes on: never is half of a
/// message followed by another one.
final class Outbox {
  /// How long a writer waits for room before it looks whether something has to be read first.
  private static final Duration STALL = Duration.ofMillis(20);

  private static final int BATCH = 64 << 10;

  /// How often a thread writes for others before somebody else goes on.
  private static final int SHARE = 64;

  /// From so many bytes on, the size of a message may be why a bus has ended the connection.
  private static final long LARGE = 1 << 20;

  private final StreamSocket socket;
  private final ReentrantLock lock;
  private final Outbounds outbounds;
  private final Gather parts;

  /// These are guarded by the lock.
  private final ArrayDeque<Outbound> queue = new ArrayDeque<>();

  private long queuedBytes;
  private boolean writing;
  private boolean isClosed;
  private long longest;

  /// What is being written: belongs to the writer.
  private final List<Outbound> underway = new ArrayList<>();

  private long underwayBytes;
  private MemorySegment batch = MemorySegment.NULL;

  Outbox(StreamSocket socket, ReentrantLock lock, Outbounds outbounds) {
    this.socket = socket;
    this.lock = lock;
    this.outbounds = outbounds;
    this.parts = new Gather(1, Outgoing.MOST_DESCRIPTORS);
  }

  /// What a writer does while nothing can be written.
  interface Stall {
    void readMeanwhile() throws InterruptedException;
  }

  /// Adds a message; with the lock.
  void add(Outbound message) {
    if (isClosed) {
      outbounds.giveBack(message);
      return;
    }
    queue.add(message);
    queuedBytes += message.bytes.byteSize();
    if (message.call != null) {
      message.call.waiting = message;
    }
  }

  /// {@return how many bytes wait; with the lock}
  long queuedBytes() {
    return queuedBytes;
  }

  /// {@return whether somebody is writing; with the lock}
  boolean isWriting() {
    return writing;
  }

  /// Becomes the writer, if there is something to write and nobody does; with the lock.
  ///
  /// @return whether the thread has to [#write] now
  boolean claim() {
    if (writing || isClosed || (queue.isEmpty() && parts.size() == 0)) {
      return false;
    }
    writing = true;
    return true;
  }

  /// Takes a message back that nobody has begun to write; with the lock.
  void withdraw(Outbound message) {
    if (queue.remove(message)) {
      queuedBytes -= message.bytes.byteSize();
      outbounds.giveBack(message);
    }
  }

  /// Writes until nothing is left, or the deadline passes, or it has written enough for others.
  ///
  /// @param stall what to do while nothing can be written
  /// @return whether the thread still is the writer, as it is when this throws something: then it
  ///   has to [#leave]
  boolean write(Deadline deadline, @Nullable Stall stall)
      throws UnixException, InterruptedException {
    for (var rounds = 0; rounds < SHARE; rounds++) {
      if (!hasMore()) {
        return false;
      }
      if (!writeRest(deadline, stall)) {
        return true;
      }
    }
    return true;
  }

  /// Stops writing in the middle.
  ///
  /// @return whether somebody has to go on, who is the writer now
  boolean leave() {
    lock.lock();
    try {
      putBack();
      writing = !isClosed && (!queue.isEmpty() || parts.size() > 0);
      return writing;
    } finally {
      lock.unlock();
    }
  }

  /// As long as no byte of them was written, messages can be taken back by their callers.
  private void putBack() {
    if (parts.size() == 0 || parts.size() < underwayBytes) {
      return;
    }
    parts.clear();
    for (var i = underway.size() - 1; i >= 0; i--) {
      var message = underway.get(i);
      queue.addFirst(message);
      queuedBytes += message.bytes.byteSize();
      if (message.call != null) {
        message.call.waiting = message;
        message.call.begun = false;
      }
    }
    underway.clear();
  }

  /// Says that what was to be written is written, and chooses what is next: a message, or as many
  /// small ones as there are. When nothing is left, this thread is not the writer any more.
  private boolean hasMore() {
    lock.lock();
    try {
      if (parts.size() > 0) {
        return true;
      }
      underway.forEach(outbounds::giveBack);
      underway.clear();
      var first = isClosed ? null : queue.poll();
      if (first == null) {
        writing = false;
        return false;
      }
      take(first);
      first.descriptors().forEach(parts::attach);
      parts.add(queue.isEmpty() ? first.bytes : together(first));
      underwayBytes = parts.size();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private MemorySegment together(Outbound first) {
    var size = first.bytes.byteSize();
    if (size > BATCH) {
      return first.bytes;
    }
    if (batch.byteSize() == 0) {
      batch = Arena.ofAuto().allocate(BATCH, Long.BYTES);
    }
    MemorySegment.copy(first.bytes, 0, batch, 0, size);
    for (var next = queue.peek();
        next != null && next.descriptors().isEmpty() && size + next.bytes.byteSize() <= BATCH;
        next = queue.peek()) {
      take(queue.remove());
      MemorySegment.copy(next.bytes, 0, batch, size, next.bytes.byteSize());
      size += next.bytes.byteSize();
    }
    return batch.asSlice(0, size);
  }

  private void take(Outbound message) {
    queuedBytes -= message.bytes.byteSize();
    longest = Math.max(longest, message.bytes.byteSize());
    if (message.call != null) {
      message.call.waiting = null;
      message.call.begun = true;
    }
    underway.add(message);
  }

  /// @return false if the deadline passed
  private boolean writeRest(Deadline deadline, @Nullable Stall stall)
      throws UnixException, InterruptedException {
    var until = Deadline.NOW;
    while (parts.size() > 0) {
      if (socket.write(parts, until) instanceof Transfer.Bytes) {
        until = Deadline.NOW;
      } else if (deadline.hasPassed()) {
        return false;
      } else if (stall == null) {
        until = deadline;
      } else {
        stall.readMeanwhile();
        until = deadline.remainingNanos() < STALL.toNanos() ? deadline : Deadline.after(STALL);
      }
    }
    return true;
  }

  void closeSocket() {
    socket.close();
  }

  /// {@return what to say about messages that may have been too long for the peer; empty if none
  /// was}
  String suspicion() {
    return longest < LARGE
        ? ""
        : "; the longest message to it had " + longest + " bytes, perhaps more than it takes";
  }

  /// Drops what was not written.
  void close() {
    lock.lock();
    try {
      isClosed = true;
      underway.forEach(Outbound::closeDescriptors);
      queue.forEach(message -> message.descriptors().forEach(Fd::close));
      queue.clear();
      queuedBytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
