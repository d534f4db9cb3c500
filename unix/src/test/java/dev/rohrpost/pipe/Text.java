package dev.rohrpost.pipe;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.WriteEnd;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Reading and writing of texts, one system call each.
final class Text {
  private Text() {}

  static void send(WriteEnd end, String text) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      end.write(arena.allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  static Transfer trySend(WriteEnd end, String text) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
      return end.write(bytes, Deadline.NOW);
    }
  }

  /// Returns what one read gives, or the name of the condition.
  static String receive(ReadEnd end, int size, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(size);
      return switch (end.read(bytes, deadline)) {
        case Transfer.Bytes(int count) ->
            new String(
                bytes.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        case Transfer.End() -> "(end)";
        case Transfer.TimedOut() -> "(nothing)";
      };
    }
  }

  static String receive(ReadEnd end) throws UnixException, InterruptedException {
    return receive(end, 65_536, Deadline.NEVER);
  }
}
