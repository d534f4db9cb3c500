package dev.rohrpost.messaging;

import dev.rohrpost.fd.Fd;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What is sent, and what was received: bytes, and what the carrier knows beside them.
///
/// Descriptors that came with a message belong to it: closing it closes them. Those of a message
/// that is to be sent stay the sender's.
public final class Message implements AutoCloseable {
  private final byte[] body;
  private final Header header;
  private final List<Fd> descriptors;

  /// What may be known beside the bytes.
  private record Header(
      OptionalLong type,
      OptionalInt priority,
      OptionalInt pid,
      OptionalInt uid,
      Optional<String> from) {
    static final Header EMPTY =
        new Header(
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());
  }

  private Message(byte[] body, Header header, List<Fd> descriptors) {
    this.body = body;
    this.header = header;
    this.descriptors = descriptors;
  }

  /// Makes a message of bytes alone.
  ///
  /// @param body the bytes, which are not copied: leave them alone from now on
  /// @return the message
  public static Message of(byte[] body) {
    return new Message(body, Header.EMPTY, List.of());
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
  public Message withType(long number) {
    var type = OptionalLong.of(number);
    return with(new Header(type, header.priority, header.pid, header.uid, header.from));
  }

  /// Gives the message a priority.
  ///
  /// @param number higher ones are received first
  /// @return the new message
  public Message withPriority(int number) {
    var priority = OptionalInt.of(number);
    return with(new Header(header.type, priority, header.pid, header.uid, header.from));
  }

  /// Gives descriptors to the message: the receiver gets its own of the same open files.
  ///
  /// @param fds the descriptors, which the caller goes on to own
  /// @return the new message
  public Message withDescriptors(List<Fd> fds) {
    return new Message(body, header, List.copyOf(fds));
  }

  private Message with(Header other) {
    return new Message(body, other, descriptors);
  }

  Message fromProcess(int pid, int uid) {
    return with(
        new Header(
            header.type, header.priority, OptionalInt.of(pid), OptionalInt.of(uid), header.from));
  }

  Message fromAddress(String address) {
    return with(
        new Header(header.type, header.priority, header.pid, header.uid, Optional.of(address)));
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
  public OptionalLong type() {
    return header.type;
  }

  /// {@return the priority, on carriers that have priorities}
  public OptionalInt priority() {
    return header.priority;
  }

  /// {@return the process that sent it, where the carrier tells}
  public OptionalInt pid() {
    return header.pid;
  }

  /// {@return the user who sent it, where the carrier tells}
  public OptionalInt uid() {
    return header.uid;
  }

  /// {@return the address that it came from, as an endpoint is written, where the carrier tells}
  public Optional<String> from() {
    return header.from;
  }

  /// {@return the descriptors that came or go with it}
  public List<Fd> descriptors() {
    return descriptors;
  }

  /// Closes the descriptors that came with the message.
  @Override
  public void close() {
    descriptors.forEach(Fd::close);
  }

  @Override
  public String toString() {
    return "message of " + body.length + " bytes";
  }

  /// Refuses what a carrier of bytes alone cannot carry.
  ///
  /// @param carrier such as `fifo:`
  /// @param instead what it can carry
  void requirePlain(String carrier, String instead) {
    requireNoType(carrier, instead);
    requireNoPriority(carrier, instead);
    requireNoDescriptors(carrier, instead);
  }

  void requireNoType(String carrier, String instead) {
    if (header.type.isPresent()) {
      throw new RefusedException(carrier, "carry a type", instead);
    }
  }

  void requireNoPriority(String carrier, String instead) {
    if (header.priority.isPresent()) {
      throw new RefusedException(carrier, "carry a priority", instead);
    }
  }

  void requireNoDescriptors(String carrier, String instead) {
    if (!descriptors.isEmpty()) {
      throw new RefusedException(carrier, "carry descriptors", instead + "; unix: carries some");
    }
  }
}
