package dev.rohrpost.bench;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Ours: the two ends and a buffer in native memory.
record FdWire(ReadEnd in, WriteEnd out, MemorySegment buffer) implements Wire {

  FdWire(ReadEnd in, WriteEnd out, int size) {
    this(in, out, Arena.global().allocate(size));
  }

  /// The pipes to the partner.
  static FdWire to(Partner partner, int size) throws UnixException {
    var child = partner.startWithOurs();
    return new FdWire(child.stdout(), child.stdin(), size);
  }

  /// Standard input and output.
  static FdWire standard(int size) throws UnixException {
    return new FdWire(new ReadEnd(Fd.inherit(0)), new WriteEnd(Fd.inherit(1)), size);
  }

  @Override
  public void send() throws UnixException, InterruptedException {
    out.write(buffer);
  }

  @Override
  public int receive() throws UnixException, InterruptedException {
    return in.read(buffer);
  }

  @Override
  public void close() {
    out.close();
    in.close();
  }
}
