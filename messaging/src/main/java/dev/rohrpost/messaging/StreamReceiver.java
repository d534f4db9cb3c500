package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Receives the pieces of a stream of bytes as they come.
final class StreamReceiver implements Receiver {
  static final String ABILITY = "it carries a stream of bytes, which is read from its front";

  /// As much as a pipe holds by default.
  private static final int PIECE = 64 * 1024;

  private final ReadEnd end;

  StreamReceiver(ReadEnd end) {
    this.end = end;
  }

  @Override
  public boolean keepsBorders() {
    return false;
  }

  @Override
  public Received receive(Deadline deadline) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(PIECE);
      if (deadline == Deadline.NEVER) {
        return piece(buffer, end.read(buffer));
      }
      return switch (end.read(buffer, deadline)) {
        case Transfer.Bytes(int count) -> piece(buffer, count);
        case Transfer.End() -> new Received.Closed();
        case Transfer.TimedOut() -> new Received.Nothing();
      };
    }
  }

  private static Received piece(MemorySegment buffer, int count) {
    return count < 0
        ? new Received.Closed()
        : new Received.Data(Message.of(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE)));
  }

  @Override
  public void close() {
    end.close();
  }
}
