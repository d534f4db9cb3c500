package dev.rohrpost.rpc.gen;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Reads values of the types of a file.
final class ValueReader {
  private final XdrReader in;
  private final Layout layout;

  ValueReader(XdrReader in, Layout layout) {
    this.in = in;
    this.layout = layout;
  }

  Value read(Type type) throws XdrException {
    return switch (type) {
      case Type.Plain plain -> plain(plain);
      case Type.Text(var bound) -> text(in.getOpaque(bound).toArray());
      case Type.Bytes(var bound) -> base64(in.getOpaque(bound));
      case Type.FixedBytes(var length) -> base64(in.getFixedOpaque(length));
      case Type.Array(var element, var bound) ->
          array(element, in.getCount(bound, layout.smallest(element)));
      case Type.FixedArray(var element, var length) -> {
        in.need((long) length * layout.smallest(element));
        yield array(element, length);
      }
      case Type.Optional(var value) -> optional(value);
      case Type.Enumeration enumeration -> enumerator(enumeration);
      case Type.Struct struct when Layout.isChain(struct) -> chain(struct, 1);
      case Type.Struct struct -> {
        enter(struct);
        var value = new Value.Structure(members(struct.members()));
        leave(struct);
        yield value;
      }
      case Type.Union union -> {
        enter(union);
        var value = union(union);
        leave(union);
        yield value;
      }
    };
  }

  private Value plain(Type.Plain plain) throws XdrException {
    return switch (plain) {
      case VOID -> Value.NULL;
      case INT -> number(in.getInt());
      case SHORT, UNSIGNED_SHORT, CHAR, UNSIGNED_CHAR ->
          number(in.getInt(plain.lowest(), plain.highest()));
      case UNSIGNED_INT -> number(in.getUnsignedInt());
      case HYPER -> number(in.getLong());
      case UNSIGNED_HYPER -> new Value.Numeral(Long.toUnsignedString(in.getLong()));
      case FLOAT -> {
        var number = in.getFloat();
        yield real(Float.isFinite(number), Float.toString(number));
      }
      case DOUBLE -> {
        var number = in.getDouble();
        yield real(Double.isFinite(number), Double.toString(number));
      }
      case QUADRUPLE -> base64(in.getFixedOpaque(plain.size()));
      case BOOL -> new Value.Truth(in.getBoolean());
    };
  }

  private static Value number(long number) {
    return new Value.Numeral(Long.toString(number));
  }

  private static Value real(boolean finite, String text) {
    return finite ? new Value.Numeral(text) : new Value.Text(text);
  }

  private static Value.Text base64(Opaque bytes) {
    return new Value.Text(Base64.getEncoder().encodeToString(bytes.toArray()));
  }

  private static Value text(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return new Value.Text(text.toString());
    } catch (CharacterCodingException _) {
      return new Value.Structure(List.of(new Value.Member("base64", base64(Opaque.of(bytes)))));
    }
  }

  private Value array(Type element, int count) throws XdrException {
    var elements = new ArrayList<Value>(count);
    try {
      while (elements.size() < count) {
        elements.add(read(element));
      }
    } catch (XdrException e) {
      throw e.within("[" + elements.size() + "]");
    }
    return new Value.Array(elements);
  }

  private Value optional(Type type) throws XdrException {
    if (type instanceof Type.Struct struct && Layout.isChain(struct)) {
      return chain(struct, 0);
    }
    if (!in.getBoolean()) {
      return Value.NULL;
    }
    var value = read(type);
    return type instanceof Type.Optional ? new Value.Array(List.of(value)) : value;
  }

  private Value enumerator(Type.Enumeration enumeration) throws XdrException {
    var number = in.getInt();
    var name = enumeration.names().get(number);
    if (name == null) {
      throw in.unknown(enumeration.name());
    }
    return new Value.Text(name);
  }

  private List<Value.Member> members(List<Type.Member> types) throws XdrException {
    var members = new ArrayList<Value.Member>(types.size());
    for (var type : types) {
      members.add(member(type));
    }
    return members;
  }

  private Value.Member member(Type.Member type) throws XdrException {
    try {
      return new Value.Member(type.name(), read(type.type()));
    } catch (XdrException e) {
      throw e.within(type.name());
    }
  }

  /// Reads a chain in a loop.
  ///
  /// @param sure how many nodes come without being announced
  private Value chain(Type.Struct struct, int sure) throws XdrException {
    var own = struct.members().subList(0, struct.members().size() - 1);
    var nodes = new ArrayList<Value.Structure>();
    try {
      while (nodes.size() < sure || in.getBoolean()) {
        enter(struct);
        nodes.add(new Value.Structure(members(own)));
        leave(struct);
      }
    } catch (XdrException e) {
      throw e.within("[" + nodes.size() + "]");
    }
    return nodes.isEmpty() ? Value.NULL : new Value.Chain(nodes, struct.members().getLast().name());
  }

  private Value union(Type.Union union) throws XdrException {
    var discriminant = member(union.discriminant());
    var number = number(union.discriminant().type(), discriminant.value());
    var arm = union.arm(number);
    if (arm == null) {
      throw in.unknown(union.name()).within(discriminant.name());
    }
    if (arm.isVoid()) {
      return new Value.Structure(List.of(discriminant));
    }
    var member = member(arm.member());
    return new Value.Structure(
        List.of(discriminant, new Value.Member(armName(union, arm), member.value())));
  }

  /// {@return what the arm is called beside the discriminant}
  static String armName(Type.Union union, Type.Arm arm) {
    var name = arm.member().name();
    return name.equals(union.discriminant().name()) ? name + "_" : name;
  }

  /// {@return the number of a discriminant}
  static long number(Type type, Value discriminant) {
    return switch (discriminant) {
      case Value.Numeral(var literal) -> Long.parseLong(literal);
      case Value.Truth(var truth) -> truth ? 1 : 0;
      case Value.Text(var name) when type instanceof Type.Enumeration enumeration ->
          enumeration.numbers().getOrDefault(name, 0);
      default -> throw new AssertionError(discriminant);
    };
  }

  private void enter(Type.Defined type) throws XdrException {
    if (layout.isRecursive(type)) {
      in.enter();
    }
  }

  private void leave(Type.Defined type) {
    if (layout.isRecursive(type)) {
      in.leave();
    }
  }
}
