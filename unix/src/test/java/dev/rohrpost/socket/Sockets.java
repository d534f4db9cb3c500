package dev.rohrpost.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the tests of sockets share.
final class Sockets {
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Sockets() {}

  static Deadline soon() {
    return Deadline.after(PATIENCE);
  }

  static UnixAddress abstractName() {
    return new UnixAddress.Abstract(
        "rohrpost-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
  }

  static void fails(Errno errno, ThrowingCallable call) {
    Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(UnixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  static MemorySegment bytes(String text, Arena arena) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)).byteSize() == 0
        ? arena.allocate(1).asSlice(0, 0)
        : copy(text.getBytes(StandardCharsets.UTF_8), arena);
  }

  private static MemorySegment copy(byte[] bytes, Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  static String text(MemorySegment bytes, long count) {
    return new String(
        bytes.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  static void say(StreamSocket socket, String text) throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      socket.write(bytes(text, arena));
    }
  }

  /// Answers what comes next, or `(end)`.
  static String hear(StreamSocket socket) throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var room = arena.allocate(1000);
      var count = socket.read(room);
      return count < 0 ? "(end)" : text(room, count);
    }
  }

  /// How many UNIX sockets the kernel has.
  static int inKernel() throws IOException {
    return Files.readAllLines(Path.of("/proc/net/protocols")).stream()
        .filter(line -> line.startsWith("UNIX"))
        .mapToInt(line -> Integer.parseInt(line.split("\\s+", -1)[2]))
        .sum();
  }

  /// Waits until the kernel has collected what nobody can reach.
  static void awaitInKernel(int expected) throws IOException {
    var soon = Deadline.after(Duration.ofSeconds(20));
    while (inKernel() > expected) {
      if (soon.hasPassed()) {
        throw new AssertionError(inKernel() + " UNIX sockets, not " + expected);
      }
      Thread.onSpinWait();
    }
  }
}
