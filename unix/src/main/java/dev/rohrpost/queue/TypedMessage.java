package dev.rohrpost.queue;

import java.nio.charset.StandardCharsets;

/// A message that was received from a System V queue.
public final class TypedMessage {
  private final long type;
  private final byte[] body;

  TypedMessage(long type, byte[] body) {
    this.type = type;
    this.body = body;
  }

  /// {@return the type that the sender gave it, 1 or more}
  public long type() {
    return type;
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
    return "message of type " + type + ", " + body.length + " bytes";
  }
}
