package dev.rohrpost.inspect;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.inspect.IpcSocket.InternetSocket;
import dev.rohrpost.inspect.IpcSocket.InternetSocket.RpcProgram;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcDisconnectedException;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.bind.ProgramNames;
import dev.rohrpost.rpc.bind.Registration;
import dev.rohrpost.rpc.bind.Rpcbind;
import dev.rohrpost.socket.InternetAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Asks the registry of this machine, rpcbind(8), which remote programs listen at its ports.
///
/// Where there is no registry, nothing is said, and nothing is asked. One that does not answer in
/// time is unknown. Nothing that it says is shown but numbers: names are those of this machine.
///
/// @see <a href="https://man7.org/linux/man-pages/man8/rpcbind.8.html">rpcbind(8)</a>
final class RpcPrograms {
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final int SOCKET = 0140000;
  private static final int TYPE = 0170000;

  /// More behind one port are a joke of somebody's.
  private static final int MOST = 64;

  private static final Comparator<RpcProgram> ORDER =
      Comparator.comparingLong(RpcProgram::number).thenComparingLong(RpcProgram::version);

  private RpcPrograms() {}

  /// Adds the programs to the sockets of this network that were found.
  static void read(Finds finds, Home home, List<Unknown> unknown) {
    read(Rpcbind.SOCKET, finds, home, unknown);
  }

  static void read(Path socket, Finds finds, Home home, List<Unknown> unknown) {
    if (!isToBeTrusted(socket)) {
      return;
    }
    try {
      var registry = Rpcbind.at(RpcAddress.unix(socket));
      var registered = registry.list(Deadline.after(PATIENCE));
      add(registered, finds, home);
    } catch (RpcDisconnectedException _) {
      // a file that a registry has left behind
    } catch (RpcException e) {
      unknown.add(unknown(String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      unknown.add(unknown("interrupted"));
    }
  }

  /// Tells whether there is a socket of root's or of this user's: others have nothing to say about
  /// the programs of this machine.
  private static boolean isToBeTrusted(Path socket) {
    try {
      var mode = (int) Files.getAttribute(socket, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      var uid = (int) Files.getAttribute(socket, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return (mode & TYPE) == SOCKET && (uid == 0 || uid == UnistdH.geteuid());
    } catch (IOException e) {
      return false;
    }
  }

  private static Unknown unknown(String why) {
    return new Unknown(
        Unknown.Matter.RPC_PROGRAMS, "remote programs at " + Rpcbind.SOCKET, why, List.of());
  }

  private static void add(List<Registration> registered, Finds finds, Home home) {
    var tcp = new OpenSockets();
    var udp = new OpenSockets();
    for (var object : finds.objects.values()) {
      if (object instanceof InternetSocket socket && socket.network() == home.net()) {
        if (socket.state() == SocketState.LISTENING) {
          tcp.add(socket);
        } else if (socket.kind() == Kind.UDP && socket.remote().isEmpty()) {
          udp.add(socket);
        }
      }
    }
    var names = ProgramNames.read();
    Map<String, TreeSet<RpcProgram>> bySocket = new TreeMap<>();
    for (var it : registered) {
      var program =
          new RpcProgram(
              it.program().number(), it.program().version(), names.name(it.program().number()));
      socket(it, tcp, udp)
          .map(socket -> bySocket.computeIfAbsent(socket.id(), _ -> new TreeSet<>(ORDER)))
          .filter(programs -> programs.size() < MOST)
          .ifPresent(programs -> programs.add(program));
    }
    bySocket.forEach((id, programs) ->
        finds.objects.computeIfPresent(
            id,
            (_, object) ->
                object instanceof InternetSocket socket
                    ? socket.withPrograms(List.copyOf(programs))
                    : object));
  }

  private static Optional<InternetSocket> socket(
      Registration registration, OpenSockets tcp, OpenSockets udp) {
    return registration
        .at()
        .flatMap(address ->
            switch (address) {
              case RpcAddress.Tcp(var at) -> tcp.at(socketAddress(at));
              case RpcAddress.Udp(var at) -> udp.at(socketAddress(at));
              case RpcAddress.Unix _ -> Optional.empty();
            });
  }

  private static InetSocketAddress socketAddress(InternetAddress at) {
    return new InetSocketAddress(at.host(), at.port());
  }
}
