package dev.rohrpost.messaging;

import java.nio.charset.StandardCharsets;

/// What endpoints are called.
final class Names {
  private static final int LONGEST = 255;

  private Names() {}

  /// Checks the name of a POSIX object, as mq_overview(7) and shm_overview(7) describe it.
  static void check(String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8).length - 1;
    if (!name.startsWith("/") || bytes < 1 || name.indexOf('/', 1) > 0 || name.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name of it; write /name, with one slash, at the front");
    }
    if (bytes > LONGEST) {
      throw new IllegalArgumentException(
          "the name has up to " + LONGEST + " bytes after the slash; these are " + bytes);
    }
  }

  static String listening(Endpoint.Role role) {
    return role == Endpoint.Role.LISTEN ? "listen+" : "";
  }
}
