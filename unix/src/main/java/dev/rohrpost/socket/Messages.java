package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Sending and receiving with [Envelope]s.
final class Messages {
  private Messages() {}

  static Transfer send(Socket socket, Outgoing message, Deadline deadline)
      throws UnixException, InterruptedException {
    if (!message.descriptors().isEmpty()) {
      checkCarries(socket, message.parts().stream().mapToLong(MemorySegment::byteSize).sum());
    }
    var result =
        message.to().isPresent() && socket.domain().equals(Domain.UNIX)
            ? toAnybody(socket, message, deadline)
            : toPeer(socket, message, deadline);
    if (result < 0 && result != Wait.TIMED_OUT) {
      var object = message.to().map(Address::toString).orElse(socket.fd().toString());
      throw UnixException.of("sendmsg", object, new Errno((int) -result));
    }
    return result == Wait.TIMED_OUT ? Transfer.TIMED_OUT : new Transfer.Bytes((int) result);
  }

  /// The kernel would answer that it has sent them: TCP and UDP, for example, pass over control
  /// messages that are not theirs, and a stream without a first byte drops them.
  ///
  /// @param size how many bytes are sent
  static void checkCarries(Socket socket, long size) {
    if (!socket.domain().equals(Domain.UNIX)) {
      throw new IllegalArgumentException("descriptors over " + socket + ", not over a UNIX socket");
    }
    if (size == 0 && socket.isStream()) {
      throw new IllegalArgumentException("descriptors without a byte to go with");
    }
  }

  private static long toPeer(Socket socket, Outgoing message, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var call = Envelope.sending(message, arena);
      return call.checked(Wait.perform(call, socket.fd(), MemorySegment.NULL, 0, deadline));
    }
  }

  /// To a UNIX socket that this one is not connected to: when its queue is full, poll(2) does not
  /// know, and says that there is room.
  private static long toAnybody(Socket socket, Outgoing message, Deadline deadline)
      throws UnixException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try (var arena = Arena.ofConfined()) {
      var call = Envelope.sending(message, arena);
      var result = socket.fd().borrow(call.call(), n -> call.attempt(n, MemorySegment.NULL, 0));
      if (result != -Errno.EAGAIN.number() && result != -Errno.EINTR.number()) {
        return call.checked(result);
      }
    }
    return deadline.hasPassed() ? Wait.TIMED_OUT : waiting(socket, message, deadline);
  }

  /// Another thread may make the call, which then cannot use the caller's memory.
  private static long waiting(Socket socket, Outgoing message, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofShared()) {
      var parts = message.parts().stream().map(part -> copy(part, arena)).toList();
      var copied =
          new Outgoing(
              parts, message.to(), message.descriptors(), message.sender(), message.order());
      var call = Envelope.sending(copied, arena);
      return call.checked(
          Wait.call(call.call(), socket.fd(), deadline, n -> call.block(n, MemorySegment.NULL, 0)));
    }
  }

  private static MemorySegment copy(MemorySegment part, Arena arena) {
    return arena.allocate(Math.max(1, part.byteSize())).asSlice(0, part.byteSize()).copyFrom(part);
  }

  static Received receive(Socket socket, List<MemorySegment> into, Intake intake, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var call = new Envelope.Receiving(into, intake, arena);
      var flags = socket.isStream() ? 0 : SysSocketH.MSG_TRUNC;
      var result =
          socket.checked(
              "recvmsg", Wait.perform(call, socket.fd(), MemorySegment.NULL, flags, deadline));
      if (result == Wait.TIMED_OUT) {
        return Received.TIMED_OUT;
      }
      // Credentials come with a message, and also with the end of a stream.
      var mayBeEnd = result == 0 && hasRoom(into) && (socket.isStream() || !call.hasControl());
      return mayBeEnd && isOver(socket) ? Received.END : call.message(result);
    }
  }

  private static boolean hasRoom(List<MemorySegment> into) {
    return into.stream().anyMatch(part -> part.byteSize() > 0);
  }

  /// Tells whether receiving nothing was the end. Of sequenced packets the kernel says it no
  /// clearer: an empty packet looks the same, but then more follow, or the peer still is there.
  static boolean isOver(Socket socket) throws UnixException {
    if (!socket.type().equals(SocketType.SEQPACKET)) {
      return socket.isStream();
    }
    try (var arena = Arena.ofConfined()) {
      var one = arena.allocate(1);
      var flags = SysSocketH.MSG_PEEK | SysSocketH.MSG_DONTWAIT;
      var next = socket.fd().borrow("recv", n -> SysSocketH.recv(n, one, 1, flags));
      if (next != 0) {
        return false;
      }
      return Peer.shows(socket.fd(), Peer.POLLRDHUP);
    }
  }
}
