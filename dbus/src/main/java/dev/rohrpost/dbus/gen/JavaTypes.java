package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Out;
import dev.rohrpost.dbus.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How values of types are called, read and written in one file. What has elements is read and
/// written by methods of their own, which are written at last.
final class JavaTypes {
  private final Face face;
  private final Imports imports;
  private final Map<Type, Integer> containers = new LinkedHashMap<>();

  JavaTypes(Face face, Imports imports) {
    this.face = face;
    this.imports = imports;
  }

  String of(Type type) {
    return switch (type.kind()) {
      case BYTE, UINT16, INT32 -> "int";
      case BOOLEAN -> "boolean";
      case INT16 -> "short";
      case UINT32, INT64, UINT64 -> "long";
      case DOUBLE -> "double";
      default -> boxed(type);
    };
  }

  private String boxed(Type type) {
    return switch (type.kind()) {
      case BYTE, UINT16, INT32 -> "Integer";
      case BOOLEAN -> "Boolean";
      case INT16 -> "Short";
      case UINT32, INT64, UINT64 -> "Long";
      case DOUBLE -> "Double";
      case STRING -> "String";
      case OBJECT_PATH -> imports.add("ObjectPath");
      case SIGNATURE -> imports.add("Signature");
      case UNIX_FD -> imports.add("Fd");
      case VARIANT -> imports.add("Value");
      case ARRAY ->
          isPrimitive(type)
              ? primitive(type.element()) + "[]"
              : imports.add("List") + "<" + boxed(type.element()) + ">";
      case DICT ->
          imports.add("Map")
              + "<"
              + boxed(type.elements().getFirst())
              + ", "
              + boxed(type.elements().getLast())
              + ">";
      case STRUCT -> struct(type).name();
    };
  }

  private Face.JavaRecord struct(Type type) {
    var struct = face.structs.get(type);
    if (struct == null) {
      throw new IllegalStateException(type + " has no name");
    }
    return struct;
  }

  private String primitive(Type element) {
    return element.kind() == Type.Kind.BYTE ? "byte" : of(element);
  }

  /// {@return whether an array of a type is an array in Java}
  static boolean isPrimitive(Type type) {
    return type.kind() == Type.Kind.ARRAY
        && switch (type.element().kind()) {
          case BYTE, BOOLEAN, INT16, UINT16, INT32, UINT32, INT64, UINT64, DOUBLE -> true;
          default -> false;
        };
  }

  /// {@return the name of the methods for a type that has one}
  private static String codec(Type type) {
    return switch (type.kind()) {
      case BYTE -> "uint8";
      case BOOLEAN -> "bool";
      case INT16 -> "int16";
      case UINT16 -> "uint16";
      case INT32 -> "int32";
      case UINT32 -> "uint32";
      case INT64, UINT64 -> "int64";
      case DOUBLE -> "float64";
      case STRING -> "text";
      case OBJECT_PATH -> "path";
      case SIGNATURE -> "signature";
      case UNIX_FD -> "handle";
      case VARIANT -> "variant";
      case ARRAY ->
          switch (type.element().kind()) {
            case BYTE -> "bytes";
            case BOOLEAN -> "booleans";
            default -> codec(type.element()) + "s";
          };
      case DICT, STRUCT -> throw new IllegalStateException("no method for " + type);
    };
  }

  private boolean isContainer(Type type) {
    return type.kind() == Type.Kind.DICT || (type.kind() == Type.Kind.ARRAY && !isPrimitive(type));
  }

  private int container(Type type) {
    return containers.computeIfAbsent(type, _ -> containers.size() + 1);
  }

  /// {@return an expression for what is read from `in`}
  String read(Type type) {
    if (isContainer(type)) {
      return "read_" + container(type) + "(in)";
    }
    return type.kind() == Type.Kind.STRUCT
        ? struct(type).name() + ".read(in)"
        : "in." + codec(type) + "()";
  }

  /// {@return a call that writes to `out`}
  String write(Type type, String value) {
    if (isContainer(type)) {
      return "write_" + container(type) + "(out, " + value + ")";
    }
    return type.kind() == Type.Kind.STRUCT
        ? value + ".write(out)"
        : "out." + codec(type) + "(" + value + ")";
  }

  /// Writes the methods for what has elements. They may need others.
  void methods(Out out) {
    var done = 0;
    while (done < containers.size()) {
      var type = List.copyOf(containers.keySet()).get(done);
      done++;
      if (type.kind() == Type.Kind.DICT) {
        dict(out, type, done);
      } else {
        list(out, type, done);
      }
    }
  }

  private void list(Out out, Type type, int number) {
    var element = type.element();
    readHead(out, type, number);
    out.line("var list = new " + imports.add("ArrayList") + "<" + boxed(element) + ">();");
    out.line("in.beginArray(" + element.alignment() + ");");
    out.open("while (in.hasMore()) {").line("list.add(" + read(element) + ");").close("}");
    out.line("in.endArray();").line("return list;").close("}").line("");
    writeHead(out, type, number, "list");
    out.line("out.beginArray(" + element.alignment() + ");");
    out.open("for (var each : list) {").line(write(element, "each") + ";").close("}");
    out.line("out.endArray();").close("}");
  }

  private void dict(Out out, Type type, int number) {
    var key = type.elements().getFirst();
    var value = type.elements().getLast();
    readHead(out, type, number);
    var types = "<" + boxed(key) + ", " + boxed(value) + ">();";
    out.line("var map = new " + imports.add("LinkedHashMap") + types);
    out.line("in.beginArray(8);").open("while (in.hasMore()) {").line("in.beginStruct();");
    out.line("map.put(" + read(key) + ", " + read(value) + ");").line("in.endStruct();");
    out.close("}").line("in.endArray();").line("return map;").close("}").line("");
    writeHead(out, type, number, "map");
    out.line("out.beginArray(8);").open("for (var each : map.entrySet()) {");
    out.line("out.beginStruct();").line(write(key, "each.getKey()") + ";");
    out.line(write(value, "each.getValue()") + ";").line("out.endStruct();").close("}");
    out.line("out.endArray();").close("}");
  }

  private void readHead(Out out, Type type, int number) {
    out.line("");
    out.header(
        "private static " + of(type) + " read_" + number,
        List.of(imports.add("Decoder") + " in"),
        "throws " + imports.add("WireException") + " {");
    out.shift(2);
  }

  private void writeHead(Out out, Type type, int number, String name) {
    out.list(
        "private static void write_" + number,
        List.of(imports.add("Encoder") + " out", of(type) + " " + name),
        " {");
    out.shift(2);
  }
}
