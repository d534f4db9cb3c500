package dev.rohrpost.fd;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Two ends of a pipe or FIFO.
record Ends(ReadEnd in, WriteEnd out) implements AutoCloseable {
  static Ends pipe() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var numbers = arena.allocate(ValueLayout.JAVA_INT, 2);
      UnistdH.pipe2(numbers, FcntlH.O_CLOEXEC);
      return new Ends(
          new ReadEnd(Fd.own(numbers.getAtIndex(ValueLayout.JAVA_INT, 0))),
          new WriteEnd(Fd.own(numbers.getAtIndex(ValueLayout.JAVA_INT, 1))));
    }
  }

  /// Fills the pipe until not one byte more goes in.
  long fill() throws UnixException, InterruptedException {
    var done = 0L;
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(4096);
      while (out.write(bytes, Deadline.NOW) instanceof Transfer.Bytes(int count)) {
        done += count;
      }
    }
    return done;
  }

  void send(String text) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      out.write(bytes(arena, text));
    }
  }

  /// Reads once.
  String receive() throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(65_536);
      var count = in.read(bytes);
      return count < 0 ? "end" : text(bytes, count);
    }
  }

  static MemorySegment bytes(Arena arena, String text) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(MemorySegment bytes, long count) {
    return new String(
        bytes.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    out.close();
    in.close();
  }
}
