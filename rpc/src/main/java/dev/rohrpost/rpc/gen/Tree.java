package dev.rohrpost.rpc.gen;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The content of a `.x` file, before any name is looked up.
final class Tree {
  private Tree() {}

  /// A definition: the text between two semicolons of a file.
  sealed interface Definition {
    Place place();

    String name();
  }

  record Constant(Place place, String name, Numeral value) implements Definition {}

  record TextConstant(Place place, String name, String text) implements Definition {}

  /// A struct, union, enum or typedef.
  record Named(Place place, String name, Specifier type) implements Definition {}

  record Program(Place place, String name, List<Version> versions, Numeral number)
      implements Definition {}

  record Version(Place place, String name, List<Procedure> procedures, Numeral number) {}

  /// @param parameters none for `(void)`
  record Procedure(
      Place place, String name, Specifier result, List<Declaration> parameters, Numeral number) {}

  /// A number, or the name of one.
  sealed interface Numeral {
    Place place();
  }

  record Literal(Place place, BigInteger value) implements Numeral {}

  record Reference(Place place, String name) implements Numeral {}

  /// A type.
  sealed interface Specifier {}

  record Plain(Type.Plain type) implements Specifier {}

  /// @param tagged whether `struct`, `union` or `enum` stands before it
  record TypeName(Place place, String name, boolean tagged) implements Specifier {}

  record Enumeration(Place place, List<Enumerator> enumerators) implements Specifier {}

  record Enumerator(Place place, String name, @Nullable Numeral number) {}

  record Struct(Place place, List<Declaration> members) implements Specifier {}

  record Union(Place place, Declaration discriminant, List<Arm> arms) implements Specifier {}

  /// @param cases empty for `default`
  record Arm(Place place, List<Numeral> cases, Declaration declaration) {}

  record Text(@Nullable Numeral bound) implements Specifier {}

  record Opaque(@Nullable Numeral bound) implements Specifier {}

  record FixedOpaque(Numeral length) implements Specifier {}

  record Array(Specifier element, @Nullable Numeral bound) implements Specifier {}

  record FixedArray(Specifier element, Numeral length) implements Specifier {}

  record Optional(Specifier value) implements Specifier {}

  /// A member, an arm, a typedef or a parameter.
  ///
  /// @param name empty for `void`, and for a parameter without one
  /// @param text as it stands in the file, shortened if it is long
  record Declaration(Place place, String name, Specifier type, String text) {
    boolean isVoid() {
      return type instanceof Plain(var plain) && plain == Type.Plain.VOID;
    }
  }
}
