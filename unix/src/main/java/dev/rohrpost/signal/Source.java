package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import java.util.Collection;

/// Where received signals are read from, as records of `struct signalfd_siginfo`.
sealed interface Source permits KernelSource, JvmSource {
  /// Begins to receive signals; from the moment this returns none is lost.
  ///
  /// @throws IllegalArgumentException if this source cannot receive one of them
  void add(Collection<Signal> signals) throws UnixException;

  /// Stops receiving signals, discards those that wait, and restores what they did before.
  void remove(Collection<Signal> signals) throws UnixException;

  /// Where to read; the descriptor stays the source's.
  Fd fd();

  Capabilities capabilities();
}
