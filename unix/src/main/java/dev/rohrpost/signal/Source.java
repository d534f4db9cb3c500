package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.util.Collection;

/// Where received signals are read from, as records of `struct signalfd_siginfo`.
///
/// [Receiver] calls the methods that change something one after the other, but for [#hold],
/// [#accept] and [#poll], which it calls while it reads.
sealed interface Source permits KernelSource, JvmSource {
  /// Puts back what was there before.
  interface Undo {
    void run() throws UnixException;
  }

  /// Begins to receive signals; from the moment this returns none is lost.
  ///
  /// @throws IllegalArgumentException if this source cannot receive one of them
  void add(Collection<Signal> signals) throws UnixException;

  /// Stops receiving signals, discards those that wait, and restores what they did before.
  void remove(Collection<Signal> signals) throws UnixException;

  /// Leaves signals where they are for the time being, and takes all others.
  void hold(long bits);

  /// Tells whether a record that was read means anything.
  boolean accept(int signal);

  /// Ignores a signal that is not received, or gives it its default action.
  ///
  /// @param disposition `SIG_IGN` or `SIG_DFL`
  Undo set(Signal signal, long disposition) throws UnixException;

  /// Says what [#remove] is to put back for a signal that is received.
  void undoLater(Signal signal, Undo undo);

  /// Where to read, which waits; the descriptor stays the source's.
  Fd fd();

  /// Reads what is there, without waiting, while nobody else reads.
  ///
  /// @return how many bytes, or 0
  long poll(MemorySegment into) throws UnixException;

  Capabilities capabilities();
}
