package dev.rohrpost.rpc;

import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.UnixAddress;
import java.nio.file.Path;

/// Where a server is, and over which transport.
public sealed interface RpcAddress {
  /// Over TCP.
  ///
  /// @param at host and port
  record Tcp(InternetAddress at) implements RpcAddress {
    @Override
    public String toString() {
      return "tcp://" + at;
    }
  }

  /// Over UDP: for short messages, which may be lost and are repeated then.
  ///
  /// @param at host and port
  record Udp(InternetAddress at) implements RpcAddress {
    @Override
    public String toString() {
      return "udp://" + at;
    }
  }

  /// Over a UNIX socket.
  ///
  /// @param at the socket file or abstract name
  record Unix(UnixAddress at) implements RpcAddress {
    @Override
    public String toString() {
      return "unix:" + at;
    }
  }

  /// {@return the address of a server that listens over TCP}
  ///
  /// @param at host and port
  static RpcAddress tcp(InternetAddress at) {
    return new Tcp(at);
  }

  /// {@return the address of a server that receives over UDP}
  ///
  /// @param at host and port
  static RpcAddress udp(InternetAddress at) {
    return new Udp(at);
  }

  /// {@return the address of a server that listens at a socket file}
  ///
  /// @param path of the file
  static RpcAddress unix(Path path) {
    return new Unix(new UnixAddress.File(path));
  }
}
