package dev.rohrpost.messaging;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// What is sent, and what was received: bytes, and what the carrier knows beside them.
public final class Message {
  private final byte[] body;
  private final OptionalInt type;
  private final OptionalInt priority;
  private final OptionalInt pid;
  private final OptionalInt uid;

  private Message(
      byte[] body, OptionalInt type, OptionalInt priority, OptionalInt pid, OptionalInt uid) {
    this.body = body;
    this.type = type;
    this.priority = priority;
    this.pid = pid;
    this.uid = uid;
  }

  /// Makes a message of bytes alone.
  ///
  /// @param body the bytes, which are not copied: leave them alone from now on
  /// @return the message
  public static Message of(byte[] body) {
    var none = OptionalInt.empty();
    return new Message(body, none, none, none, none);
  }

  /// Makes a message of text.
  ///
  /// @param text what becomes UTF-8
  /// @return the message
  public static Message of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Gives the message a type, by which a receiver may select.
  ///
  /// @param number the type; what it may be depends on the carrier
  /// @return the new message
  public Message withType(int number) {
    return new Message(body, OptionalInt.of(number), priority, pid, uid);
  }

  /// Gives the message a priority.
  ///
  /// @param number higher ones are received first
  /// @return the new message
  public Message withPriority(int number) {
    return new Message(body, type, OptionalInt.of(number), pid, uid);
  }

  Message from(int process, int user) {
    return new Message(body, type, priority, OptionalInt.of(process), OptionalInt.of(user));
  }

  /// {@return the bytes, which are not a copy: do not change them}
  public byte[] body() {
    return body;
  }

  /// {@return the bytes as UTF-8}
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// {@return the type, on carriers that have types}
  public OptionalInt type() {
    return type;
  }

  /// {@return the priority, on carriers that have priorities}
  public OptionalInt priority() {
    return priority;
  }

  /// {@return the process that sent it, where the carrier tells}
  public OptionalInt pid() {
    return pid;
  }

  /// {@return the user who sent it, where the carrier tells}
  public OptionalInt uid() {
    return uid;
  }

  @Override
  public String toString() {
    return "message of " + body.length + " bytes";
  }
}
