package dev.rohrpost.inspect;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.IpcSocket.UnixSocket;
import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.libc.LinuxUnix_diagH;
import dev.rohrpost.libc.NetinetTcpH;
import dev.rohrpost.libc.SysSocketH;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what the kernel tells of sockets of the UNIX domain.
final class UnixSockets {
  /// A listener of this library is bound under a name that its file no longer has.
  private static final Pattern TEMPORARY = Pattern.compile("(?<=[^/])\\.rohrpost-[0-9a-f]{8}\\z");

  private static final int SIZE = (int) LinuxUnix_diagH.UNIX_DIAG_MSG.byteSize();
  private static final int TYPE = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_MSG, "udiag_type");
  private static final int STATE = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_MSG, "udiag_state");
  private static final int INODE = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_MSG, "udiag_ino");
  private static final int STATES = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_REQ, "udiag_states");
  private static final int SHOW = SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_REQ, "udiag_show");
  private static final int WRITE_QUEUE =
      SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_QUEUES, "udiag_wqueue");

  private static final int FILE =
      SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_VFS_FILE, "udiag_vfs_ino");
  private static final int DEVICE =
      SockDiag.offset(LinuxUnix_diagH.UNIX_DIAG_VFS_FILE, "udiag_vfs_dev");
  private static final int MINOR_BITS = 20;
  private static final int MINOR = (1 << MINOR_BITS) - 1;

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

  private static void ask(ByteBuffer question) {
    question.put(0, (byte) SysSocketH.AF_UNIX);
    question.putInt(STATES, -1);
    question.putInt(
        SHOW,
        LinuxUnix_diagH.UDIAG_SHOW_NAME
            | LinuxUnix_diagH.UDIAG_SHOW_VFS
            | LinuxUnix_diagH.UDIAG_SHOW_PEER
            | LinuxUnix_diagH.UDIAG_SHOW_ICONS
            | LinuxUnix_diagH.UDIAG_SHOW_RQLEN);
  }

  private static UnixSocket read(ByteBuffer body, long network) {
    var peer = number(body, LinuxUnix_diagH.UNIX_DIAG_PEER, 0);
    return new UnixSocket(
        Integer.toUnsignedLong(body.getInt(INODE)),
        type(body.get(TYPE)),
        body.get(STATE) == NetinetTcpH.TCP_LISTEN ? SocketState.LISTENING : SocketState.UNCONNECTED,
        name(attribute(body, LinuxUnix_diagH.UNIX_DIAG_NAME)),
        file(body),
        peer.isPresent() && peer.getAsLong() == 0 ? OptionalLong.empty() : peer,
        OptionalLong.empty(),
        number(body, LinuxUnix_diagH.UNIX_DIAG_RQLEN, 0).orElse(0),
        number(body, LinuxUnix_diagH.UNIX_DIAG_RQLEN, WRITE_QUEUE).orElse(0),
        inodes(attribute(body, LinuxUnix_diagH.UNIX_DIAG_ICONS)),
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
  private static String name(@Nullable ByteBuffer sunPath) {
    if (sunPath == null || sunPath.limit() == 0) {
      return "";
    }
    var bytes = new byte[sunPath.limit()];
    sunPath.get(bytes);
    if (bytes[0] == 0) {
      return "@" + SocketNames.text(bytes, 1, bytes.length);
    }
    var end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    var path = (bytes[0] == '@' ? "./" : "") + SocketNames.text(bytes, 0, end);
    return TEMPORARY.matcher(path).replaceFirst("");
  }

  /// The kernel has 20 bits for the second half of a device.
  private static Optional<UnixSocket.File> file(ByteBuffer body) {
    var device = number(body, LinuxUnix_diagH.UNIX_DIAG_VFS, DEVICE);
    var inode = number(body, LinuxUnix_diagH.UNIX_DIAG_VFS, FILE);
    return device.isEmpty() || inode.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new UnixSocket.File(
                Fields.device(device.getAsLong() >> MINOR_BITS, device.getAsLong() & MINOR),
                inode.getAsLong()));
  }

  private static List<Long> inodes(@Nullable ByteBuffer array) {
    if (array == null) {
      return List.of();
    }
    var inodes = new ArrayList<Long>();
    while (array.remaining() >= Integer.BYTES) {
      var inode = Integer.toUnsignedLong(array.getInt());
      if (inode != 0) { // those that have gone
        inodes.add(inode);
      }
    }
    return List.copyOf(inodes);
  }

  private static @Nullable ByteBuffer attribute(ByteBuffer body, int type) {
    return SockDiag.attribute(body, SIZE, type);
  }

  private static OptionalLong number(ByteBuffer body, int type, int at) {
    var value = attribute(body, type);
    return value == null || value.limit() < at + Integer.BYTES
        ? OptionalLong.empty()
        : OptionalLong.of(Integer.toUnsignedLong(value.getInt(at)));
  }
}
