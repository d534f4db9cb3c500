package dev.rohrpost.messaging;

import dev.rohrpost.messaging.Endpoint.Internet;
import dev.rohrpost.messaging.Endpoint.Role;
import dev.rohrpost.messaging.Endpoint.SystemVName;
import dev.rohrpost.messaging.Endpoint.UnixSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads endpoints. Its messages are shown to people as they are.
///
/// @param uri all of what was written
/// @param rest what follows the scheme
/// @param role whether `listen+` stood before it
record EndpointParser(String uri, String rest, Role role) {
  private static final String KNOWN =
      "fifo:/path, sysv:KEY, mq:/name, unix:/path, unix-dgram:/path, unix-seqpacket:/path,"
          + " tcp://host:port, udp://host:port, vsock://cid:port, shm:/name, signal:PID, fd:N or -";
  private static final String LISTEN = "listen+";
  private static final int LAST_PORT = 65_535;
  private static final long LAST_WORD = 0xffff_ffffL;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("//(\\[[^\\[\\]]+\\]|[^\\[\\]:/?#@]*):(\\d{1,10})");

  static Endpoint parse(String uri) {
    if (uri.equals("-")) {
      return new Endpoint.Standard();
    }
    var listens = uri.startsWith(LISTEN);
    var text = listens ? uri.substring(LISTEN.length()) : uri;
    var colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "'" + uri + "' is no endpoint; write " + KNOWN + pathHint(uri));
    }
    var scheme = text.substring(0, colon);
    var role = listens ? Role.LISTEN : Role.CONNECT;
    return new EndpointParser(uri, text.substring(colon + 1), role).of(scheme);
  }

  private static String pathHint(String uri) {
    return uri.startsWith("/") || uri.startsWith(".") ? "; a named pipe is fifo:" + uri : "";
  }

  private Endpoint of(String scheme) {
    return switch (scheme) {
      case "unix" -> unix(UnixSocket.Style.STREAM);
      case "unix-dgram" -> unix(UnixSocket.Style.DATAGRAM);
      case "unix-seqpacket" -> unix(UnixSocket.Style.SEQPACKET);
      case "tcp" -> internet(Internet.Protocol.TCP);
      case "udp" -> internet(Internet.Protocol.UDP);
      case "vsock" -> vsock();
      case "fifo", "fd", "signal", "sysv", "mq", "shm" -> {
        if (role == Role.LISTEN) {
          throw wrong("only sockets listen; write " + uri.substring(LISTEN.length()));
        }
        yield withoutRole(scheme);
      }
      default -> throw new IllegalArgumentException("'" + uri + "' is no endpoint; write " + KNOWN);
    };
  }

  private Endpoint withoutRole(String scheme) {
    return switch (scheme) {
      case "fifo" -> new Endpoint.NamedPipe(path("fifo"));
      case "fd" -> new Endpoint.Descriptor(number("a descriptor, as in fd:3"));
      case "signal" -> signal();
      case "sysv" -> new Endpoint.SystemVQueue(systemVName());
      case "mq" -> explained(() -> new Endpoint.PosixQueue(rest));
      default -> explained(() -> new Endpoint.Ring(rest));
    };
  }

  private Path path(String scheme) {
    if (rest.isEmpty()) {
      throw wrong("there is no path; write " + scheme + ":/path");
    }
    if (rest.startsWith("//")) {
      throw wrong("this looks like a host; write " + scheme + ":/path, with one slash");
    }
    return checked(rest);
  }

  private Path checked(String path) {
    if (path.indexOf('\0') >= 0) {
      throw wrong("a path cannot contain a NUL");
    }
    return Path.of(path);
  }

  private Endpoint signal() {
    if (rest.equals("self")) {
      return new Endpoint.SignalTo((int) ProcessHandle.current().pid());
    }
    var number = number("a process, as in signal:1234");
    if (number < 1) {
      throw wrong("pids are positive");
    }
    return new Endpoint.SignalTo(number);
  }

  private SystemVName systemVName() {
    if (rest.startsWith("id=")) {
      return new SystemVName.Id(number(rest.substring("id=".length()), "an id, as in sysv:id=3"));
    }
    if (rest.startsWith("/") || rest.startsWith(".")) {
      return file();
    }
    return new SystemVName.Key(key());
  }

  private SystemVName file() {
    var option = rest.lastIndexOf("?project=");
    if (option < 0) {
      return new SystemVName.File(path("sysv"), SystemVName.File.DEFAULT_PROJECT);
    }
    var project = rest.substring(option + "?project=".length());
    if (project.length() != 1 || project.charAt(0) > 0xff) {
      throw wrong("a project is one character, as in sysv:/path?project=c");
    }
    return new SystemVName.File(checked(rest.substring(0, option)), project.charAt(0));
  }

  /// A key has 32 bits, with or without a sign: ipcs(1) shows it as `0x` and eight digits.
  private int key() {
    var hex = rest.startsWith("0x") || rest.startsWith("0X");
    var digits = hex ? rest.substring(2) : rest;
    if (!digits.matches(hex ? "[0-9a-fA-F]{1,8}" : "-?\\d{1,10}")) {
      throw wrong("a key is a number of 32 bits, as 1511 or 0x5e7, or a /path, or id=N");
    }
    var number = Long.parseLong(digits, hex ? 16 : 10);
    if (number < Integer.MIN_VALUE || number > LAST_WORD) {
      throw wrong("a key has 32 bits");
    }
    if (number == 0) {
      throw wrong("0 is no key: a private queue has an id only, as in sysv:id=3");
    }
    return (int) number;
  }

  private Endpoint unix(UnixSocket.Style style) {
    if (rest.startsWith("//")) {
      throw wrong("a UNIX socket has no host; write one slash, or @name");
    }
    return explained(() -> new UnixSocket(style, rest, role));
  }

  private Endpoint internet(Internet.Protocol protocol) {
    var parts = HOST_AND_PORT.matcher(rest);
    if (!parts.matches()) {
      throw wrong("write host:port after two slashes, and an address of version 6 in brackets");
    }
    var port = Long.parseLong(parts.group(2));
    var first = role == Role.LISTEN ? 0 : 1;
    if (port < first || port > LAST_PORT) {
      throw wrong("a port is " + first + " to " + LAST_PORT);
    }
    var host = parts.group(1);
    if (host.isEmpty() && role == Role.CONNECT) {
      throw wrong("there is no host to connect to");
    }
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    var endpoint = new Internet(protocol, bare, (int) port, role);
    checkCard(endpoint);
    return endpoint;
  }

  /// A card goes with a group, or with an address that every card has one of, and there it must be.
  private void checkCard(Internet endpoint) {
    var address = literal(endpoint.bareHost());
    var isGroup = address.filter(InetAddress::isMulticastAddress).isPresent();
    var isOfLink = address.filter(a -> a instanceof Inet6Address && a.isLinkLocalAddress());
    if (isGroup && endpoint.protocol() == Internet.Protocol.TCP) {
      throw wrong("a group has no connections; write udp://");
    }
    if (isOfLink.isPresent() && endpoint.card().isEmpty()) {
      throw wrong(
          "each card has such addresses; name one, as in "
              + uri.replace(endpoint.host(), endpoint.host() + "%eth0"));
    }
    if (endpoint.card().isPresent() && !isGroup && isOfLink.isEmpty()) {
      throw wrong("only a group or an address fe80:... has a card after a %");
    }
    if (endpoint.card().filter(String::isEmpty).isPresent()) {
      throw wrong("there is no card after the %; see: ip link");
    }
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Endpoint vsock() {
    var parts = HOST_AND_PORT.matcher(rest);
    if (!parts.matches() || !parts.group(1).matches("\\d{1,10}|")) {
      throw wrong("write vsock://cid:port, both numbers");
    }
    var cid = parts.group(1).isEmpty() ? LAST_WORD : Long.parseLong(parts.group(1)); // any
    var port = Long.parseLong(parts.group(2));
    if (cid > LAST_WORD || port > LAST_WORD) {
      throw wrong("a cid and a port have 32 bits");
    }
    return new Endpoint.Vsock(cid, port, role);
  }

  private int number(String wanted) {
    return number(rest, wanted);
  }

  private int number(String text, String wanted) {
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw wrong("this does not name " + wanted);
    }
    return Integer.parseInt(text);
  }

  private interface Making {
    Endpoint run();
  }

  /// Adds what was written to what an endpoint says about its parts.
  private Endpoint explained(Making making) {
    try {
      return making.run();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + uri + "': " + e.getMessage(), e);
    }
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException("'" + uri + "': " + why);
  }
}
