package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Proc;
import java.util.Optional;

/// A way to look at all processes, one after the other, by several threads.
interface Scan {
  /// {@return how many processes there are to look at}
  int size();

  /// {@return how often objects are held, if that is known}
  Optional<References> references();

  /// Gets a thread ready to look.
  ///
  /// @param proc for this thread only
  /// @param root `/proc`, open
  /// @param finds where to put what is found
  Reader reader(Proc proc, int root, Finds finds);

  /// What one thread looks with.
  interface Reader {
    /// Looks at a process; where it ends meanwhile, nothing was there.
    ///
    /// @param index from 0
    void read(int index);
  }
}
