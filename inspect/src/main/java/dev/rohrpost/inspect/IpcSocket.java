package dev.rohrpost.inspect;

import dev.rohrpost.socket.InternetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A socket. Its key is its inode.
public sealed interface IpcSocket extends IpcObject {
  /// {@return its number}
  long inode();

  @Override
  default String key() {
    return Long.toString(inode());
  }

  /// A socket of the UNIX domain.
  ///
  /// @param inode its number
  /// @param type `stream`, `dgram` or `seqpacket`
  /// @param state what it is ready for
  /// @param name its path, its abstract name after an `@`, or nothing
  /// @param file its file, if it has one
  /// @param connectedTo the inode of its peer, if it has one
  /// @param pendingAt the inode of the socket that listens and has not accepted it, if there is one
  /// @param received bytes that wait to be received; of a listener, connections that wait to be
  ///   accepted
  /// @param sent bytes that its peer has not received; of a listener, how many connections may wait
  /// @param waiting of a listener, the inodes of sockets that have connected and were not accepted
  /// @param network the network namespace
  record UnixSocket(
      long inode,
      String type,
      SocketState state,
      String name,
      Optional<File> file,
      OptionalLong connectedTo,
      OptionalLong pendingAt,
      long received,
      long sent,
      List<Long> waiting,
      long network)
      implements IpcSocket {
    /// Where a socket can be found.
    ///
    /// @param device the file system; for some, such as btrfs and overlays, `stat` has other
    ///   numbers
    /// @param inode its number there
    public record File(long device, long inode) {}

    @Override
    public Kind kind() {
      return Kind.UNIX;
    }

    @Override
    public Optional<String> peer() {
      return idOf(kind(), connectedTo);
    }

    @Override
    public Optional<String> listener() {
      return idOf(kind(), pendingAt);
    }
  }

  /// A TCP or UDP socket.
  ///
  /// @param kind [Kind#TCP] or [Kind#UDP]
  /// @param inode its number
  /// @param state what it is ready for
  /// @param local its own address
  /// @param remote that of its peer, if it has one
  /// @param connectedTo the inode of its peer, if that is on this machine
  /// @param pendingAt the inode of the socket that listens and has not accepted it, if that is on
  ///   this machine
  /// @param received bytes that wait to be received; of a listener, connections that wait to be
  ///   accepted
  /// @param sent bytes that its peer has not acknowledged; of a listener, how many connections may
  ///   wait
  /// @param dropped what was thrown away for want of space
  /// @param network the network namespace
  /// @param programs the remote programs that rpcbind says are behind it, sorted
  record InternetSocket(
      Kind kind,
      long inode,
      SocketState state,
      InetSocketAddress local,
      Optional<InetSocketAddress> remote,
      OptionalLong connectedTo,
      OptionalLong pendingAt,
      long received,
      long sent,
      long dropped,
      long network,
      List<RpcProgram> programs)
      implements IpcSocket {
    /// One version of a remote program.
    ///
    /// @param number which program
    /// @param version which version of it
    /// @param name what this machine calls it in `/etc/rpc`
    public record RpcProgram(long number, long version, Optional<String> name) {}

    /// {@return the same socket with what rpcbind says of it}
    ///
    /// @param registered the programs behind it
    InternetSocket withPrograms(List<RpcProgram> registered) {
      return new InternetSocket(
          kind,
          inode,
          state,
          local,
          remote,
          connectedTo,
          pendingAt,
          received,
          sent,
          dropped,
          network,
          registered);
    }

    @Override
    public String name() {
      return text(local) + remote.map(address -> " > " + text(address)).orElse("");
    }

    @Override
    public Optional<String> peer() {
      return idOf(kind, connectedTo);
    }

    @Override
    public Optional<String> listener() {
      return idOf(kind, pendingAt);
    }

    private static String text(InetSocketAddress address) {
      return new InternetAddress(address.getAddress(), address.getPort()).toString();
    }
  }

  /// A socket of another domain, or of a network that cannot be looked into.
  ///
  /// @param inode its number
  record OtherSocket(long inode) implements IpcSocket {
    @Override
    public Kind kind() {
      return Kind.SOCKET;
    }
  }

  private static Optional<String> idOf(Kind kind, OptionalLong inode) {
    return inode.isPresent()
        ? Optional.of(kind.label() + ":" + inode.getAsLong())
        : Optional.empty();
  }
}
