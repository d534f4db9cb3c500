package dev.rohrpost.fd;

/// How a transfer of bytes with a deadline ended.
public sealed interface Transfer {
  /// Some bytes went through, perhaps fewer than were asked for.
  ///
  /// @param count how many, 1 or more
  record Bytes(int count) implements Transfer {}

  /// The other side has closed, and all that it had written was read.
  record End() implements Transfer {}

  /// The deadline passed and nothing was transferred.
  record TimedOut() implements Transfer {}

  /// The one end of stream.
  Transfer END = new End();

  /// The one time-out.
  Transfer TIMED_OUT = new TimedOut();
}
