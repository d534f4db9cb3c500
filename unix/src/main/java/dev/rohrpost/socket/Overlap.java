package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// Two addresses at which only one socket can listen.
final class Overlap {
  /// As many as the kernel follows.
  private static final int MOST_LINKS = 40;

  private Overlap() {}

  static boolean between(Address one, Address other) {
    return switch (one) {
      case UnixAddress.File(var path) ->
          other instanceof UnixAddress.File(var otherPath) && place(path).equals(place(otherPath));
      case InternetAddress(var host, int port) ->
          other instanceof InternetAddress(var otherHost, int otherPort)
              && port == otherPort
              && port != 0
              && overlap(host, otherHost);
      case UnixAddress.Unnamed _ -> false; // the kernel chooses a name
      case UnixAddress.Abstract _, VsockAddress _, Address.Other _ -> one.equals(other);
    };
  }

  /// A folder has many names, and a file only one in it. bind(2) does not follow a link, but
  /// whoever connects does.
  private static Object place(Path path) {
    var file = path.toAbsolutePath();
    try {
      for (var links = 0; links < MOST_LINKS && Files.isSymbolicLink(file); links++) {
        file = file.resolveSibling(Files.readSymbolicLink(file));
      }
      var folder = file.getParent();
      if (folder != null) {
        var which = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        return List.of(which, file.getFileName());
      }
    } catch (IOException e) {
      // no folder that can be looked at: the name has to do
    }
    return file.normalize();
  }

  private static boolean overlap(InetAddress one, InetAddress other) {
    return (one.equals(other) && card(one) == card(other))
        || includes(one, other)
        || includes(other, one);
  }

  /// An address of one link is on each card another one, which `equals` does not see.
  private static int card(InetAddress host) {
    return host instanceof Inet6Address six ? six.getScopeId() : 0;
  }

  private static boolean includes(InetAddress all, InetAddress one) {
    return all.isAnyLocalAddress()
        && isOfThisMachine(one)
        && (one instanceof Inet4Address ? takesVersion4(all) : all instanceof Inet6Address);
  }

  private static boolean isOfThisMachine(InetAddress host) {
    try {
      return host.isAnyLocalAddress()
          || host.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(host) != null;
    } catch (SocketException e) {
      return false; // whoever binds to it is told more
    }
  }

  private static boolean takesVersion4(InetAddress all) {
    if (all instanceof Inet4Address) {
      return true;
    }
    try (var socket = Socket.open(Domain.INTERNET_6, SocketType.STREAM, 0)) {
      return !socket.get(SocketOption.IPV6_ONLY);
    } catch (UnixException e) {
      return false; // whoever binds to it is told more
    }
  }
}
