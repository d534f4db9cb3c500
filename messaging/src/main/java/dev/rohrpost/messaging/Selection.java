package dev.rohrpost.messaging;

import java.util.OptionalInt;

/// Which messages to receive.
///
/// @param type only those of this type, on carriers that have types
public record Selection(OptionalInt type) {
  /// All messages.
  public static final Selection ANY = new Selection(OptionalInt.empty());

  /// Selects a type.
  ///
  /// @param number the type
  /// @return what selects it
  public static Selection ofType(int number) {
    return new Selection(OptionalInt.of(number));
  }
}
