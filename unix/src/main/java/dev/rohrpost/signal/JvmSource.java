package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The JVM's own door, where executable memory is denied or the processor is another one: it tells
/// the number of the signal and nothing else. The records go through a pipe, so that receiving is
/// the same as from a signalfd; there is at most one of each signal, as in the kernel, so the pipe
/// is never full.
final class JvmSource implements Source {
  private final Capabilities capabilities;
  private final Fd readEnd;
  private final WriteEnd writeEnd;
  private final Object handler = JvmSignals.handler(this::received);
  private final Map<Signal, Undo> before = new HashMap<>();
  private final Object flags = new Object();

  /// The signals that are received.
  private long wanted;

  /// Those of which a record is in the pipe.
  private long written;

  /// Those of which the record in the pipe is from before [#remove].
  private long stale;

  JvmSource(String reason) throws UnixException {
    capabilities = Capabilities.portable(reason);
    try (var arena = Arena.ofConfined()) {
      var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      UnistdH.pipe2(ends, FcntlH.O_CLOEXEC);
      readEnd = Fd.own(ends.getAtIndex(ValueLayout.JAVA_INT, 0));
      writeEnd = new WriteEnd(Fd.own(ends.getAtIndex(ValueLayout.JAVA_INT, 1)));
    }
  }

  @Override
  public void add(Collection<Signal> signals) throws UnixException {
    var added = new ArrayList<Signal>();
    for (var signal : signals) {
      want(signal, true);
      try {
        before.put(signal, undo(signal, JvmSignals.handle(signal, handler)));
        added.add(signal);
      } catch (IllegalArgumentException e) {
        want(signal, false);
        remove(added);
        throw e;
      }
    }
  }

  @Override
  public void remove(Collection<Signal> signals) throws UnixException {
    for (var signal : signals) {
      want(signal, false);
      var old = before.remove(signal);
      if (old != null) {
        old.run();
      }
    }
  }

  private void want(Signal signal, boolean receive) {
    var bit = SignalSet.bit(signal);
    synchronized (flags) {
      wanted = receive ? wanted | bit : wanted & ~bit;
      stale |= receive ? 0 : written & bit;
    }
  }

  /// The JVM calls this on a thread that it makes for it.
  private void received(int number) {
    if (!isNew(1L << (number - 1))) {
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var raw = arena.allocate(RawInfo.SIZE, Long.BYTES);
      RawInfo.fill(raw, number);
      writeEnd.write(raw);
    } catch (UnixException | InterruptedException e) {
      throw new IllegalStateException(e); // the pipe is never closed, and nobody knows this thread
    }
  }

  /// A record that is in the pipe will do for this signal too, even if it was stale.
  private boolean isNew(long bit) {
    synchronized (flags) {
      if ((wanted & bit) == 0) {
        return false;
      }
      var isNew = (written & bit) == 0;
      written |= bit;
      stale &= ~bit;
      return isNew;
    }
  }

  @Override
  public boolean accept(int signal) {
    var bit = 1L << (signal - 1);
    synchronized (flags) {
      var fresh = (stale & bit) == 0;
      written &= ~bit;
      stale &= ~bit;
      return fresh;
    }
  }

  /// Nothing to hold: these signals are merged.
  @Override
  public void hold(long bits) {}

  @Override
  public Undo set(Signal signal, long disposition) {
    return undo(signal, JvmSignals.handle(signal, JvmSignals.constant(disposition)));
  }

  private static Undo undo(Signal signal, Object old) {
    return () -> {
      var _ = JvmSignals.handle(signal, old);
    };
  }

  @Override
  public void undoLater(Signal signal, Undo undo) {
    before.replace(signal, undo);
  }

  @Override
  public Fd fd() {
    return readEnd;
  }

  @Override
  public long poll(MemorySegment into) throws UnixException {
    return readEnd.borrow(number -> {
      try (var arena = Arena.ofConfined()) {
        var pollfd = arena.allocate(PollH.POLLFD);
        pollfd.set(ValueLayout.JAVA_INT, 0, number);
        pollfd.set(ValueLayout.JAVA_SHORT, Integer.BYTES, (short) PollH.POLLIN);
        var ready = PollH.ppoll(pollfd, 1, arena.allocate(16), MemorySegment.NULL);
        return ready > 0 ? Math.max(0, UnistdH.read(number, into, into.byteSize())) : 0L;
      }
    });
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }
}
