package dev.rohrpost.queue;

import dev.rohrpost.ipc.Sysctl;

/// How a new POSIX queue is made. None of it can be changed later.
///
/// @param messages how many may wait; without `CAP_SYS_RESOURCE` up to sysctl `fs.mqueue.msg_max`
/// @param messageBytes how many bytes each may have; without `CAP_SYS_RESOURCE` up to sysctl
///   `fs.mqueue.msgsize_max`
public record PosixQueueSettings(int messages, int messageBytes) {
  /// Ten messages of 8192 bytes: what every Linux allows to everybody, unless its administrator has
  /// changed it.
  public static final PosixQueueSettings DEFAULT = new PosixQueueSettings(10, 8192);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if there is to be no message or no byte
  public PosixQueueSettings {
    if (messages < 1 || messageBytes < 1) {
      throw new IllegalArgumentException(
          "a queue of " + messages + " messages of " + messageBytes + " bytes");
    }
  }

  /// {@return the same with another number of messages}
  ///
  /// @param other how many may wait
  public PosixQueueSettings withMessages(int other) {
    return new PosixQueueSettings(other, messageBytes);
  }

  /// {@return the same with another size of messages}
  ///
  /// @param other how many bytes each may have
  public PosixQueueSettings withMessageBytes(int other) {
    return new PosixQueueSettings(messages, other);
  }

  /// {@return the same, but not more and longer messages than everybody may have on this machine:
  /// `fs.mqueue.msg_max` and `fs.mqueue.msgsize_max`}
  public PosixQueueSettings withinLimits() {
    return new PosixQueueSettings(
        (int) Math.min(messages, Sysctl.number("fs.mqueue.msg_max").orElse(Long.MAX_VALUE)),
        (int)
            Math.min(messageBytes, Sysctl.number("fs.mqueue.msgsize_max").orElse(Long.MAX_VALUE)));
  }
}
