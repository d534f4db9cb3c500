package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Identifiers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// How the types of a file are written in Java.
final class JavaTypes {
  private final JavaNames names;
  private final boolean opaqueStrings;
  private final Map<Type.Defined, String> classes = new HashMap<>();
  private final Map<Type.Defined, String> packages = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  JavaTypes(JavaNames names, boolean opaqueStrings) {
    this.names = names;
    this.opaqueStrings = opaqueStrings;
  }

  JavaNames names() {
    return names;
  }

  boolean hasOpaqueStrings() {
    return opaqueStrings;
  }

  /// Names the types of this file.
  void declare(List<Type.Defined> types) {
    types.forEach(type -> classes.put(type, fresh(names.type(type.name()))));
  }

  /// Names the types of another file.
  void declare(List<Type.Defined> types, String packageName) {
    var theirs = new JavaTypes(names, opaqueStrings);
    theirs.declare(types);
    for (var type : types) {
      classes.putIfAbsent(type, theirs.name(type));
      packages.putIfAbsent(type, packageName);
    }
  }

  /// {@return a name that no class of this file has yet}
  String fresh(String name) {
    return Identifiers.freshFile(name, taken);
  }

  /// {@return the name of a class, without its package}
  String name(Type.Defined type) {
    var name = classes.get(type);
    if (name == null) {
      throw new AssertionError(type.name());
    }
    return name;
  }

  /// {@return how a class is called in code}
  String name(Type.Defined type, Imports imports) {
    var theirs = packages.get(type);
    if (theirs == null) {
      return name(type);
    }
    return taken.contains(name(type).toLowerCase(Locale.ROOT))
        ? theirs + "." + name(type)
        : imports.add(theirs, name(type));
  }

  /// {@return the names of classes in some members, which a variable must not have}
  Set<String> classNames(List<Type.Member> members) {
    var found = new HashSet<String>();
    for (var member : members) {
      Layout.leaf(member.type()).forEach(type -> found.add(name(type)));
    }
    return found;
  }

  /// {@return whether a value can be null}
  boolean isNullable(Type type) {
    return type instanceof Type.Optional(var value) && !Layout.isChain(value);
  }

  /// {@return the type of a member, without `@Nullable`}
  String plain(Type type, Imports imports) {
    return switch (type) {
      case Type.Plain plain -> primitive(plain, imports);
      case Type.Text _ -> opaqueStrings ? imports.xdr("Opaque") : "String";
      case Type.Bytes _, Type.FixedBytes _ -> imports.xdr("Opaque");
      case Type.Array(var element, _) -> array(element, imports);
      case Type.FixedArray(var element, _) -> array(element, imports);
      case Type.Optional(var value) when Layout.isChain(value) -> plain(value, imports);
      case Type.Optional(var value) when isNullable(value) ->
          imports.add("java.util", "Optional") + "<" + boxed(value, imports) + ">";
      case Type.Optional(var value) -> boxed(value, imports);
      case Type.Struct struct when Layout.isChain(struct) ->
          imports.add("java.util", "List") + "<" + name(struct, imports) + ">";
      case Type.Defined defined -> name(defined, imports);
    };
  }

  /// {@return the type of a member}
  String type(Type type, Imports imports) {
    return isNullable(type) ? nullable(plain(type, imports), imports) : plain(type, imports);
  }

  /// {@return the same as an argument of a generic type}
  String argument(Type type, Imports imports) {
    if (type == Type.Plain.VOID) {
      return nullable("Void", imports);
    }
    return isNullable(type) ? nullable(plain(type, imports), imports) : boxed(type, imports);
  }

  private static String nullable(String type, Imports imports) {
    imports.add("org.jspecify.annotations", "Nullable");
    var dot = type.startsWith("Optional<") || type.startsWith("List<") ? -1 : type.lastIndexOf('.');
    return type.substring(0, dot + 1) + "@Nullable " + type.substring(dot + 1);
  }

  private String boxed(Type type, Imports imports) {
    var plain = plain(type, imports);
    return switch (plain) {
      case "int" -> "Integer";
      case "long" -> "Long";
      case "float" -> "Float";
      case "double" -> "Double";
      case "boolean" -> "Boolean";
      default -> plain;
    };
  }

  private static String primitive(Type.Plain plain, Imports imports) {
    return switch (plain) {
      case VOID -> "void";
      case INT, SHORT, UNSIGNED_SHORT, CHAR, UNSIGNED_CHAR -> "int";
      case UNSIGNED_INT, HYPER, UNSIGNED_HYPER -> "long";
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case BOOL -> "boolean";
      case QUADRUPLE -> imports.xdr("Opaque");
    };
  }

  private String array(Type element, Imports imports) {
    if (isPrimitive(element) && element instanceof Type.Plain plain) {
      return switch (primitive(plain, imports)) {
        case "int" -> imports.xdr("Ints");
        case "long" -> imports.xdr("Longs");
        case "float" -> imports.xdr("Floats");
        case "double" -> imports.xdr("Doubles");
        default -> imports.xdr("Booleans");
      };
    }
    return imports.add("java.util", "List") + "<" + argument(element, imports) + ">";
  }

  /// {@return whether an array of it is one of primitives}
  static boolean isPrimitive(Type element) {
    return element instanceof Type.Plain plain
        && plain != Type.Plain.VOID
        && plain != Type.Plain.QUADRUPLE;
  }
}
