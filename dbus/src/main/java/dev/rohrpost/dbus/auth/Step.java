package dev.rohrpost.dbus.auth;

import java.util.OptionalLong;

/// What is to be done next in an authentication.
public sealed interface Step {
  /// Read more bytes.
  record More() implements Step {}

  /// Write a line.
  ///
  /// @param line without its end; see [#bytes()]
  record Write(String line) implements Step {
    /// {@return the line as it is sent}
    public byte[] bytes() {
      return Lines.bytes(line);
    }
  }

  /// The authentication has ended well: the bytes that follow are messages.
  ///
  /// @param guid of the server, 32 hexadecimal digits
  /// @param descriptors whether messages may come with descriptors
  /// @param user the number of the client's user, if the server knows it; empty at the client
  record Done(String guid, boolean descriptors, OptionalLong user) implements Step {}

  /// The authentication has failed: the connection is of no use any more.
  ///
  /// @param why it has failed
  record Refused(String why) implements Step {}
}
