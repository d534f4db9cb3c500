package dev.rohrpost.messaging;

/// Which messages to receive, and whether to take them away.
///
/// @param types which ones
/// @param taking what becomes of them
public record Selection(Types types, Taking taking) {
  /// All messages, in their order.
  public static final Selection ANY = new Selection(new Types.Any(), Taking.REMOVE);

  /// Selects a type.
  ///
  /// @param type the type
  /// @return what selects it
  public static Selection ofType(long type) {
    return new Selection(new Types.Only(type), Taking.REMOVE);
  }

  /// Selects the lowest type that is there, as urgent ones first.
  ///
  /// @param highest the highest that is wanted
  /// @return what selects it
  public static Selection upTo(long highest) {
    return new Selection(new Types.UpTo(highest), Taking.REMOVE);
  }

  /// Selects all types but one.
  ///
  /// @param type the unwanted type
  /// @return what selects the others
  public static Selection except(long type) {
    return new Selection(new Types.Except(type), Taking.REMOVE);
  }

  /// {@return the same, but messages stay where they are}
  public Selection peeking() {
    return new Selection(types, Taking.PEEK);
  }

  /// What becomes of a message that is received.
  public enum Taking {
    /// It is gone, as usual.
    REMOVE,
    /// It stays, and will be received again.
    PEEK
  }

  /// Which types are wanted.
  public sealed interface Types {
    /// All of them.
    record Any() implements Types {}

    /// One.
    ///
    /// @param type which
    record Only(long type) implements Types {}

    /// The lowest that is there.
    ///
    /// @param highest none above it
    record UpTo(long highest) implements Types {}

    /// All but one.
    ///
    /// @param type which is not wanted
    record Except(long type) implements Types {}
  }

  /// Refuses what a carrier without types, which gives messages away in their order, cannot do.
  ///
  /// @param carrier such as `fifo:`
  /// @param instead what it can do
  void requireAny(String carrier, String instead) {
    if (!(types instanceof Types.Any)) {
      throw new RefusedException(carrier, "select by type", instead);
    }
    if (taking == Taking.PEEK) {
      throw new RefusedException(carrier, "show a message and keep it", instead);
    }
  }
}
