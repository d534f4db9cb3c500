package dev.rohrpost.messaging;

import java.nio.file.Path;
import java.util.Set;

/// Reads endpoints. Its messages are shown to people as they are.
final class EndpointParser {
  private static final String KNOWN = "fifo:/path, fd:N, signal:PID or -";

  /// Of the same family, but not carried by this version.
  private static final Set<String> LATER =
      Set.of("sysv", "mq", "unix", "unix-dgram", "unix-seqpacket", "tcp", "udp", "vsock", "shm");

  private EndpointParser() {}

  static Endpoint parse(String uri) {
    if (uri.equals("-")) {
      return new Endpoint.Standard();
    }
    var colon = uri.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "'" + uri + "' is no endpoint; write " + KNOWN + pathHint(uri));
    }
    var scheme = uri.substring(0, colon);
    var rest = uri.substring(colon + 1);
    return switch (scheme) {
      case "fifo" -> fifo(uri, rest);
      case "fd" -> new Endpoint.Descriptor(number(uri, rest, "a descriptor, as in fd:3"));
      case "signal" -> signal(uri, rest);
      default -> throw unknown(uri, scheme);
    };
  }

  private static String pathHint(String uri) {
    return uri.startsWith("/") || uri.startsWith(".") ? "; a named pipe is fifo:" + uri : "";
  }

  private static Endpoint fifo(String uri, String path) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("'" + uri + "' has no path; write fifo:/path");
    }
    if (path.startsWith("//")) {
      throw new IllegalArgumentException(
          "'" + uri + "' looks like a host; write fifo:/path, with one slash");
    }
    if (path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a path cannot contain a NUL");
    }
    return new Endpoint.NamedPipe(Path.of(path));
  }

  private static Endpoint signal(String uri, String pid) {
    if (pid.equals("self")) {
      return new Endpoint.SignalTo((int) ProcessHandle.current().pid());
    }
    var number = number(uri, pid, "a process, as in signal:1234");
    if (number < 1) {
      throw new IllegalArgumentException("'" + uri + "' names no process; pids are positive");
    }
    return new Endpoint.SignalTo(number);
  }

  private static int number(String uri, String text, String wanted) {
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("'" + uri + "' does not name " + wanted);
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException unknown(String uri, String scheme) {
    if (scheme.startsWith("listen+")) {
      return new IllegalArgumentException(
          "'" + uri + "': only sockets listen, and this version carries none; write " + KNOWN);
    }
    return new IllegalArgumentException(
        LATER.contains(scheme)
            ? "this version does not carry " + scheme + ": yet; it carries " + KNOWN
            : "'" + uri + "' is no endpoint; write " + KNOWN);
  }
}
