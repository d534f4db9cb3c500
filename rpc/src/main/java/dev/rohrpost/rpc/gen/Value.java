package dev.rohrpost.rpc.gen;

import java.util.List;
import java.util.regex.Pattern;

/// A value of any type of a `.x` file, in the shape that it has in JSON. So a program that reads or
/// writes JSON only has to walk through it.
///
/// | XDR | here |
/// |---|---|
/// | numbers | [Numeral]; NaN and infinities are a [Text] |
/// | bool | [Truth] |
/// | enum | [Text], the name |
/// | string | [Text]; [Structure] with a member `base64` if it is not UTF-8 |
/// | opaque, quadruple | [Text] in base64 |
/// | arrays | [Array] |
/// | struct | [Structure] |
/// | optional | [Null] or the value |
/// | `struct n { …; n *next; }` | [Chain] when read; nested [Structure]s are taken, too |
/// | union | [Structure] of the discriminant and, if it is not void, the arm |
/// | void | [Null] |
public sealed interface Value {
  /// Nothing.
  Value NULL = new Null();

  /// Nothing: `null`.
  record Null() implements Value {}

  /// A truth value.
  ///
  /// @param value which one
  record Truth(boolean value) implements Value {}

  /// A number.
  ///
  /// @param literal how it is written, with all digits
  record Numeral(String literal) implements Value {
    private static final Pattern FORM =
        Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

    /// Checks that JSON has such a number.
    ///
    /// @throws IllegalArgumentException if it has not
    public Numeral {
      if (!FORM.matcher(literal).matches()) {
        throw new IllegalArgumentException("no number: " + literal);
      }
    }
  }

  /// A text.
  ///
  /// @param text what it says
  record Text(String text) implements Value {}

  /// Values in their order.
  ///
  /// @param elements what they are
  record Array(List<Value> elements) implements Value {
    /// Copies the list.
    public Array {
      elements = List.copyOf(elements);
    }
  }

  /// Values with names, in their order.
  ///
  /// @param members what they are
  record Structure(List<Member> members) implements Value {
    /// Copies the list.
    public Structure {
      members = List.copyOf(members);
    }
  }

  /// A value with a name.
  ///
  /// @param name how the file calls it
  /// @param value what it is
  record Member(String name, Value value) {}

  /// Structures of which each one is the last member of the one before it, and the last has [Null]
  /// there. Their number may be large, so walk through them in a loop.
  ///
  /// @param nodes what they have before that member: at least one
  /// @param link the name of that member
  record Chain(List<Structure> nodes, String link) implements Value {
    /// Copies the list.
    public Chain {
      nodes = List.copyOf(nodes);
    }
  }
}
