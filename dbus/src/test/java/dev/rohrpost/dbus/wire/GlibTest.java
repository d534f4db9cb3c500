package dev.rohrpost.dbus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// GLib reads our messages and we read those of GLib, in both orders of bytes.
@Timeout(120)
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class GlibTest {
  private static final String GI = "/usr/lib/python3/dist-packages/gi/__init__.py";
  private static final Path PROGRAM = Path.of("src/test/resources/dev/rohrpost/dbus/wire/glib.py");

  @TempDir Path folder;

  /// A type, a value of ours, and the same as GLib writes it.
  private record Sample(String type, Object value, String text) {}

  private static final List<Sample> SAMPLES =
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

  @Test
  @Row({"DBUS-10", "DBUS-37"})
  void eachTypeGoesThereAndBackInBothOrders() throws Exception {
    var lines = new ArrayList<String>();
    var expected = new ArrayList<String>();
    for (var order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (var sample : SAMPLES) {
        var type = "y" + sample.type(); // so that it begins at an odd place
        var bytes = Bodies.encode(order, type, 9, sample.value());
        lines.add(line(order, type, "(9, " + sample.text() + ")", bytes));
        expected.add(Bodies.show(List.of(9, sample.value())));
      }
    }
    var answers = exchange(lines);
    for (var i = 0; i < answers.size(); i++) {
      var answer = answers.get(i).split(" ", 2);
      assertThat(answer[0]).as("GLib reads %s: %s", lines.get(i), answer[1]).isEqualTo("same");
      var bytes = HexFormat.of().parseHex(answer[1]);
      assertThat(Bodies.show(Bodies.decode(bytes))).as(lines.get(i)).isEqualTo(expected.get(i));
      assertThat(Raw.read(bytes).member()).isEqualTo("C");
    }
  }

  @Test
  @Row({"DBUS-50", "DBUS-89"})
  void descriptorsAreCountedAlike() throws Exception {
    try (var one = Fd.inherit(0);
        var other = Fd.inherit(0)) {
      for (var order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        var bytes = Bodies.encode(order, "hah", one, List.of(one, other));
        var answer = exchange(List.of(line(order, "hah", "(0, [0, 1])", bytes))).getFirst();
        assertThat(answer).startsWith("same ");
        var theirs = HexFormat.of().parseHex(answer.substring(5));
        assertThat(Raw.read(theirs).descriptorCount()).isEqualTo(2);
        assertThat(Bodies.decode(theirs, one, other)).isEqualTo(List.of(one, List.of(one, other)));
      }
    }
  }

  private static String line(ByteOrder order, String type, String text, byte[] bytes) {
    var letter = order == ByteOrder.BIG_ENDIAN ? "B" : "l";
    return String.join("\t", letter, type, text, HexFormat.of().formatHex(bytes));
  }

  private List<String> exchange(List<String> lines) throws Exception {
    Foreign.require(GI);
    var file = Files.write(folder.resolve("lines"), lines);
    var output =
        Foreign.run(Duration.ofMinutes(1), "/usr/bin/python3", PROGRAM.toString(), file.toString());
    var answers = output.orFail().out().lines().toList();
    assertThat(answers).hasSameSizeAs(lines);
    return answers;
  }
}
