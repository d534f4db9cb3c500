package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.proc.Proc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads what other processes have in memory.
final class Memory {
  private static final int PAGE = 4096;

  private Memory() {}

  /// Reads a string that ends with NUL and is not longer than a path may be.
  static Optional<String> string(Proc proc, int pid, long address) {
    var text = new StringBuilder();
    var at = address;
    // Page by page, as the one behind the end of the string may not be there.
    for (var page = 0; page < 2; page++) {
      var bytes = proc.memory(pid, at, (int) (PAGE - at % PAGE));
      if (bytes == null) {
        return Optional.empty();
      }
      for (var i = 0; i < bytes.length; i++) {
        if (bytes[i] == 0) {
          text.append(new String(bytes, 0, i, StandardCharsets.UTF_8));
          return Optional.of(text.toString());
        }
      }
      text.append(new String(bytes, StandardCharsets.UTF_8));
      at += bytes.length;
    }
    return Optional.empty();
  }

  /// Reads some `int`s.
  static Optional<int[]> ints(Proc proc, int pid, long address, int count) {
    var bytes = proc.memory(pid, address, count * Integer.BYTES);
    if (bytes == null) {
      return Optional.empty();
    }
    var ints = new int[count];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asIntBuffer().get(ints);
    return Optional.of(ints);
  }
}
