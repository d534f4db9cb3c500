package dev.rohrpost.supervise;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A socket that listens, to be passed to workers. This process never accepts on it; the kernel
/// keeps connections until a worker does.
///
/// @param asked the address that was asked for
/// @param listener the socket
record ListenSocket(ListenAddress asked, Listener<StreamSocket> listener) implements AutoCloseable {
  /// An address that was asked for, and where that is.
  record Place(ListenAddress asked, Address address) {
    private static Place of(ListenAddress asked) throws UnixException {
      return new Place(
          asked,
          switch (asked) {
            case ListenAddress.Unix(Path path) -> new UnixAddress.File(path);
            case ListenAddress.Tcp(String host, int port) ->
                InternetAddress.resolve(host, port).orThrow().getFirst();
          });
    }

    /// Opens a socket and listens.
    ///
    /// @throws UnixException with EADDRINUSE if somebody listens there, EACCES, EADDRNOTAVAIL,
    ///   EMFILE
    ListenSocket open(Binding binding) throws UnixException {
      try {
        return new ListenSocket(asked, StreamSocket.listen(address, binding));
      } catch (UnixException e) {
        throw asked instanceof ListenAddress.Tcp ? e.about(asked.toString()) : e;
      }
    }
  }

  /// Looks where all the addresses are, before anything is opened.
  ///
  /// @throws IllegalArgumentException if two of them are for one listener
  /// @throws UnixException.NoSuchHost if a host has no address
  static List<Place> places(List<ListenAddress> all) throws UnixException {
    var places = new ArrayList<Place>();
    for (var asked : all) {
      var next = Place.of(asked);
      for (var earlier : places) {
        if (next.address.overlaps(earlier.address)) {
          throw new IllegalArgumentException(
              "an address has one listener: "
                  + earlier.asked
                  + " and "
                  + asked
                  + " share one; leave out what the other includes");
        }
      }
      places.add(next);
    }
    return places;
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
