package dev.rohrpost.bench;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.DatagramSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Ours: a socket that carries messages, and a buffer in native memory.
record SocketWire(AnySocket socket, MemorySegment buffer) implements Wire {

  SocketWire(AnySocket socket, int size) {
    this(socket, Arena.global().allocate(size));
  }

  @Override
  public void send() throws UnixException, InterruptedException {
    var _ = socket.socket().send(buffer);
  }

  @Override
  public int receive() throws UnixException, InterruptedException {
    return socket.socket().receive(buffer);
  }

  /// Of datagrams, closing tells nobody: an empty one does.
  @Override
  public void close() throws UnixException {
    if (socket instanceof DatagramSocket datagrams) {
      try {
        var _ = datagrams.send(buffer.asSlice(0, 0), Deadline.NOW);
      } catch (UnixException.Disconnected _) {
        // the other side is gone already
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    socket.close();
  }
}
