package dev.rohrpost.fd;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// A read end as a stream.
final class FdInputStream extends InputStream {
  private final ReadEnd end;

  FdInputStream(ReadEnd end) {
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return end.read(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public int available() throws IOException {
    return end.available();
  }

  @Override
  public void close() {
    end.close();
  }
}
