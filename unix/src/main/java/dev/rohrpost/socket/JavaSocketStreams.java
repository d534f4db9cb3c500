package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// The two streams of a [JavaSocket], which fail as those of the JDK do.
final class JavaSocketStreams {
  private final JavaSocket socket;
  private final StreamSocket stream;
  private final In in = new In();
  private final Out out = new Out();

  /// One reader at a time: what it was told is there, no other may take.
  private final ReentrantLock reading = new ReentrantLock();

  /// How long a reader waits, in milliseconds; 0: as long as it takes.
  private volatile int patience;

  JavaSocketStreams(JavaSocket socket, StreamSocket stream) {
    this.socket = socket;
    this.stream = stream;
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  int patience() {
    return patience;
  }

  void setPatience(int milliseconds) {
    patience = milliseconds;
  }

  private void awaitBytes() throws IOException {
    var milliseconds = patience;
    if (milliseconds == 0) {
      return;
    }
    try {
      if (!Wait.readable(stream.socket().fd(), Deadline.after(Duration.ofMillis(milliseconds)))) {
        throw new SocketTimeoutException("Read timed out");
      }
    } catch (InterruptedException e) {
      throw JavaSocket.interrupted();
    }
  }

  private final class In extends InputStream {
    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      var into = ByteBuffer.wrap(bytes, offset, length);
      reading.lock();
      try {
        if (length > 0) {
          awaitBytes();
        }
        return stream.read(into);
      } catch (UnixException e) {
        throw socket.failure(e);
      } finally {
        reading.unlock();
      }
    }

    @Override
    public int available() throws IOException {
      try {
        return stream.readEnd().available();
      } catch (UnixException e) {
        throw socket.failure(e);
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private final class Out extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        var _ = stream.write(ByteBuffer.wrap(bytes, offset, length));
      } catch (UnixException e) {
        throw socket.failure(e);
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
