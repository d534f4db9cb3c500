package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import java.util.List;
import java.util.Map;

/// Values of every type and array, for what has to agree with other libraries. Their programs have
/// the same values in the same order.
public final class Samples {
  private Samples() {}

  /// A value.
  ///
  /// @param type its signature
  /// @param value as ours
  /// @param text as GLib writes it
  public record Sample(String type, Object value, String text) {
    /// {@return the signature of a body in which the value begins at an odd place}
    public String body() {
      return "y" + type;
    }

    /// {@return the arguments of such a body}
    public List<Object> arguments() {
      return List.of(9, value);
    }

    /// {@return such a body as GLib writes it}
    public String bodyText() {
      return "(9, " + text + ")";
    }
  }

  /// All of them.
  public static final List<Sample> ALL =
      List.of(
          new Sample("y", 255, "0xff"),
          new Sample("b", true, "true"),
          new Sample("n", Short.MIN_VALUE, "-32768"),
          new Sample("q", 65535, "65535"),
          new Sample("i", Integer.MIN_VALUE, "-2147483648"),
          new Sample("u", 0xffff_ffffL, "4294967295"),
          new Sample("x", Long.MIN_VALUE, "-9223372036854775808"),
          new Sample("t", -1L, "18446744073709551615"),
          new Sample("d", -0.0, "-0.0"),
          new Sample("d", Double.POSITIVE_INFINITY, "inf"),
          new Sample("d", Double.NaN, "nan"),
          new Sample("s", "häß \u20ac \ud83d\ude00", "'häß \u20ac \ud83d\ude00'"),
          new Sample("s", "", "''"),
          new Sample("o", ObjectPath.of("/a/b"), "'/a/b'"),
          new Sample("g", Signature.of("a{sv}(ii)"), "'a{sv}(ii)'"),
          new Sample("v", new Value.Variant(new Value.Int16((short) 1)), "<<int16 1>>"),
          new Sample("ay", new byte[] {0, -1}, "[0x00, 0xff]"),
          new Sample("ab", new boolean[] {true, false}, "[true, false]"),
          new Sample("an", new short[] {-1, 2}, "[-1, 2]"),
          new Sample("aq", new int[] {65535}, "[65535]"),
          new Sample("ai", new int[] {-1, 2, 3}, "[-1, 2, 3]"),
          new Sample("au", new long[] {0xffff_ffffL}, "[4294967295]"),
          new Sample("ax", new long[] {-1}, "[-1]"),
          new Sample("at", new long[0], "[]"),
          new Sample("ad", new double[] {1.5, -2}, "[1.5, -2]"),
          new Sample("as", List.of("a", "", "bcd"), "['a', '', 'bcd']"),
          new Sample("ao", List.of(ObjectPath.ROOT), "['/']"),
          new Sample("ag", List.of(Signature.EMPTY, Signature.of("ii")), "['', 'ii']"),
          new Sample("av", List.of(new Value.Uint8(1), new Value.Text("x")), "[<byte 1>, <'x'>]"),
          new Sample("(y(st))", List.of(1, List.of("a", 2L)), "(1, ('a', 2))"),
          new Sample("a(yt)", List.of(List.of(1, 2L), List.of(3, 4L)), "[(1, 2), (3, 4)]"),
          new Sample("aas", List.of(List.of(), List.of("x")), "[[], ['x']]"),
          new Sample("aat", List.of(new long[] {1}, new long[0]), "[[1], []]"),
          new Sample("a{sv}", Map.of(), "{}"),
          new Sample("a{sv}", Map.of("k", new Value.Uint8(1)), "{'k': <byte 1>}"),
          new Sample("a{qas}", Map.of(7, List.of("x")), "{7: ['x']}"),
          new Sample(
              "a{oa{sa{sv}}}",
              Map.of(ObjectPath.ROOT, Map.of("i", Map.of("p", new Value.Text("x")))),
              "{'/': {'i': {'p': <'x'>}}}"),
          new Sample(
              "v",
              new Value.Struct(Type.of("(yx(sd))"), List.of(1, 2L, List.of("x", 0.5))),
              "<(byte 1, int64 2, ('x', 0.5))>"),
          new Sample(
              "v", new Value.Dict(Type.of("a{ut}"), List.of(Map.entry(1L, 2L))), "<@a{ut} {1: 2}>"),
          new Sample("v", new Value.Array(Type.of("ay"), new byte[] {7}), "<[byte 7]>"));
}
