package dev.rohrpost.rpc.gen;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Types that C programs have from the headers of the system. A file may declare them itself.
final class BuiltIn {
  private static final Map<String, Type> TYPES =
      Map.ofEntries(
          Map.entry("u_int", Type.Plain.UNSIGNED_INT),
          Map.entry("uint", Type.Plain.UNSIGNED_INT),
          Map.entry("u_long", Type.Plain.UNSIGNED_INT),
          Map.entry("ulong", Type.Plain.UNSIGNED_INT),
          Map.entry("u_short", Type.Plain.UNSIGNED_SHORT),
          Map.entry("ushort", Type.Plain.UNSIGNED_SHORT),
          Map.entry("u_char", Type.Plain.UNSIGNED_CHAR),
          Map.entry("quad_t", Type.Plain.HYPER),
          Map.entry("u_quad_t", Type.Plain.UNSIGNED_HYPER),
          Map.entry("longlong_t", Type.Plain.HYPER),
          Map.entry("u_longlong_t", Type.Plain.UNSIGNED_HYPER),
          Map.entry("u_hyper", Type.Plain.UNSIGNED_HYPER),
          Map.entry("int8_t", Type.Plain.CHAR),
          Map.entry("uint8_t", Type.Plain.UNSIGNED_CHAR),
          Map.entry("u_int8_t", Type.Plain.UNSIGNED_CHAR),
          Map.entry("int16_t", Type.Plain.SHORT),
          Map.entry("uint16_t", Type.Plain.UNSIGNED_SHORT),
          Map.entry("u_int16_t", Type.Plain.UNSIGNED_SHORT),
          Map.entry("int32_t", Type.Plain.INT),
          Map.entry("uint32_t", Type.Plain.UNSIGNED_INT),
          Map.entry("u_int32_t", Type.Plain.UNSIGNED_INT),
          Map.entry("int64_t", Type.Plain.HYPER),
          Map.entry("uint64_t", Type.Plain.UNSIGNED_HYPER),
          Map.entry("u_int64_t", Type.Plain.UNSIGNED_HYPER),
          Map.entry("bool_t", Type.Plain.BOOL),
          Map.entry("rpcprog_t", Type.Plain.UNSIGNED_INT),
          Map.entry("rpcvers_t", Type.Plain.UNSIGNED_INT),
          Map.entry("rpcproc_t", Type.Plain.UNSIGNED_INT),
          Map.entry("rpcprot_t", Type.Plain.UNSIGNED_INT),
          Map.entry("rpcport_t", Type.Plain.UNSIGNED_INT),
          Map.entry("netobj", new Type.Bytes(1024)),
          Map.entry("des_block", new Type.FixedBytes(8)));

  /// `struct netbuf`, of which the files of libtirpc say no more than that.
  private static final Tree.Named NETBUF =
      new Tree.Named(
          Place.BUILT_IN,
          "netbuf",
          new Tree.Struct(
              Place.BUILT_IN,
              List.of(
                  new Tree.Declaration(
                      Place.BUILT_IN,
                      "maxlen",
                      new Tree.Plain(Type.Plain.UNSIGNED_INT),
                      "unsigned int maxlen"),
                  new Tree.Declaration(
                      Place.BUILT_IN, "buf", new Tree.Opaque(null), "opaque buf<>"))));

  private BuiltIn() {}

  /// {@return what to declare if a file uses a name, or null}
  static Tree.@Nullable Named declaration(String name) {
    return name.equals("netbuf") ? NETBUF : null;
  }

  static @Nullable Type type(String name) {
    return TYPES.get(name);
  }
}
