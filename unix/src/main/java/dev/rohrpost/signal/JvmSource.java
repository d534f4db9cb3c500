package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The JVM's own door, where executable memory is denied or the processor is another one: it tells
/// the number of the signal and nothing else. The records go through a pipe, so that receiving is
/// the same as from a signalfd.
final class JvmSource implements Source {
  private final Capabilities capabilities;
  private final Fd readEnd;
  private final WriteEnd writeEnd;
  private final Object handler = JvmSignals.handler(this::received);
  private final Map<Signal, Object> before = new HashMap<>();

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
  public void add(Collection<Signal> signals) {
    for (var signal : signals) {
      before.put(signal, JvmSignals.handle(signal, handler));
    }
  }

  private void received(int number) {
    try (var arena = Arena.ofConfined()) {
      var raw = arena.allocate(RawInfo.SIZE, Long.BYTES);
      RawInfo.fill(raw, number);
      writeEnd.write(raw);
    } catch (UnixException | InterruptedException e) {
      throw new IllegalStateException(e); // the pipe is never closed, and nobody knows this thread
    }
  }

  @Override
  public void remove(Collection<Signal> signals) {
    for (var signal : signals) {
      var old = before.remove(signal);
      if (old != null) {
        var _ = JvmSignals.handle(signal, old);
      }
    }
  }

  @Override
  public Fd fd() {
    return readEnd;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }
}
