package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Identifiers;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Turns the names of a file into names of Java.
final class JavaNames {
  /// Names that cannot be those of types, or would hide one that generated code uses.
  private static final Set<String> TYPES =
      Identifiers.words(
          """
          Object String Integer Long Float Double Boolean Void Override Exception Record Enum
          IllegalArgumentException InterruptedException Objects List ArrayList Collections Optional
          Generated Nullable NullMarked Opaque Ints Longs Floats Doubles Booleans Xdr XdrCheck
          XdrCodec XdrException XdrLists XdrReader XdrWriter Program Call RpcService RpcCaller
          RpcException Client var yield record sealed permits in out value e at arm discriminant
          call caller arguments result each
          """);

  /// Names that a record cannot have for a component.
  private static final Set<String> MEMBERS =
      Identifiers.words("clone finalize getClass hashCode notify notifyAll toString wait");

  private final boolean keep;

  JavaNames(boolean keep) {
    this.keep = keep;
  }

  String type(String name) {
    var java = keep ? name : upperCamel(name);
    return Identifiers.isKeyword(java) || TYPES.contains(java) ? java + "_" : java;
  }

  String member(String name) {
    var java = keep ? name : lowerCamel(name);
    return Identifiers.isKeyword(java) || MEMBERS.contains(java) ? java + "_" : java;
  }

  /// The name of a constant, which stays as it is.
  static String constant(String name) {
    return Identifiers.isKeyword(name) || name.equals("CODEC") ? name + "_" : name;
  }

  static Set<String> reserved(String names) {
    return new HashSet<>(Identifiers.words(names));
  }

  /// The name of a package for a file: `key_prot` for `dir/key_prot.x`.
  static String subpackage(String file) {
    var name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    var dot = name.indexOf('.');
    var base = (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^a-z0-9_]", "_");
    var start = base.isEmpty() || Character.isDigit(base.charAt(0)) ? "_" + base : base;
    return Identifiers.isKeyword(start) ? start + "_" : start;
  }

  static String upperCamel(String name) {
    var camel = new StringBuilder();
    for (var part : name.split("_", -1)) {
      if (!part.isEmpty()) {
        camel.append(Character.toUpperCase(part.charAt(0)));
        camel.append(rest(part));
      }
    }
    return camel.isEmpty() || Character.isDigit(camel.charAt(0)) ? "_" + camel : camel.toString();
  }

  private static String lowerCamel(String name) {
    var camel = upperCamel(name);
    return Character.toLowerCase(camel.charAt(0)) + camel.substring(1);
  }

  /// `NFSPROC` becomes `Nfsproc`, but `fileId` stays.
  private static String rest(String part) {
    var rest = part.substring(1);
    return part.equals(part.toUpperCase(Locale.ROOT)) ? rest.toLowerCase(Locale.ROOT) : rest;
  }

  /// `RpcbEntry` becomes `RPCB_ENTRY`.
  static String upperSnake(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
