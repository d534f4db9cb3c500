package dev.rohrpost.cli.xdr;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Standard input as a whole, which is one value.
final class Input {
  static final String NAME = "standard input";

  /// What does not end is not read for ever.
  private static final int MOST_BYTES = 256 << 20;

  private Input() {}

  /// Reads to the end.
  ///
  /// @throws Failure if there is more than anybody wants to have in memory
  /// @throws UnixException if it cannot be read
  static byte[] bytes() throws Failure, UnixException {
    byte[] bytes;
    try {
      bytes = new FileInputStream(FileDescriptor.in).readNBytes(MOST_BYTES + 1); // left open
    } catch (IOException e) {
      throw UnixException.of("read", NAME, e);
    }
    if (bytes.length > MOST_BYTES) {
      throw Failure.of(Exit.FAILED, NAME + ": more than 256 MiB, which is the most for one value");
    }
    return bytes;
  }

  /// Reads text to the end.
  ///
  /// @throws Failure if it is not UTF-8, or as above
  /// @throws UnixException if it cannot be read
  static String text() throws Failure, UnixException {
    var bytes = ByteBuffer.wrap(bytes());
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw Failure.of(Exit.USAGE, NAME + ": no UTF-8 at byte " + bytes.position(), e);
    }
  }
}
