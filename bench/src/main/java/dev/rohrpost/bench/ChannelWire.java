package dev.rohrpost.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/// A channel of a socket, and a direct buffer.
record ChannelWire(ByteChannel channel, ByteBuffer buffer) implements Wire {

  ChannelWire(ByteChannel channel, int size) {
    this(channel, ByteBuffer.allocateDirect(size));
  }

  @Override
  public void send() throws IOException {
    buffer.clear();
    while (buffer.hasRemaining()) {
      var _ = channel.write(buffer);
    }
  }

  @Override
  public int receive() throws IOException {
    return channel.read(buffer.clear());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
