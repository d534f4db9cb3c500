package dev.rohrpost.cli.output;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A standard output of this process: buffered, in UTF-8, and with its failures told apart, which
/// `System.out` swallows.
///
/// It writes by the JDK and not by the library: linking C's `write` would cost every `--help` some
/// 30 ms.
public final class Out extends OutputStream {
  private final FileOutputStream stream;
  private final String name;
  private final byte[] buffer = new byte[8192];
  private int count;

  private Out(FileDescriptor descriptor, String name) {
    this.stream = new FileOutputStream(descriptor);
    this.name = name;
  }

  public static Out standardOutput() {
    return new Out(FileDescriptor.out, "standard output");
  }

  public static Out standardError() {
    return new Out(FileDescriptor.err, "standard error");
  }

  /// Writes a line; it reaches the reader with the next [#flush()] or when the buffer is full.
  public void line(String text) throws IOException {
    text(text);
    write('\n');
  }

  /// Writes text.
  public void text(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(int oneByte) throws IOException {
    if (count == buffer.length) {
      flush();
    }
    buffer[count++] = (byte) oneByte;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > buffer.length - count) {
      flush();
    }
    if (length > buffer.length) {
      writeThrough(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, buffer, count, length);
      count += length;
    }
  }

  /// Hands everything to the kernel.
  ///
  /// @throws OutputClosed if nobody reads it any more
  /// @throws UnixException for every other reason
  @Override
  public void flush() throws IOException {
    var length = count;
    count = 0; // what cannot be written now cannot be written later either
    if (length > 0) {
      writeThrough(buffer, 0, length);
    }
  }

  private void writeThrough(byte[] bytes, int offset, int length) throws IOException {
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      throw named(e);
    }
  }

  private IOException named(IOException e) {
    var failure = UnixException.of("write", name, e);
    return failure.is(Errno.EPIPE) ? new OutputClosed() : failure;
  }
}
