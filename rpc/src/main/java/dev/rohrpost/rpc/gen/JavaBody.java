package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Identifiers;
import dev.rohrpost.codegen.Out;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/// The code of one class that reads and writes values, and the codecs that it needs for those whose
/// types have no name.
final class JavaBody {
  private final JavaTypes types;
  private final Layout layout;
  private final Imports imports;
  private final Map<Item, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>(Set.of("CODEC", "CHAIN", "NODE", "ID"));
  private final Queue<Item> waiting = new ArrayDeque<>();

  JavaBody(JavaTypes types, Layout layout, Imports imports) {
    this.types = types;
    this.layout = layout;
    this.imports = imports;
  }

  /// A codec of a type without a name.
  ///
  /// @param present whether it is that of what an optional value has: in place of null an empty
  ///   `Optional` then
  private record Item(Type type, boolean present) {}

  /// A call in pieces, so that its line can be broken.
  record Code(String head, List<String> arguments, String tail) {
    static Code of(String head, String... arguments) {
      return new Code(head, List.of(arguments), "");
    }

    @Override
    public String toString() {
      return head + "(" + String.join(", ", arguments) + ")" + tail;
    }
  }

  /// {@return what reads a value from `in`}
  Code read(Type type) {
    return switch (type) {
      case Type.Plain plain -> read(plain);
      case Type.Text(var bound) ->
          Code.of(types.hasOpaqueStrings() ? "in.getOpaque" : "in.getString", bound(bound));
      case Type.Bytes(var bound) -> Code.of("in.getOpaque", bound(bound));
      case Type.FixedBytes(var length) -> Code.of("in.getFixedOpaque", number(length));
      case Type.Array(var element, var bound) when JavaTypes.isPrimitive(element) ->
          primitives(
              type, element, "in.getCount(" + bound(bound) + ", " + layout.smallest(element) + ")");
      case Type.FixedArray(var element, var length) when JavaTypes.isPrimitive(element) ->
          primitives(type, element, number(length));
      case Type.Array(var element, var bound) ->
          Code.of(
              imports.xdr("XdrLists") + ".read",
              "in",
              codec(element),
              bound(bound),
              number(layout.smallest(element)));
      case Type.FixedArray(var element, var length) ->
          Code.of(
              imports.xdr("XdrLists") + ".readFixed",
              "in",
              codec(element),
              number(length),
              number(layout.smallest(element)));
      case Type.Optional(var value) when Layout.isChain(value) ->
          Code.of(codec(type) + ".decode", "in");
      case Type.Optional(var value) ->
          Code.of(imports.xdr("XdrLists") + ".readOptional", "in", present(value));
      case Type.Defined _ -> Code.of(codec(type) + ".decode", "in");
    };
  }

  private Code read(Type.Plain plain) {
    return switch (plain) {
      case VOID -> Code.of("Xdr.VOID.decode", "in");
      case INT -> Code.of("in.getInt");
      case SHORT, UNSIGNED_SHORT, CHAR, UNSIGNED_CHAR ->
          Code.of("in.getInt", number(plain.lowest()), number(plain.highest()));
      case UNSIGNED_INT -> Code.of("in.getUnsignedInt");
      case HYPER, UNSIGNED_HYPER -> Code.of("in.getLong");
      case FLOAT -> Code.of("in.getFloat");
      case DOUBLE -> Code.of("in.getDouble");
      case QUADRUPLE -> Code.of("in.getFixedOpaque", "16");
      case BOOL -> Code.of("in.getBoolean");
    };
  }

  private Code primitives(Type type, Type element, String count) {
    var head = types.plain(type, imports) + ".read";
    if (element == Type.Plain.UNSIGNED_INT) {
      head += "UnsignedInts";
    }
    return element instanceof Type.Plain plain && plain.isNarrow()
        ? Code.of(head, "in", count, number(plain.lowest()), number(plain.highest()))
        : Code.of(head, "in", count);
  }

