package dev.rohrpost.inspect;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.IpcSocket.InternetSocket;
import dev.rohrpost.libc.LinuxInet_diagH;
import dev.rohrpost.libc.LinuxSock_diagH;
import dev.rohrpost.libc.NetinetInH;
import dev.rohrpost.libc.NetinetTcpH;
import dev.rohrpost.libc.SysSocketH;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads what the kernel tells of TCP and UDP sockets, and finds out who is connected with whom.
final class InternetSockets {
  private static final int SIZE = (int) LinuxInet_diagH.INET_DIAG_MSG.byteSize();
  private static final int STATE = message("idiag_state");
  private static final int ID = message("id");
  private static final int LOCAL_PORT = ID + id("idiag_sport");
  private static final int REMOTE_PORT = ID + id("idiag_dport");
  private static final int LOCAL = ID + id("idiag_src");
  private static final int REMOTE = ID + id("idiag_dst");
  private static final int READ_QUEUE = message("idiag_rqueue");
  private static final int WRITE_QUEUE = message("idiag_wqueue");
  private static final int INODE = message("idiag_inode");

  private static final int PROTOCOL = question("sdiag_protocol");
  private static final int EXTRA = question("idiag_ext");
  private static final int STATES = question("idiag_states");

  private static final int DROPS = LinuxSock_diagH.SK_MEMINFO_DROPS * Integer.BYTES;

  private InternetSockets() {}

  /// Lists them.
  ///
  /// @param kernel the namespace to ask about
  /// @param kind TCP or UDP
  /// @param network its number
  static List<InternetSocket> list(SockDiag kernel, Kind kind, long network) throws UnixException {
    var found = new ArrayList<InternetSocket>();
    found.addAll(list(kernel, SysSocketH.AF_INET, kind, network));
    found.addAll(list(kernel, SysSocketH.AF_INET6, kind, network));
    var pairs = new InternetPairs(found);
    return found.stream().filter(socket -> socket.inode() != 0).map(pairs::connected).toList();
  }

  private static List<InternetSocket> list(SockDiag kernel, int family, Kind kind, long network)
      throws UnixException {
    return kernel.list(
        LinuxInet_diagH.INET_DIAG_REQ_V2,
        question -> ask(question, family, kind),
        body -> read(body, family, kind, network));
  }

  private static void ask(ByteBuffer question, int family, Kind kind) {
    question.put(0, (byte) family);
    question.put(
        PROTOCOL, (byte) (kind == Kind.TCP ? NetinetInH.IPPROTO_TCP : NetinetInH.IPPROTO_UDP));
    question.put(EXTRA, (byte) (1 << (LinuxInet_diagH.INET_DIAG_SKMEMINFO - 1)));
    question.putInt(STATES, -1);
  }

  private static InternetSocket read(ByteBuffer body, int family, Kind kind, long network) {
    var remote = address(body, family, REMOTE, REMOTE_PORT);
    var state = body.get(STATE);
    var inode = Integer.toUnsignedLong(body.getInt(INODE));
    return new InternetSocket(
        kind,
        inode,
        inode == 0 ? stateOfNobodys(state) : state(state, remote),
        address(body, family, LOCAL, LOCAL_PORT),
        remote.getPort() == 0 ? Optional.empty() : Optional.of(remote),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Integer.toUnsignedLong(body.getInt(READ_QUEUE)),
        Integer.toUnsignedLong(body.getInt(WRITE_QUEUE)),
        drops(SockDiag.attribute(body, SIZE, LinuxInet_diagH.INET_DIAG_SKMEMINFO)),
        network,
        List.of());
  }

  private static long drops(@Nullable ByteBuffer numbers) {
    return numbers == null || numbers.limit() < DROPS + Integer.BYTES
        ? 0
        : Integer.toUnsignedLong(numbers.getInt(DROPS));
  }

  /// Who has connected and was not accepted has an end without an inode; so has who was closed, but
  /// then the connection is being ended from that side.
  private static SocketState stateOfNobodys(int state) {
    return state == NetinetTcpH.TCP_ESTABLISHED
            || state == NetinetTcpH.TCP_SYN_RECV
            || state == NetinetTcpH.TCP_CLOSE_WAIT
        ? SocketState.CONNECTING
        : SocketState.UNCONNECTED;
  }

  private static SocketState state(int state, InetSocketAddress remote) {
    if (state == NetinetTcpH.TCP_LISTEN) {
      return SocketState.LISTENING;
    }
    if (state == NetinetTcpH.TCP_SYN_SENT) {
      return SocketState.CONNECTING;
    }
    return state == NetinetTcpH.TCP_CLOSE || remote.getPort() == 0
        ? SocketState.UNCONNECTED
        : SocketState.CONNECTED;
  }

  /// An address of IPv4 that an IPv6 socket has (::ffff:127.0.0.1) comes out as what it is.
  private static InetSocketAddress address(ByteBuffer body, int family, int at, int port) {
    var bytes = new byte[family == SysSocketH.AF_INET ? 4 : 16];
    body.get(at, bytes);
    // In network byte order.
    var number = Byte.toUnsignedInt(body.get(port)) << 8 | Byte.toUnsignedInt(body.get(port + 1));
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), number);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes", e);
    }
  }

  private static int message(String member) {
    return SockDiag.offset(LinuxInet_diagH.INET_DIAG_MSG, member);
  }

  private static int id(String member) {
    return SockDiag.offset(LinuxInet_diagH.INET_DIAG_SOCKID, member);
  }

  private static int question(String member) {
    return SockDiag.offset(LinuxInet_diagH.INET_DIAG_REQ_V2, member);
  }
}
