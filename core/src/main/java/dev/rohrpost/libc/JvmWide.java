package dev.rohrpost.libc;

import java.util.function.Supplier;

/// What all copies of this library in one JVM have to agree on. Two applications in one server may
/// each bring one, in a class loader of its own; but a process has one action for each signal.
///
/// The numbers are kept as system properties, because these are the only thing that all class
/// loaders share and that survives any of them. What a name means is never changed: a copy may be
/// of another version.
public final class JvmWide {
  /// An interned string is the same object for every class loader.
  private static final Object LOCK = "dev.rohrpost: what all copies in this JVM share".intern();

  private JvmWide() {}

  /// Does something while no other copy of this library does.
  ///
  /// @param task what to do; it must be short
  /// @return what it answers
  public static <T> T locked(Supplier<T> task) {
    synchronized (LOCK) {
      return task.get();
    }
  }

  /// Returns a number.
  ///
  /// @param name of a property
  /// @return what was set last, or 0
  public static long get(String name) {
    return Long.parseUnsignedLong(System.getProperty(name, "0"), 16);
  }

  /// Sets a number.
  ///
  /// @param name of a property
  /// @param value the number
  public static void set(String name, long value) {
    System.setProperty(name, Long.toHexString(value));
  }
}