  /// Writes the statements that write a value to `out`.
  void write(Out out, Type type, String value) {
    switch (type) {
      case Type.Array(var element, var bound) when JavaTypes.isPrimitive(element) -> {
        out.list("out.putCount", List.of(value + ".size()", bound(bound)), ";");
        primitives(out, element, value);
      }
      case Type.FixedArray(var element, _) when JavaTypes.isPrimitive(element) ->
          primitives(out, element, value);
      default -> {
        var code = write(type, value);
        out.list(code.head(), code.arguments(), ";");
      }
    }
  }

  private static void primitives(Out out, Type element, String value) {
    var unsigned = element == Type.Plain.UNSIGNED_INT ? "UnsignedInts" : "";
    out.line(value + ".write" + unsigned + "(out);");
  }

  private Code write(Type type, String value) {
    return switch (type) {
      case Type.Plain plain -> write(plain, value);
      case Type.Text(var bound) ->
          Code.of(
              types.hasOpaqueStrings() ? "out.putOpaque" : "out.putString", value, bound(bound));
      case Type.Bytes(var bound) -> Code.of("out.putOpaque", value, bound(bound));
      case Type.FixedBytes(var length) -> Code.of("out.putFixedOpaque", value, number(length));
      case Type.Array(var element, var bound) ->
          Code.of(imports.xdr("XdrLists") + ".write", "out", value, codec(element), bound(bound));
      case Type.FixedArray(var element, _) ->
          Code.of(imports.xdr("XdrLists") + ".writeFixed", "out", value, codec(element));
      case Type.Optional(var inner) when Layout.isChain(inner) ->
          Code.of(codec(type) + ".encode", "out", value);
      case Type.Optional(var inner) ->
          Code.of(imports.xdr("XdrLists") + ".writeOptional", "out", value, present(inner));
      case Type.Defined _ -> Code.of(codec(type) + ".encode", "out", value);
    };
  }

  private static Code write(Type.Plain plain, String value) {
    return switch (plain) {
      case VOID -> Code.of("Xdr.VOID.encode", "out", value);
      case INT, SHORT, UNSIGNED_SHORT, CHAR, UNSIGNED_CHAR -> Code.of("out.putInt", value);
      case UNSIGNED_INT -> Code.of("out.putUnsignedInt", value);
      case HYPER, UNSIGNED_HYPER -> Code.of("out.putLong", value);
      case FLOAT -> Code.of("out.putFloat", value);
      case DOUBLE -> Code.of("out.putDouble", value);
      case QUADRUPLE -> Code.of("out.putFixedOpaque", value, "16");
      case BOOL -> Code.of("out.putBoolean", value);
    };
  }

  /// {@return the codec of a type, which may be one that is yet to be written}
  String codec(Type type) {
    return switch (type) {
      case Type.Defined defined -> types.name(defined, imports) + ".CODEC";
      case Type.Optional(var value)
          when value instanceof Type.Struct struct && Layout.isChain(struct) ->
          types.name(struct, imports) + ".CHAIN";
      case Type.Plain plain when !plain.isNarrow() && plain != Type.Plain.QUADRUPLE ->
          imports.xdr("Xdr") + "." + common(plain);
      default -> item(new Item(type, false), describe(type));
    };
  }

  /// {@return the codec of what an optional value has, never null}
  private String present(Type type) {
    return types.isNullable(type)
        ? item(new Item(type, true), "PRESENT_" + describe(type))
        : codec(type);
  }

  private static String common(Type.Plain plain) {
    return plain == Type.Plain.UNSIGNED_HYPER ? "HYPER" : plain.name();
  }

  private String item(Item type, String description) {
    var name = names.get(type);
    if (name == null) {
      name = Identifiers.fresh(description, taken);
      names.put(type, name);
      waiting.add(type);
    }
    return name;
  }

