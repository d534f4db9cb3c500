package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.WriteEnd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Appends messages to a stream of bytes.
final class StreamSender implements Sender {
  private static final String ABILITY =
      "it carries a stream of bytes, without types, priorities, borders or descriptors";

  private final String carrier;
  private final WriteEnd end;

  StreamSender(String carrier, WriteEnd end) {
    this.carrier = carrier;
    this.end = end;
  }

  @Override
  public boolean keepsBorders() {
    return false;
  }

  @Override
  public Sent send(Message message, Deadline deadline) throws UnixException, InterruptedException {
    message.requirePlain(carrier, ABILITY);
    try (var arena = Arena.ofConfined()) {
      var size = message.body().length;
      var bytes = arena.allocate(Math.max(1, size));
      MemorySegment.copy(MemorySegment.ofArray(message.body()), 0, bytes, 0, size);
      return write(bytes.asSlice(0, size), deadline);
    }
  }

  private Sent write(MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    var size = (int) bytes.byteSize();
    if (deadline == Deadline.NEVER) {
      end.write(bytes);
      return new Sent(size, true);
    }
    var done = 0;
    while (done < size) {
      if (end.write(bytes.asSlice(done), deadline) instanceof Transfer.Bytes(int count)) {
        done += count;
      } else {
        return new Sent(done, false);
      }
    }
    return new Sent(size, true);
  }

  @Override
  public void close() {
    end.close();
  }
}
