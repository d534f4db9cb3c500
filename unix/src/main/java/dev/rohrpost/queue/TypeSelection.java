package dev.rohrpost.queue;

/// Which messages of a System V queue to receive, by their type.
public sealed interface TypeSelection {
  /// The oldest message, whatever its type.
  TypeSelection ANY = new Any();

  /// The oldest message, whatever its type.
  record Any() implements TypeSelection {}

  /// The oldest message of one type.
  ///
  /// @param type which, 1 or more
  record OfType(long type) implements TypeSelection {
    /// Checks the type.
    ///
    /// @throws IllegalArgumentException unless it is 1 or more
    public OfType {
      check(type);
    }
  }

  /// The oldest message of the lowest type that is there: low types are urgent ones.
  ///
  /// @param highest none above this, 1 or more
  record UpTo(long highest) implements TypeSelection {
    /// Checks the type.
    ///
    /// @throws IllegalArgumentException unless it is 1 or more
    public UpTo {
      check(highest);
    }
  }

  /// The oldest message of any type but one.
  ///
  /// @param type the one that is left there, 1 or more
  record Except(long type) implements TypeSelection {
    /// Checks the type.
    ///
    /// @throws IllegalArgumentException unless it is 1 or more
    public Except {
      check(type);
    }
  }

  /// Selects one type.
  ///
  /// @param type which, 1 or more
  /// @return what selects it
  static TypeSelection ofType(long type) {
    return new OfType(type);
  }

  /// Selects the lowest type that is there.
  ///
  /// @param highest none above this, 1 or more
  /// @return what selects it
  static TypeSelection upTo(long highest) {
    return new UpTo(highest);
  }

  /// Selects all types but one.
  ///
  /// @param type the one that is left there, 1 or more
  /// @return what selects the others
  static TypeSelection except(long type) {
    return new Except(type);
  }

  private static void check(long type) {
    if (type < 1) {
      throw new IllegalArgumentException("types of messages are 1 or more, not " + type);
    }
  }
}
