package dev.rohrpost.dbus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.testkit.Row;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
  private static final ByteOrder[] ORDERS = {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN};

  private static void refused(Rule rule, String signature, Raw body) {
    assertThatThrownBy(() -> Bodies.decode(signature, body))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.rule()).as(e.getMessage()).isEqualTo(rule));
  }

  private static void returns(String signature, Object value) throws WireException {
    for (var order : ORDERS) {
      var read = Bodies.decode(Bodies.encode(order, "y" + signature, 1, value));
      assertThat(Bodies.show(read)).isEqualTo(Bodies.show(List.of(1, value)));
    }
  }

  @Test
  @Row({"DBUS-10", "DBUS-52"})
  void everyExtremeOfEveryTypeReturns() throws Exception {
    for (var value : List.of(0, 255)) {
      returns("y", value);
    }
    returns("b", true);
    returns("b", false);
    for (short value : new short[] {Short.MIN_VALUE, -1, 0, Short.MAX_VALUE}) {
      returns("n", value);
    }
    returns("q", 65535);
    for (var value : List.of(Integer.MIN_VALUE, -1, Integer.MAX_VALUE)) {
      returns("i", value);
    }
    returns("u", 0xffff_ffffL);
    for (var value : List.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE)) {
      returns("x", value);
      returns("t", value);
    }
    for (var value :
        List.of(
            Double.NaN,
            -0.0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE)) {
      returns("d", value);
    }
    returns("s", "");
    returns("s", "häß \u20ac \ud83d\ude00 " + "x".repeat(5000));
    returns("o", ObjectPath.of("/a/b"));
    returns("g", Signature.of("a{sv}(ii)"));
    returns("g", Signature.EMPTY);
    returns("v", new Value.Variant(new Value.Text("x")));
  }

  @Test
  @Row("DBUS-52")
  void aNotANumberKeepsItsBits() throws Exception {
    var bits = 0x7ff8_0000_0000_1234L;
    var read = (double) Bodies.decode("d", Raw.little().u64(bits));
    assertThat(Double.doubleToRawLongBits(read)).isEqualTo(bits);
  }

  @Test
  void arraysOfEveryTypeReturn() throws Exception {
    returns("ay", new byte[] {0, -1, 127});
    returns("ab", new boolean[] {true, false});
    returns("an", new short[] {-1, 2});
    returns("aq", new int[] {0, 65535});
    returns("ai", new int[] {Integer.MIN_VALUE, 7});
    returns("au", new long[] {0, 0xffff_ffffL});
    returns("ax", new long[] {Long.MIN_VALUE, 7});
    returns("at", new long[] {-1, 7});
    returns("ad", new double[] {-0.0, Double.NaN});
    returns("as", List.of("a", "bc", ""));
    returns("ao", List.of(ObjectPath.ROOT));
    returns("ag", List.of(Signature.of("ii"), Signature.EMPTY));
    returns("av", List.of(new Value.Uint8(1), new Value.Text("x")));
    returns("aai", List.of(new int[] {1}, new int[0]));
    returns("a(ys)", List.of(List.of(1, "a"), List.of(2, "b")));
    for (var empty : List.of("as", "a(ii)", "aat")) {
      returns(empty, List.of());
    }
    returns("ax", new long[0]);
  }

  @Test
  void containersReturn() throws Exception {
    returns("(y(st))", List.of(1, List.of("a", 2L)));
    returns("a{s(uu)}", Map.of("k", List.of(1L, 2L)));
    returns("a{qv}", Map.of(7, new Value.Bool(true)));
    returns("a{oa{sa{sv}}}", Map.of(ObjectPath.ROOT, Map.of("i", Map.of("p", new Value.Int32(1)))));
    returns("v", new Value.Struct(Type.of("(is)"), List.of(1, "x")));
    returns("v", new Value.Array(Type.of("as"), List.of("x")));
    returns("v", new Value.Array(Type.of("ay"), new byte[] {1}));
    returns("v", new Value.Dict(Type.of("a{ys}"), List.of(Map.entry(1, "x"), Map.entry(1, "y"))));
  }

  @Test
  void everyValueOfAVariantReturns() throws Exception {
    returns("v", new Value.Uint8(255));
    returns("v", new Value.Int16((short) -1));
    returns("v", new Value.Uint16(65535));
    returns("v", new Value.Uint32(1L << 31));
    returns("v", new Value.Int64(-1));
    returns("v", new Value.Uint64(-1));
    returns("v", new Value.Float64(Double.NaN));
    returns("v", new Value.Path(ObjectPath.ROOT));
    returns("v", new Value.Types(Signature.of("as")));
  }

  @ParameterizedTest
  @Row("DBUS-20")
  @ValueSource(strings = {"w", "a", "(", ")", "()", "a{i}", "{is}", "a{(i)s}", "a{vs}", "a{iss}"})
  void asASignatureThisIsRefused(String signature) {
    refused(Rule.SIGNATURE, "g", Raw.little().signature(signature));
    refused(Rule.SIGNATURE, "v", Raw.little().signature(signature).u32(0).u32(0));
    var raw = Raw.little().fixed(77).field(8, "g").signature(signature).body(new byte[] {0});
    assertThatThrownBy(() -> Raw.read(raw.bytes())).hasMessageStartingWith("SIGNATURE");
  }

  @Test
  @Row("DBUS-21")
  void aTextHasItsNulOnlyAtItsEnd() {
    refused(Rule.TEXT, "s", Raw.little().u32(2).u8('a', 'b', 'c'));
    refused(Rule.TEXT, "s", Raw.little().u32(2).u8('a', 0, 0));
    refused(Rule.TEXT, "s", Raw.little().textOf("long enough\0".getBytes(StandardCharsets.UTF_8)));
    refused(Rule.END, "s", Raw.little().u32(2).u8('a', 'b'));
    refused(Rule.END, "s", Raw.little().u32(0xffff_ffffL).u8('a', 'b'));
    refused(Rule.END, "g", Raw.little().u8(3, 'a', 0));
    refused(Rule.TEXT, "g", Raw.little().u8(1, 'y', 'y'));
  }

  @ParameterizedTest
  @Row({"DBUS-21", "DBUS-48"})
  @ValueSource(
      strings = {
        "eda080",
        "edbfbf",
        "c080",
        "c1bf",
        "e08080",
        "f0808080",
        "f4908080",
        "f5808080",
        "80",
        "c3",
        "e282",
        "ff",
        "c328",
        "f8808080 80"
      })
  void bytesThatAreNotUtf8AreRefused(String hex) {
    var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    refused(Rule.TEXT, "s", Raw.little().textOf(bytes));
    var later = Raw.little().all("0123456789".getBytes(StandardCharsets.US_ASCII)).all(bytes);
    refused(Rule.TEXT, "s", Raw.little().textOf(later.bytes()));
  }

  @Test
  @Row("DBUS-48")
  void charactersThatMeanNothingAreFine() throws Exception {
    for (var text : List.of("\ufffe", "\uffff", "\udbff\udfff", "\ufffd", "\u0001\u007f\u0080")) {
      assertThat(Bodies.decode("s", Raw.little().text(text))).isEqualTo(text);
    }
  }

  @Test
  @Row("DBUS-22")
  void aBooleanIs0Or1() {
    refused(Rule.BOOLEAN, "b", Raw.little().u32(2));
    refused(Rule.BOOLEAN, "ab", Raw.little().u32(8).u32(1).u32(0xffff_ffffL));
  }

  @Test
  @Row({"DBUS-22", "DBUS-56"})
  void anArrayContainsWholeElements() {
    refused(Rule.ARRAY_ELEMENTS, "au", Raw.little().u32(3).u8(1, 2, 3));
    refused(Rule.END, "as", Raw.little().u32(5).u32(1).u8('a', 0));
    refused(Rule.END, "a(yu)", Raw.little().u32(9).pad(8).u8(1).u32(1).u8(1));
    refused(Rule.END, "a{ys}", Raw.little().u32(3).pad(8).u8(1, 0, 0, 0, 0, 0, 0, 0, 0));
    refused(Rule.END, "au", Raw.little().u32(8).u32(1));
  }

  @Test
  @Row("DBUS-22")
  void anArrayHasUpTo64MebiBytes() {
    refused(Rule.ARRAY_LENGTH, "ay", Raw.little().u32((64 << 20) + 1));
    refused(Rule.ARRAY_LENGTH, "as", Raw.little().u32(0xffff_ffffL));
    refused(Rule.END, "ay", Raw.little().u32(64 << 20));
  }

  @Test
  @Row({"DBUS-22", "DBUS-39"})
  void nothingFollowsTheLastValue() {
    refused(Rule.TRAILING, "y", Raw.little().u8(1, 0));
  }

  private static Value nested(int variants) {
    Value value = new Value.Uint8(1);
    for (var i = 1; i < variants; i++) {
      value = new Value.Variant(value);
    }
    return value;
  }

  private static Raw nestedBytes(int variants) {
    var raw = Raw.little();
    for (var i = 1; i < variants; i++) {
      raw.signature("v");
    }
    return raw.signature("y").u8(1);
  }

  @Test
  @Row("DBUS-24")
  void sixtyFourContainersAreReadAnd63Sent() throws Exception {
    assertThat(Bodies.decode("v", nestedBytes(64))).isEqualTo(nested(64));
    refused(Rule.DEPTH, "v", nestedBytes(65));
    returns("v", nested(63));
    assertThatIllegalArgumentException().isThrownBy(() -> returns("v", nested(64)));
    returns("(v)", List.of(nested(62)));
    assertThatIllegalArgumentException().isThrownBy(() -> returns("(v)", List.of(nested(63))));
    assertThatIllegalArgumentException().isThrownBy(() -> returns("a{yv}", Map.of(1, nested(62))));
  }

  @Test
  @Row("DBUS-43")
  void theFirstEntryIsAlignedEvenIfThereIsNone() throws Exception {
    var bytes = Bodies.encode(ByteOrder.LITTLE_ENDIAN, "a{sv}y", Map.of(), 7);
    var body = Raw.little().u32(0).pad(8).u8(7).bytes();
    assertThat(bytes).endsWith(body);
    assertThat(Bodies.decode(bytes)).isEqualTo(List.of(Map.of(), 7));
    var without = Raw.signal(ByteOrder.LITTLE_ENDIAN, "a{sv}y", Raw.little().u32(0).u8(7).bytes());
    assertThatThrownBy(() -> Bodies.decode(without)).isInstanceOf(WireException.class);
  }

  @Test
  @Row("DBUS-44")
  void theLastOfEqualKeysWins() throws Exception {
    var body = Raw.little().u32(0).pad(8).text("k").u32(1).pad(8).text("k").u32(2);
    body.setU32(0, body.size() - 8L);
    assertThat(Bodies.decode("a{su}", body)).isEqualTo(Map.of("k", 2L));
    var variant = Raw.little().signature("a{ys}").pad(4).u32(0).pad(8);
    var from = variant.size();
    variant.u8(1).text("a").pad(8).u8(1).text("b");
    variant.setU32(8, variant.size() - (long) from);
    var dict = (Value.Dict) Bodies.decode("v", variant);
    assertThat(dict.entries()).isEqualTo(List.of(Map.entry(1, "a"), Map.entry(1, "b")));
    assertThat(dict.content()).isEqualTo(Map.of(1, "b"));
  }

  @Test
  void entriesComeInTheOrderOfTheWire() throws Exception {
    var body = Raw.little().u32(17).pad(8).u8(3, 1).pad(8).u8(1, 1).pad(8).u8(2);
    body.u8(1).setU32(0, 18);
    var map = (Map<?, ?>) Bodies.decode("a{yy}", body);
    assertThat(new ArrayList<Object>(map.keySet())).isEqualTo(List.of(3, 1, 2));
  }

  @Test
  @Row("DBUS-18")
  void paddingIsZero() {
    refused(Rule.PADDING, "(yu)", Raw.little().u8(1, 0, 1, 0).u32(1));
    refused(Rule.PADDING, "at", Raw.little().u32(0).u8(0, 0, 0, 1));
  }

  @Test
  @Row("DBUS-53")
  void whatMayNotBeSentIsRefusedAndTheEncoderGoesOn() {
    var encoder = Encoder.create();
    var bad =
        Map.<String, Supplier<Object>>of(
            "s", () -> "a\0b",
            "(s)", () -> List.of("\ud800"),
            "as", () -> List.of("x\udc00\ud800"),
            "y", () -> 256,
            "q", () -> -1,
            "u", () -> 1L << 32,
            "n", () -> 40_000,
            "i", () -> 1L << 31,
            "ay", () -> new byte[(64 << 20) + 1],
            "ad", () -> new double[(8 << 20) + 1]);
    bad.forEach((type, value) ->
        assertThatIllegalArgumentException()
            .as(type)
            .isThrownBy(() -> Bodies.encode(encoder, type, value.get())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bodies.encode(encoder, "aq", (Object) new int[] {65536}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bodies.encode(encoder, "au", (Object) new long[] {-1}));
    assertThat(Bodies.encode(encoder, "s", "x"))
        .isEqualTo(Bodies.encode(ByteOrder.LITTLE_ENDIAN, "s", "x"));
  }

  @Test
  @Row("DBUS-53")
  void aMessageHasUpTo128MebiBytes() {
    var encoder = Encoder.create();
    var half = MemorySegment.ofArray(new byte[64 << 20]);
    encoder.begin(Header.reply(1).setSerial(1).setSignature(Signature.of("ayay")));
    encoder.bytes(half);
    assertThatIllegalArgumentException().isThrownBy(() -> encoder.bytes(half));
  }

  @Test
  @Row("DBUS-53")
  void aValueOfAnotherClassIsRefused() {
    var encoder = Encoder.create();
    var bad =
        Map.<String, Object>of(
            "s",
            1,
            "i",
            "1",
            "ii",
            1.5,
            "d",
            "x",
            "as",
            "x",
            "ay",
            new int[1],
            "a{sv}",
            List.of(),
            "(s)",
            "x",
            "v",
            "x",
            "h",
            1);
    bad.forEach((type, value) ->
        assertThatIllegalArgumentException()
            .as(type)
            .isThrownBy(() -> Bodies.encode(encoder, type, value, value)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bodies.encode(encoder, "(ss)", List.of("x")));
  }

  @Test
  void numbersOfOtherClassesAreTakenIfTheyFit() throws Exception {
    var order = ByteOrder.LITTLE_ENDIAN;
    assertThat(Bodies.encode(order, "yqut", 1L, (short) 2, 3, (byte) 4))
        .isEqualTo(Bodies.encode(order, "yqut", 1, 2, 3L, 4L));
    assertThat(Bodies.encode(order, "ayau", List.of(1, 2), List.of(3)))
        .isEqualTo(Bodies.encode(order, "ayau", new byte[] {1, 2}, new long[] {3}));
  }

  @Test
  void theTypedMethodsWriteAndReadTheSame() throws Exception {
    var encoder = Encoder.create();
    var map = Map.of("k", new Value.Array(Type.of("ay"), new byte[] {1, 2}));
    encoder.begin(
        Header.signal(ObjectPath.of("/a"), "a.b", "C")
            .setSerial(7)
            .setSignature(Signature.of("a{sv}v")));
    encoder.beginArray(8);
    encoder.beginStruct();
    encoder.text("k");
    encoder.beginVariant(Type.of("ay"));
    encoder.bytes(new byte[] {1, 2});
    encoder.endVariant();
    encoder.endStruct();
    assertThatThrownBy(encoder::end).isInstanceOf(IllegalStateException.class);
    encoder.endArray();
    encoder.variant(new Value.Int16((short) 1));
    var bytes = encoder.end().toArray(ValueLayout.JAVA_BYTE);
    assertThat(bytes)
        .isEqualTo(
            Bodies.encode(ByteOrder.LITTLE_ENDIAN, "a{sv}v", map, new Value.Int16((short) 1)));
    var decoder = Decoder.create();
    decoder.begin(Raw.read(bytes), MemorySegment.ofArray(bytes), 0, List.of());
    decoder.beginArray(8);
    assertThat(decoder.hasMore()).isTrue();
    decoder.beginStruct();
    assertThat(decoder.text()).isEqualTo("k");
    assertThat(decoder.beginVariant()).hasToString("ay");
    assertThat(decoder.bytesInPlace().toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2);
    decoder.endVariant();
    decoder.endStruct();
    decoder.endArray();
    assertThat(decoder.variant()).isEqualTo(new Value.Int16((short) 1));
    decoder.end();
  }

  @Test
  void anArrayIsReadToItsEnd() throws Exception {
    var bytes = Bodies.encode(ByteOrder.LITTLE_ENDIAN, "as", List.of("a", "b"));
    var decoder = Decoder.create();
    decoder.begin(Raw.read(bytes), MemorySegment.ofArray(bytes), 0, List.of());
    decoder.beginArray(4);
    assertThat(decoder.text()).isEqualTo("a");
    assertThatThrownBy(decoder::endArray).hasMessageContaining("ARRAY_ELEMENTS");
  }
}
