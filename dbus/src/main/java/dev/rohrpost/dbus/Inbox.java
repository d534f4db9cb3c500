package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.MessageReader;
import dev.rohrpost.dbus.wire.Rule;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.DescriptorBuffer;
import dev.rohrpost.socket.Outgoing;
import dev.rohrpost.socket.StreamSocket;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The messages that come, and the descriptors of each. For one thread at a time.
///
/// Descriptors come with the first byte of their message, and one read may bring several messages:
/// so they wait in a queue, from which each message takes as many as it says it has.
final class Inbox implements AutoCloseable {
  /// From so many bytes on a message is not copied, but keeps the memory in which it was received.
  private static final int LARGE = 64 << 10;

  /// How many descriptors may wait for messages that are not whole yet.
  private static final int MOST_WAITING = 1024;

  private final StreamSocket socket;
  private final MessageReader reader = MessageReader.create();
  private final Decoder decoder = Decoder.create();
  private final DescriptorBuffer received = new DescriptorBuffer(Outgoing.MOST_DESCRIPTORS);
  private final ArrayDeque<Fd> queue = new ArrayDeque<>(0);

  private Header header = new Header();

  /// What came with the message that was found last.
  private List<Fd> descriptors = List.of();

  private boolean lostSome;

  /// Whether something came in which [#next()] has not found the last message yet.
  private boolean mayHaveMore;

  private boolean hasFilledMemory;

  Inbox(StreamSocket socket) {
    this.socket = socket;
  }

  /// Reads once.
  ///
  /// @return false if the deadline passed
  /// @throws EOFException if the peer has closed
  boolean read(Deadline until) throws IOException, InterruptedException {
    var room = reader.room();
    return switch (socket.read(room, received, until)) {
      case Transfer.Bytes(int count) -> {
        reader.came(count);
        hasFilledMemory = count == room.byteSize();
        mayHaveMore = true;
        takeReceived();
        yield true;
      }
      case Transfer.End() -> throw new EOFException("the peer has closed the connection");
      case Transfer.TimedOut() -> false;
    };
  }

  private void takeReceived() throws WireException {
    if (received.count() > 0) {
      queue.addAll(received.take());
      if (queue.size() > MOST_WAITING) {
        throw new WireException(
            Rule.DESCRIPTORS, queue.size() + " descriptors that no message has", 0);
      }
    }
    lostSome |= received.isCut();
  }

  /// Takes bytes that were read before, with what came before.
  void feed(MemorySegment bytes, List<Fd> fds) {
    queue.addAll(fds);
    mayHaveMore = bytes.byteSize() > 0;
    for (var at = 0L; at < bytes.byteSize(); ) {
      var room = reader.room();
      var count = Math.min(room.byteSize(), bytes.byteSize() - at);
      MemorySegment.copy(bytes, at, room, 0, count);
      reader.came(count);
      at += count;
    }
  }

  /// {@return whether something came in which [#next()] has not found the last message yet}
  boolean mayHaveMore() {
    return mayHaveMore;
  }

  /// {@return whether the last read has filled its memory, so that the kernel may have more}
  boolean hasFilledMemory() {
    return hasFilledMemory;
  }

  /// Looks for the next message. What nobody has taken of the one before is closed.
  ///
  /// @return whether there is one
  boolean next() throws WireException {
    closeDescriptors();
    if (!reader.next(header)) {
      mayHaveMore = false;
      if (!reader.isWithinMessage()) {
        closeAll(queue); // more than the messages have said: buses drop them, too
      }
      return false;
    }
    var count = header.descriptorCount();
    if (count > queue.size()) {
      throw new WireException(
          Rule.DESCRIPTORS,
          count
              + " descriptors in a message that came with "
              + queue.size()
              + (lostSome ? ": this process has no room for more" : ""),
          0);
    }
    if (count > 0) {
      descriptors = new ArrayList<>((int) count);
      for (var i = 0; i < count; i++) {
        descriptors.add(queue.remove());
      }
    }
    return true;
  }

  /// {@return the header of the message that was found last; it is filled again}
  Header header() {
    return header;
  }

  /// {@return how long that message is, in bytes}
  long size() {
    return reader.end() - reader.start();
  }

  /// {@return what reads the arguments of that message, from their beginning}
  Decoder body() throws WireException {
    decoder.begin(header, reader.memory(), reader.start(), descriptors);
    return decoder;
  }

  /// Reads the arguments of that message, and hands over its descriptors.
  Reply reply(Reply.Reader<List<Object>> reader) throws WireException {
    var values = reader.read(header.signature(), body());
    return new Reply(header.sender(), header.signature(), values, takeDescriptors());
  }

  /// Hands over that message, in memory of its own.
  Message take() {
    var own = header;
    header = new Header();
    var fds = takeDescriptors();
    if (size() < LARGE) {
      return Message.copy(own, reader.memory(), reader.start(), reader.end(), fds);
    }
    var bytes = reader.memory().asSlice(reader.start(), size());
    reader.leaveMessage();
    return new Message(own, bytes, fds);
  }

  private List<Fd> takeDescriptors() {
    var taken = descriptors;
    descriptors = List.of();
    return taken;
  }

  private void closeDescriptors() {
    if (!descriptors.isEmpty()) {
      takeDescriptors().forEach(Fd::close);
    }
  }

  private static void closeAll(ArrayDeque<Fd> fds) {
    if (!fds.isEmpty()) {
      fds.forEach(Fd::close);
      fds.clear();
    }
  }

  /// Closes the descriptors that wait.
  @Override
  public void close() {
    closeDescriptors();
    closeAll(queue);
    received.close();
  }
}
