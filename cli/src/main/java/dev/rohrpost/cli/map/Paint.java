package dev.rohrpost.cli.map;

/// How text stands out on a terminal.
public enum Paint {
  /// Nothing stands out: for files, pipes, and who has asked for that.
  PLAIN,
  /// With colours.
  COLOURED;

  private static final String END = "\u001b[0m";

  String bold(String text) {
    return wrapped("\u001b[1m", text);
  }

  String dim(String text) {
    return wrapped("\u001b[2m", text);
  }

  String red(String text) {
    return wrapped("\u001b[1;31m", text);
  }

  String yellow(String text) {
    return wrapped("\u001b[33m", text);
  }

  private String wrapped(String colour, String text) {
    return this == PLAIN || text.isEmpty() ? text : colour + text + END;
  }
}
