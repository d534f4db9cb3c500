package dev.rohrpost.queue;

import java.nio.charset.StandardCharsets;

/// A message that was received from a POSIX queue.
public final class PrioritizedMessage {
  private final int priority;
  private final byte[] body;

  PrioritizedMessage(int priority, byte[] body) {
    this.priority = priority;
    this.body = body;
  }

  /// {@return the priority that the sender gave it, 0 to [PosixQueue#HIGHEST_PRIORITY]}
  public int priority() {
    return priority;
  }

  /// {@return the bytes, which belong to the caller}
  public byte[] body() {
    return body;
  }

  /// {@return the bytes as UTF-8}
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "message of priority " + priority + ", " + body.length + " bytes";
  }
}
