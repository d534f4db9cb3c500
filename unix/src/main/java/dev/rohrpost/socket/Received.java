package dev.rohrpost.socket;

import dev.rohrpost.fd.Fd;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What came of waiting for a message.
public sealed interface Received {
  /// A message, or some bytes of a stream.
  ///
  /// The descriptors that came with it belong to it: closing the message closes them. To keep one,
  /// leave the message open and close what is not wanted, or keep a [Fd#duplicate()]. They are
  /// closed in programs that this process starts. What they lead to is the sender's choice: ask
  /// [Fd#kind()] before using one, and give calls on it a deadline.
  ///
  /// @param bytes how many bytes were written to the memory given
  /// @param length how long the message was: more than `bytes` if there was no room for all
  /// @param from where it came from; [UnixAddress.Unnamed] on connections, and from who has no name
  /// @param sender who sent it, with [SocketOption#PASS_CREDENTIALS]
  /// @param descriptors what came with it
  /// @param cut what did not fit
  /// @param dropped how many messages this socket has lost so far, with
  ///   [SocketOption#COUNT_DROPPED]; a count of 32 bits without sign
  record Message(
      int bytes,
      int length,
      Address from,
      Optional<Credentials> sender,
      List<Fd> descriptors,
      Set<Cut> cut,
      OptionalInt dropped)
      implements Received, AutoCloseable {
    /// Closes the descriptors that came with the message.
    @Override
    public void close() {
      descriptors.forEach(Fd::close);
    }
  }

  /// The other side has closed, or shut down its sending; all that it had sent was received.
  record End() implements Received {}

  /// The deadline passed and nothing was received.
  record TimedOut() implements Received {}

  /// What of a message was lost.
  enum Cut {
    /// The bytes that there was no room for (`MSG_TRUNC`).
    BYTES,
    /// Descriptors that were not asked for, or were too many for this process, or other control
    /// messages (`MSG_CTRUNC`). The kernel has closed them.
    CONTROL
  }

  /// The one end.
  Received END = new End();

  /// The one time-out.
  Received TIMED_OUT = new TimedOut();
}
