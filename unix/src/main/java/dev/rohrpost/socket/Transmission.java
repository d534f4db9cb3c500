package dev.rohrpost.socket;

import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.MemorySegment;

/// Moving bytes from or to memory of the caller.
enum Transmission implements Wait.Operation {
  /// Sends; the argument is `MSG_*`.
  SEND(PollH.POLLOUT) {
    @Override
    long make(int number, MemorySegment data, int flags) {
      return SysSocketH.send(number, data, data.byteSize(), flags | SysSocketH.MSG_NOSIGNAL);
    }
  },
  /// Receives; the argument is `MSG_*`.
  RECEIVE(PollH.POLLIN) {
    @Override
    long make(int number, MemorySegment data, int flags) {
      return SysSocketH.recv(number, data, data.byteSize(), flags);
    }
  };

  private final int events;

  Transmission(int events) {
    this.events = events;
  }

  abstract long make(int number, MemorySegment data, int flags);

  @Override
  public boolean returnsAtFirst() {
    return this == RECEIVE;
  }

  @Override
  public int events() {
    return events;
  }

  @Override
  public String call() {
    return this == SEND ? "send" : "recv";
  }

  @Override
  public long block(int number, MemorySegment data, long flags) {
    return make(number, data, (int) flags);
  }

  @Override
  public long attempt(int number, MemorySegment data, long flags) {
    return make(number, data, (int) flags | SysSocketH.MSG_DONTWAIT);
  }

  /// The same for the ends of a stream, which give the size as argument.
  Wait.Operation ofStream() {
    return new OfStream(this);
  }

  private record OfStream(Transmission transmission) implements Wait.Operation {
    @Override
    public int events() {
      return transmission.events;
    }

    @Override
    public boolean returnsAtFirst() {
      return transmission.returnsAtFirst();
    }

    @Override
    public long block(int number, MemorySegment data, long size) {
      return transmission.make(number, data, 0);
    }

    @Override
    public long attempt(int number, MemorySegment data, long size) {
      return transmission.make(number, data, SysSocketH.MSG_DONTWAIT);
    }
  }
}