  private String describe(Type type) {
    return switch (type) {
      case Type.Plain plain -> plain.name();
      case Type.Text(var bound) -> "STRING" + (isBound(bound) ? "_" + bound : "");
      case Type.Bytes(var bound) -> "OPAQUE" + (isBound(bound) ? "_" + bound : "");
      case Type.FixedBytes(var length) -> "FIXED_OPAQUE_" + length;
      case Type.Array(var element, var bound) ->
          describe(element) + "_ARRAY" + (isBound(bound) ? "_" + bound : "");
      case Type.FixedArray(var element, var length) -> describe(element) + "_FIXED_ARRAY_" + length;
      case Type.Optional(var value) -> "OPTIONAL_" + describe(value);
      case Type.Defined defined -> JavaNames.upperSnake(types.name(defined));
    };
  }

  /// Writes the codecs that were asked for, and those that they need themselves.
  void items(Out out) {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      item(out, names.getOrDefault(next, ""), next.type(), next.present());
      out.line("");
    }
  }

  private void item(Out out, String name, Type type, boolean present) {
    switch (type) {
      case Type.Text(var bound) when !types.hasOpaqueStrings() ->
          simple(out, "String", name, of("string", bound));
      case Type.Text(var bound) -> simple(out, imports.xdr("Opaque"), name, of("opaque", bound));
      case Type.Bytes(var bound) -> simple(out, imports.xdr("Opaque"), name, of("opaque", bound));
      case Type.Optional(var value) when present -> {
        var argument = types.plain(new Type.Optional(type), imports);
        var inner = present(value);
        var lists = imports.xdr("XdrLists");
        beginCodec(out, "private static final ", argument, name);
        out.line(lists + ".writeOptional(out, value.orElse(null), " + inner + ");");
        turnCodec(out, argument);
        out.line("return Optional.ofNullable(" + lists + ".readOptional(in, " + inner + "));");
        endCodec(out);
      }
      default -> {
        var argument = types.argument(type, imports);
        beginCodec(out, "private static final ", argument, name);
        write(out, type, "value");
        turnCodec(out, argument);
        var code = read(type);
        out.list("return " + code.head(), code.arguments(), code.tail() + ";");
        endCodec(out);
      }
    }
  }

  private void simple(Out out, String type, String name, String codec) {
    out.line(
        "private static final "
            + imports.xdr("XdrCodec")
            + "<"
            + type
            + "> "
            + name
            + " = "
            + codec);
  }

  private String of(String what, long bound) {
    return imports.xdr("Xdr") + "." + what + "(" + bound(bound) + ");";
  }

  /// Begins a codec, up to where it encodes `value`.
  void beginCodec(Out out, String modifiers, String type, String name) {
    imports.xdr("XdrWriter");
    imports.xdr("XdrReader");
    imports.xdr("XdrException");
    out.line(modifiers + imports.xdr("XdrCodec") + "<" + type + "> " + name + " =").shift(4);
    out.open("new XdrCodec<>() {");
    out.line("@Override");
    out.header("public void encode", List.of("XdrWriter out", type + " value"), "{").shift(2);
  }

  /// Goes on to where it decodes.
  void turnCodec(Out out, String type) {
    out.close("}").line("").line("@Override");
    out.header("public " + type + " decode", List.of("XdrReader in"), "throws XdrException {");
    out.shift(2);
  }

  void endCodec(Out out) {
    out.close("}").close("};").shift(-4);
  }

  static boolean isBound(long bound) {
    return bound < Resolver.UNBOUNDED;
  }

  String bound(long bound) {
    return isBound(bound) ? number(bound) : imports.xdr("Xdr") + ".UNBOUNDED";
  }

  static String number(long number) {
    return number == (int) number ? Long.toString(number) : number + "L";
  }

  Imports imports() {
    return imports;
  }

  JavaTypes types() {
    return types;
  }
}
