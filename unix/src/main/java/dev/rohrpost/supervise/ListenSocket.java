package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.InternetAddress.Resolution;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import java.nio.file.Path;

/// A socket that listens, to be passed to workers. This process never accepts on it; the kernel
/// keeps connections until a worker does.
///
/// @param asked the address that was asked for
/// @param listener the socket
record ListenSocket(ListenAddress asked, Listener<StreamSocket> listener) implements AutoCloseable {
  private static final Binding BINDING = Binding.SAFE.withStale(Binding.Stale.TAKE_OVER);

  /// Opens a socket and listens.
  ///
  /// @throws UnixException with EADDRINUSE if somebody listens there, EACCES, EADDRNOTAVAIL, EMFILE
  static ListenSocket open(ListenAddress address) throws UnixException {
    try {
      return new ListenSocket(address, StreamSocket.listen(place(address), BINDING));
    } catch (UnixException e) {
      throw e.about(address.toString());
    }
  }

  private static Address place(ListenAddress address) throws UnixException {
    return switch (address) {
      case ListenAddress.Unix(Path path) -> new UnixAddress.File(path);
      case ListenAddress.Tcp(String host, int port) ->
          switch (InternetAddress.resolve(host, port)) {
            case Resolution.Found(var found) -> found.getFirst();
            case Resolution.Unresolved _ ->
                throw UnixException.of("getaddrinfo", host, Errno.EADDRNOTAVAIL);
          };
    };
  }

  Fd fd() {
    return listener.socket().fd();
  }

  /// The address, with the port that the kernel has chosen.
  ListenAddress address() throws UnixException {
    return asked instanceof ListenAddress.Tcp(String host, _)
            && listener.address() instanceof InternetAddress(_, int port)
        ? new ListenAddress.Tcp(host, port)
        : asked;
  }

  /// A name for `LISTEN_FDNAMES`, which separates names by colons.
  String name() throws UnixException {
    return switch (address()) {
      case ListenAddress.Tcp(_, int port) -> "tcp-" + port;
      case ListenAddress.Unix(Path path) ->
          "unix-" + path.getFileName().toString().replace(':', '_');
    };
  }

  @Override
  public void close() {
    listener.close();
  }
}
