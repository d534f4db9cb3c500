package dev.rohrpost.libc;

/// Links a function where nobody holds its prototype against a header.
final class Stranger {
  private static final CFunction CLOSE = CFunction.of("long close(long, long)");

  private Stranger() {}

  static int close(int fd) {
    return CLOSE.call(fd);
  }
}
