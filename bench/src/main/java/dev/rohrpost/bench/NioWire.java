package dev.rohrpost.bench;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// File channels and a direct buffer, the fastest that the JDK has for pipes and FIFOs.
record NioWire(FileChannel in, FileChannel out, ByteBuffer buffer) implements Wire {

  NioWire(FileChannel in, FileChannel out, int size) {
    this(in, out, ByteBuffer.allocateDirect(size));
  }

  /// The pipes to the partner. The JDK hides its ends of them behind buffered streams, but `/proc`
  /// opens them again.
  static NioWire to(Process partner, int size) throws IOException {
    var descriptors = Path.of("/proc", Long.toString(partner.pid()), "fd");
    var out = FileChannel.open(descriptors.resolve("0"), StandardOpenOption.WRITE);
    var in = FileChannel.open(descriptors.resolve("1"), StandardOpenOption.READ);
    partner.getOutputStream().close();
    return new NioWire(in, out, size);
  }

  /// Standard input and output.
  static NioWire standard(int size) {
    return new NioWire(
        new FileInputStream(FileDescriptor.in).getChannel(),
        new FileOutputStream(FileDescriptor.out).getChannel(),
        size);
  }

  @Override
  public void send() throws IOException {
    buffer.clear();
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  @Override
  public int receive() throws IOException {
    return in.read(buffer.clear());
  }

  @Override
  public void close() throws IOException {
    try (in) {
      out.close();
    }
  }
}
