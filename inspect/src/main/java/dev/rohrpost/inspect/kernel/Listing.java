package dev.rohrpost.inspect.kernel;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A list that the kernel makes whenever it is read, by a program that it keeps for this process
/// until that ends.
final class Listing {
  private static final int ROOM = 1 << 16; // the kernel hands out 32 KiB at once

  private final Fd link;
  private final int width;

  private Listing(Fd link, int width) {
    this.link = link;
    this.width = width;
  }

  /// @param function the iterator
  /// @param code the program
  /// @param width how many columns it writes
  static Listing of(int function, Code code, int width) throws UnixException {
    try (var arena = Arena.ofConfined();
        var program = Fd.own(Bpf.program(function, code, arena))) {
      return new Listing(Fd.own(program.borrow(number -> Bpf.link(number, arena))), width);
    }
  }

  /// Reads it.
  ///
  /// @throws UnixException with `EMFILE`, `ENFILE` or `ENOMEM`
  Rows read() throws UnixException {
    try (var arena = Arena.ofConfined();
        var file = Fd.own(link.borrow(number -> Bpf.iterator(number, arena)))) {
      return new Rows(read(file, arena.allocate(ROOM, Long.BYTES)), width);
    }
  }

  private static long[] read(Fd file, MemorySegment buffer) throws UnixException {
    var cells = new long[ROOM];
    var count = 0;
    while (true) {
      var got = file.borrow(number -> UnistdH.read(number, buffer.address(), ROOM));
      if (got == 0) {
        return Arrays.copyOf(cells, count);
      }
      if (got == -Errno.EINTR.number() || got == -Errno.EAGAIN.number()) {
        continue; // the second after a million objects of which none was asked for
      }
      if (got < 0) {
        throw UnixException.of("read", "BPF iterator", new Errno((int) -got));
      }
      var more = (int) (got / Long.BYTES); // rows are never handed out in parts
      while (count + more > cells.length) {
        cells = Arrays.copyOf(cells, 2 * cells.length);
      }
      MemorySegment.copy(buffer, ValueLayout.JAVA_LONG, 0, cells, count, more);
      count += more;
    }
  }
}
