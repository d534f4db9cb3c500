package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Outgoing;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.SocketType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sends to who is at the other end of a socket.
final class SocketSender implements Sender {
  /// What the kernel needs of the send buffer for a message of a UNIX socket.
  private static final int OVERHEAD = 32;

  /// A packet of the internet has up to 65,535 bytes, heads included.
  private static final int LONGEST_UDP = 65_507;

  private static final int LONGEST_UDP_6 = 65_527;

  private final String carrier;
  private final AnySocket socket;

  /// Sends through a connected socket.
  ///
  /// @param carrier such as `unix:`
  SocketSender(String carrier, AnySocket socket) {
    this.carrier = carrier;
    this.socket = socket;
  }

  @Override
  public boolean keepsBorders() {
    return !isStream();
  }

  private boolean isStream() {
    return socket.socket().type().equals(SocketType.STREAM);
  }

  private boolean isUnix() {
    return socket.socket().domain().equals(Domain.UNIX);
  }

  @Override
  public Sent send(Message message, Deadline deadline) throws UnixException, InterruptedException {
    check(message);
    try (var arena = Arena.ofConfined()) {
      var size = message.body().length;
      var bytes = arena.allocate(Math.max(1, size)).asSlice(0, size);
      MemorySegment.copy(MemorySegment.ofArray(message.body()), 0, bytes, 0, size);
      return isStream() && size == 0 ? new Sent(0, true) : send(message, bytes, deadline);
    }
  }

  /// Of a stream, the descriptors go with the first bytes.
  private Sent send(Message message, MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    var size = (int) bytes.byteSize();
    var next = Outgoing.of(bytes).with(message.descriptors());
    var done = 0;
    do {
      if (!(socket.socket().send(next, deadline) instanceof Transfer.Bytes(int count))) {
        return new Sent(done, false);
      }
      done += count;
      next = Outgoing.of(bytes.asSlice(done));
    } while (done < size);
    return new Sent(size, true);
  }

  private void check(Message message) throws UnixException {
    var ability = ability();
    message.requireNoType(carrier, ability);
    message.requireNoPriority(carrier, ability);
    if (!isUnix()) {
      message.requireNoDescriptors(carrier, ability);
    } else if (message.descriptors().size() > Outgoing.MOST_DESCRIPTORS) {
      throw new RefusedException(
          carrier,
          "carry " + message.descriptors().size() + " descriptors",
          "up to " + Outgoing.MOST_DESCRIPTORS + " go with one message");
    } else if (isStream() && message.body().length == 0 && !message.descriptors().isEmpty()) {
      throw new RefusedException(
          carrier, "carry descriptors without a byte", "send some text with them");
    }
    if (!isStream() && message.body().length > longest(socket.socket())) {
      throw new RefusedException(
          carrier,
          "carry a message of " + message.body().length + " bytes",
          "the longest has " + longest(socket.socket()));
    }
  }

  private String ability() {
    return isStream()
        ? "it carries a stream of bytes, without types, priorities or borders"
        : "it carries messages in their order, without types and priorities";
  }

  /// The longest message that a socket can send.
  static int longest(Socket socket) throws UnixException {
    if (socket.domain().equals(Domain.UNIX)) {
      return socket.get(SocketOption.SEND_BUFFER) - OVERHEAD;
    }
    return socket.domain().equals(Domain.INTERNET_6) ? LONGEST_UDP_6 : LONGEST_UDP;
  }

  @Override
  public void close() {
    socket.close();
  }
}
