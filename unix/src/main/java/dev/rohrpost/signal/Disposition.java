package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SignalH;

/// What a signal does in this process while nobody subscribes to it: ignored, or its default
/// action.
///
/// Two of the same signal are closed in the opposite order in which they were made.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/sigaction.2.html">sigaction(2)</a>
public final class Disposition implements AutoCloseable {
  private final Receiver receiver;
  private final Signal signal;
  private final Source.Undo before;
  private boolean closed;

  private Disposition(Receiver receiver, Signal signal, Source.Undo before) {
    this.receiver = receiver;
    this.signal = signal;
    this.before = before;
  }

  /// Ignores a signal. Programs that `dev.rohrpost.process` starts get its default action all the
  /// same; those of [ProcessBuilder] ignore it too.
  ///
  /// @param signal which
  /// @return closing it restores what was there before
  /// @throws ReservedSignalException if somebody else owns the signal
  /// @throws IllegalStateException if somebody subscribes to it, or another copy of this library in
  ///   this JVM has changed it
  /// @throws IllegalArgumentException if [Signals#capabilities()] says that this JVM has no way to
  /// @throws UnixException with EMFILE or ENFILE if there is no descriptor left
  public static Disposition ignore(Signal signal) throws UnixException {
    return set(signal, SignalH.SIG_IGN);
  }

  /// Gives a signal its default action: HUP, INT and TERM then end the JVM at once, without its
  /// shutdown hooks.
  ///
  /// @param signal which
  /// @return closing it restores what was there before
  /// @throws ReservedSignalException if somebody else owns the signal
  /// @throws IllegalStateException if somebody subscribes to it, or another copy of this library in
  ///   this JVM has changed it
  /// @throws IllegalArgumentException if [Signals#capabilities()] says that this JVM has no way to
  /// @throws UnixException with EMFILE or ENFILE if there is no descriptor left
  public static Disposition restoreDefault(Signal signal) throws UnixException {
    return set(signal, SignalH.SIG_DFL);
  }

  private static Disposition set(Signal signal, long disposition) throws UnixException {
    var receiver = Receiver.instance();
    Reserved.check(signal);
    return new Disposition(receiver, signal, receiver.set(signal, disposition));
  }

  /// Restores what was there before; if somebody subscribes to the signal meanwhile, that happens
  /// when the subscription ends. Closing again does nothing.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        receiver.restore(signal, before);
      } catch (UnixException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
