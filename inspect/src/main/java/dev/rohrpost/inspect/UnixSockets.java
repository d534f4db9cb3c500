package dev.rohrpost.inspect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.IpcSocket.UnixSocket;
import dev.rohrpost.libc.LinuxUnix_diagH;
import dev.rohrpost.libc.NetinetTcpH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// Reads what the kernel tells of sockets of the UNIX domain.
final class UnixSockets {
  private static final long SIZE = LinuxUnix_diagH.UNIX_DIAG_MSG.byteSize();
  private static final long TYPE = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_MSG, "udiag_type");
  private static final long STATE = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_MSG, "udiag_state");
  private static final long INODE = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_MSG, "udiag_ino");
  private static final long STATES = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_REQ, "udiag_states");
  private static final long SHOW = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_REQ, "udiag_show");
  private static final long WRITE_QUEUE =
      SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_QUEUES, "udiag_wqueue");

  private UnixSockets() {}

  /// Lists them.
  ///
  /// @param kernel the namespace to ask about
  /// @param network its number
  static List<UnixSocket> list(SockDiag kernel, long network) throws UnixException {
    var found =
        kernel.list(LinuxUnix_diagH.UNIX_DIAG_REQ, UnixSockets::ask, body -> read(body, network));
    var listeners = new HashMap<Long, Long>(); // of those that wait to be accepted
    found.forEach(socket -> socket.waiting().forEach(one -> listeners.put(one, socket.inode())));
    return found.stream().map(socket -> settled(socket, listeners)).toList();
  }

  private static void ask(MemorySegment question) {
    question.set(JAVA_BYTE, 0, (byte) SysSocketH.AF_UNIX);
    question.set(JAVA_INT, STATES, -1);
    question.set(
        JAVA_INT,
        SHOW,
        LinuxUnix_diagH.UDIAG_SHOW_NAME
            | LinuxUnix_diagH.UDIAG_SHOW_VFS
            | LinuxUnix_diagH.UDIAG_SHOW_PEER
            | LinuxUnix_diagH.UDIAG_SHOW_ICONS
            | LinuxUnix_diagH.UDIAG_SHOW_RQLEN);
  }

  private static UnixSocket read(MemorySegment body, long network) {
    var peer = number(body, LinuxUnix_diagH.UNIX_DIAG_PEER, 0);
    return new UnixSocket(
        Integer.toUnsignedLong(body.get(JAVA_INT, INODE)),
        type(body.get(JAVA_BYTE, TYPE)),
        body.get(JAVA_BYTE, STATE) == NetinetTcpH.TCP_LISTEN
            ? SocketState.LISTENING
            : SocketState.UNCONNECTED,
        attribute(body, LinuxUnix_diagH.UNIX_DIAG_NAME).map(UnixSockets::name).orElse(""),
        number(body, LinuxUnix_diagH.UNIX_DIAG_VFS, 0),
        peer.isPresent() && peer.getAsLong() == 0 ? OptionalLong.empty() : peer,
        OptionalLong.empty(),
        number(body, LinuxUnix_diagH.UNIX_DIAG_RQLEN, 0).orElse(0),
        number(body, LinuxUnix_diagH.UNIX_DIAG_RQLEN, WRITE_QUEUE).orElse(0),
        attribute(body, LinuxUnix_diagH.UNIX_DIAG_ICONS).map(UnixSockets::inodes).orElse(List.of()),
        network);
  }

  /// The kernel calls a socket connected, and its peer 0, before that is accepted and after it is
  /// closed.
  private static UnixSocket settled(UnixSocket socket, Map<Long, Long> listeners) {
    if (socket.state() == SocketState.LISTENING) {
      return socket;
    }
    var state = SocketState.UNCONNECTED;
    var listener = OptionalLong.empty();
    if (socket.connectedTo().isPresent()) {
      state = SocketState.CONNECTED;
    } else if (listeners.containsKey(socket.inode())) {
      state = SocketState.CONNECTING;
      listener = OptionalLong.of(listeners.get(socket.inode()));
    }
    return new UnixSocket(
        socket.inode(),
        socket.type(),
        state,
        socket.name(),
        socket.file(),
        socket.connectedTo(),
        listener,
        socket.received(),
        socket.sent(),
        socket.waiting(),
        socket.network());
  }

  private static String type(int number) {
    return switch (number) {
      case SysSocketH.SOCK_STREAM -> "stream";
      case SysSocketH.SOCK_DGRAM -> "dgram";
      case SysSocketH.SOCK_SEQPACKET -> "seqpacket";
      default -> "type " + number;
    };
  }

  /// A path that begins with an `@` is no abstract name, and gets a `./` to tell.
  private static String name(MemorySegment sunPath) {
    var bytes = sunPath.toArray(JAVA_BYTE);
    if (bytes.length == 0) {
      return "";
    }
    if (bytes[0] == 0) {
      return "@" + SocketNames.text(bytes, 1, bytes.length);
    }
    var end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return (bytes[0] == '@' ? "./" : "") + SocketNames.text(bytes, 0, end);
  }

  private static List<Long> inodes(MemorySegment array) {
    return LongStream.range(0, array.byteSize() / Integer.BYTES)
        .map(i -> Integer.toUnsignedLong(array.get(JAVA_INT, i * Integer.BYTES)))
        .filter(inode -> inode != 0) // those that have gone
        .boxed()
        .toList();
  }

  private static Optional<MemorySegment> attribute(MemorySegment body, int type) {
    return SockDiag.attribute(body, SIZE, type);
  }

  private static OptionalLong number(MemorySegment body, int type, long at) {
    return attribute(body, type)
        .filter(value -> value.byteSize() >= at + Integer.BYTES)
        .map(value -> OptionalLong.of(Integer.toUnsignedLong(value.get(JAVA_INT, at))))
        .orElse(OptionalLong.empty());
  }
}
