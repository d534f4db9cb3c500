package dev.rohrpost.semaphore;

/// What to do with one semaphore of a set.
///
/// @param index which semaphore, 0 for the first
/// @param change how many to add (give back), or, if negative, to take, which waits until there are
///   so many; 0 waits until the value is 0
/// @param undo what becomes of it when this process ends
public record Operation(int index, int change, Undo undo) {
  private static final int LARGEST = 32_767;

  /// What becomes of an operation when the process ends, however it does.
  public enum Undo {
    /// It stays.
    NEVER,
    /// The kernel does the opposite, at once and as far as possible: what was taken is given back.
    AT_EXIT
  }

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if the index is not 0 to 65535, or the change not -32767 to
  ///   32767
  public Operation {
    if (index < 0 || index > 0xffff) {
      throw new IllegalArgumentException("semaphore " + index + " of a set");
    }
    if (change < -LARGEST || change > LARGEST) {
      throw new IllegalArgumentException(
          "a semaphore changes by -" + LARGEST + " to " + LARGEST + ", not " + change);
    }
  }

  /// Adds or takes.
  ///
  /// @param index which semaphore, 0 for the first
  /// @param change how many to add, or, if negative, to take; 0 waits until the value is 0
  /// @return the operation, which is not undone
  public static Operation of(int index, int change) {
    return new Operation(index, change, Undo.NEVER);
  }

  /// Takes one, waiting until there is one.
  ///
  /// @param index which semaphore
  /// @return the operation, which is not undone
  public static Operation take(int index) {
    return of(index, -1);
  }

  /// Gives one back.
  ///
  /// @param index which semaphore
  /// @return the operation, which is not undone
  public static Operation give(int index) {
    return of(index, 1);
  }

  /// Waits until the value is 0.
  ///
  /// @param index which semaphore
  /// @return the operation
  public static Operation awaitZero(int index) {
    return of(index, 0);
  }

  /// {@return the same operation, undone when this process ends} The opposite operation should be
  /// so too: the kernel keeps one sum for each semaphore.
  public Operation undoneAtExit() {
    return new Operation(index, change, Undo.AT_EXIT);
  }
}
