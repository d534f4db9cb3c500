package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SignalH;
import java.lang.foreign.MemorySegment;

/// What a signal does in this process while nobody subscribes to it: ignored, or its default
/// action.
///
/// Programs that are started get the default action of every signal, whatever is set here.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/sigaction.2.html">sigaction(2)</a>
public final class Disposition implements AutoCloseable {
  private final Signal signal;
  private final MemorySegment before;
  private boolean closed;

  private Disposition(Signal signal, MemorySegment before) {
    this.signal = signal;
    this.before = before;
  }

  /// Ignores a signal.
  ///
  /// @param signal which
  /// @return closing it restores what was there before
  /// @throws ReservedSignalException if somebody else owns the signal
  /// @throws IllegalStateException if somebody subscribes to it
  /// @throws UnixException if the kernel refuses
  public static Disposition ignore(Signal signal) throws UnixException {
    return set(signal, SignalH.SIG_IGN);
  }

  /// Gives a signal its default action: HUP, INT and TERM then end the JVM at once, without its
  /// shutdown hooks.
  ///
  /// @param signal which
  /// @return closing it restores what was there before
  /// @throws ReservedSignalException if somebody else owns the signal
  /// @throws IllegalStateException if somebody subscribes to it
  /// @throws UnixException if the kernel refuses
  public static Disposition restoreDefault(Signal signal) throws UnixException {
    return set(signal, SignalH.SIG_DFL);
  }

  private static Disposition set(Signal signal, long action) throws UnixException {
    Reserved.check(signal);
    if (Receiver.instance().isSubscribed(signal)) {
      throw new IllegalStateException("somebody subscribes to " + signal);
    }
    return new Disposition(signal, Actions.set(signal, action));
  }

  /// Restores what was there before. Closing again does nothing.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        Actions.restore(signal, before);
      } catch (UnixException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
