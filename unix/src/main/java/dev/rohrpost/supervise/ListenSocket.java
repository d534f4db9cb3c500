package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysStatH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A socket that listens, to be passed to workers. This process never accepts on it; the kernel
/// keeps connections until a worker does.
final class ListenSocket implements AutoCloseable {
  private static final int OWNER_ONLY = 0600;

  private final ListenAddress address;
  private final Fd fd;

  private ListenSocket(ListenAddress address, Fd fd) {
    this.address = address;
    this.fd = fd;
  }

  /// Opens a socket and listens.
  ///
  /// @throws UnixException with EADDRINUSE if somebody listens there, EACCES, EADDRNOTAVAIL, EMFILE
  static ListenSocket open(ListenAddress address) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var name =
          switch (address) {
            case ListenAddress.Tcp(String host, int port) ->
                SocketName.internet(arena, resolve(host), port);
            case ListenAddress.Unix(Path path) -> SocketName.unix(arena, path.toString());
          };
      return open(address, name);
    }
  }

  private static InetAddress resolve(String host) throws UnixException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw UnixException.of("getaddrinfo", host, Errno.EADDRNOTAVAIL);
    }
  }

  private static ListenSocket open(ListenAddress address, SocketName name) throws UnixException {
    var fd = SocketName.socket(name.family(), SysSocketH.SOCK_STREAM);
    try {
      switch (address) {
        case ListenAddress.Tcp _ -> fd.borrow(ListenSocket::reuseAddress);
        case ListenAddress.Unix(Path path) -> takeOver(path, name);
      }
      bind(fd, address, name);
      return new ListenSocket(address, fd);
    } catch (UnixException e) {
      fd.close();
      throw e.about(address.toString());
    }
  }

  private static int reuseAddress(int number) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var yes = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
      SysSocketH.setsockopt(
          number, SysSocketH.SOL_SOCKET, SysSocketH.SO_REUSEADDR, yes, Integer.BYTES);
      return 0;
    }
  }

  /// A socket file without a listener is what a killed server leaves behind. It is removed only
  /// when a connection is refused; anything else at the path is somebody's, and bind(2) says so.
  private static void takeOver(Path path, SocketName name) throws UnixException {
    try (var probe = SocketName.socket(SysSocketH.AF_UNIX, SysSocketH.SOCK_STREAM)) {
      var result = probe.borrow(number -> SysSocketH.connect(number, name.address(), name.size()));
      if (result == -Errno.ECONNREFUSED.number() && isSocket(path)) {
        Files.deleteIfExists(path);
      }
    } catch (UnixException e) {
      throw e;
    } catch (IOException e) {
      throw UnixException.of("unlink", path.toString(), Errno.EACCES);
    }
  }

  private static boolean isSocket(Path path) throws IOException {
    return ((int) Files.getAttribute(path, "unix:mode") & SysStatH.S_IFMT) == SysStatH.S_IFSOCK;
  }

  /// The file is made safe before anybody can connect: a socket that does not listen yet refuses.
  private static void bind(Fd fd, ListenAddress address, SocketName name) throws UnixException {
    fd.borrow(number -> {
      if (address instanceof ListenAddress.Unix) {
        SysStatH.fchmod(number, OWNER_ONLY); // what bind(2) gives to the file
      }
      SysSocketH.bind(number, name.address(), name.size());
      SysSocketH.listen(number, SysSocketH.SOMAXCONN);
      return 0;
    });
  }

  Fd fd() {
    return fd;
  }

  /// The address, with the port that the kernel has chosen.
  ListenAddress address() throws UnixException {
    return address instanceof ListenAddress.Tcp(String host, int port) && port == 0
        ? new ListenAddress.Tcp(host, fd.borrow(ListenSocket::port))
        : address;
  }

  private static int port(int number) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var room = SocketName.room(arena);
      SysSocketH.getsockname(
          number, room, arena.allocateFrom(ValueLayout.JAVA_INT, (int) room.byteSize()));
      return SocketName.port(room);
    }
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
    if (address instanceof ListenAddress.Unix(Path path) && !fd.isClosed()) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // somebody took the directory away; there is nobody to tell
      }
    }
    fd.close();
  }
}
