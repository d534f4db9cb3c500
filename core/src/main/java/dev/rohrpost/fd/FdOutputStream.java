package dev.rohrpost.fd;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A write end as a stream.
final class FdOutputStream extends OutputStream {
  private final WriteEnd end;

  FdOutputStream(WriteEnd end) {
    this.end = end;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    var _ = end.write(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void close() {
    end.close();
  }
}
