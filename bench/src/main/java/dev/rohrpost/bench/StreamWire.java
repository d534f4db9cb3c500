package dev.rohrpost.bench;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The streams that [Process] offers.
final class StreamWire implements Wire {

  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer;

  private StreamWire(InputStream in, OutputStream out, int size) {
    this.in = in;
    this.out = out;
    this.buffer = new byte[size];
  }

  /// The pipes to the partner.
  static StreamWire to(Process partner, int size) {
    return new StreamWire(partner.getInputStream(), partner.getOutputStream(), size);
  }

  /// Standard input and output.
  static StreamWire standard(int size) {
    return new StreamWire(
        new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out), size);
  }

  @Override
  public void send() throws IOException {
    out.write(buffer);
    out.flush();
  }

  @Override
  public int receive() throws IOException {
    return in.read(buffer);
  }

  @Override
  public void close() throws IOException {
    try (in) {
      out.close();
    }
  }
}
