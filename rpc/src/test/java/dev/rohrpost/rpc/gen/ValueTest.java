package dev.rohrpost.rpc.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ValueTest {
  private static XdrCodec<Value> codec(String text, String type) throws SpecificationException {
    return Snippets.of(text).codec(type).orElseThrow();
  }

  private static Value.Structure object(Object... namesAndValues) {
    var members = new ArrayList<Value.Member>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      members.add(new Value.Member((String) namesAndValues[i], (Value) namesAndValues[i + 1]));
    }
    return new Value.Structure(members);
  }

  private static Value number(long number) {
    return new Value.Numeral(Long.toString(number));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void aUnionHasItsDiscriminantAndItsArm() throws Exception {
    var codec = Snippets.snippet("replies").codec("reply").orElseThrow();
    var ok =
        object("status", number(7), "ok", object("at", number(-1), "what", new Value.Text("AQID")));
    var bytes = Xdr.encode(ok, codec);
    assertThat(hex(bytes)).isEqualTo("00000007" + "ffffffffffffffff" + "00000003" + "01020300");
    assertThat(Xdr.decode(bytes, codec)).isEqualTo(ok);
    var nothing = object("status", number(1));
    assertThat(Xdr.decode(Xdr.encode(nothing, codec), codec)).isEqualTo(nothing);
  }

  @Test
  void anEnumIsItsFirstNameAndTakesEachOne() throws Exception {
    var codec = Snippets.snippet("modes").codec("mode").orElseThrow();
    assertThat(Xdr.decode(bytes("00000000"), codec)).isEqualTo(new Value.Text("ON"));
    assertThat(Xdr.encode(new Value.Text("SAME"), codec)).containsOnly(0);
    assertThatThrownBy(() -> Xdr.encode(new Value.Text("BOTH"), codec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no mode is called BOTH");
  }

  @Test
  void numbersKeepAllTheirDigits() throws Exception {
    var text = "struct a { unsigned hyper u; hyper h; float f; double d; double e; };";
    var codec = codec(text, "a");
    var value =
        object(
            "u",
            new Value.Numeral("18446744073709551615"),
            "h",
            number(Long.MIN_VALUE),
            "f",
            new Value.Numeral("0.1"),
            "d",
            new Value.Numeral("-0.0"),
            "e",
            new Value.Text("-Infinity"));
    assertThat(Xdr.decode(Xdr.encode(value, codec), codec)).isEqualTo(value);
  }

  @Test
  void aTextThatIsNotUtf8IsInBase64() throws Exception {
    var codec = codec("typedef string t<8>;", "t");
    var value = Xdr.decode(bytes("00000002c3280000"), codec);
    assertThat(value).isEqualTo(object("base64", new Value.Text("wyg=")));
    assertThat(hex(Xdr.encode(value, codec))).isEqualTo("00000002c3280000");
    assertThat(Xdr.decode(Xdr.encode(new Value.Text("\u00e4\0"), codec), codec))
        .isEqualTo(new Value.Text("\u00e4\0"));
  }

  @Test
  @Row("XDR-05")
  void aChainOfAMillionNeedsNoStack() throws Exception {
    var codec = codec("struct n { int x; n *next; }; typedef n *list;", "list");
    var count = 1_000_000;
    var bytes = ByteBuffer.allocate(8 * count + 4);
    for (var i = 0; i < count; i++) {
      bytes.putInt(1).putInt(i & 7);
    }
    var chain = (Value.Chain) Xdr.decode(bytes.array(), codec);
    assertThat(chain.nodes()).hasSize(count);
    assertThat(chain.link()).isEqualTo("next");
    assertThat(Xdr.encode(chain, codec)).isEqualTo(bytes.array());
  }

  @Test
  @Row("XDR-05")
  void aChainOfObjectsInObjectsIsTakenToo() throws Exception {
    var codec = codec("struct n { int x; n *next; }; typedef n *list;", "list");
    Value nested = Value.NULL;
    var count = 100_000;
    for (var i = 0; i < count; i++) {
      nested = object("x", number(i & 7), "next", nested);
    }
    var chain = (Value.Chain) Xdr.decode(Xdr.encode(nested, codec), codec);
    assertThat(chain.nodes()).hasSize(count);
    assertThat(chain.nodes().getLast()).isEqualTo(object("x", number(0)));
  }

  @Test
  void eachNodeOfAChainHasOneLink() throws Exception {
    var codec = codec("struct n { int x; n *next; }; typedef n *list;", "list");
    var last = object("x", number(2), "next", Value.NULL);
    refused(codec, object("x", number(1), "next", object("x", number(2))))
        .isEqualTo("[1].next: it is missing");
    refused(codec, object("x", number(1), "next", Value.NULL, "next", last))
        .isEqualTo("[0].next: it is there twice");
  }

  @Test
  @Row("XDR-05")
  void depthIsLimited() throws Exception {
    var codec = codec("struct tree { tree *left; tree *right; int key; };", "tree");
    var deep = ByteBuffer.allocate(40_000 + 100);
    for (var i = 0; i < 10_000; i++) {
      deep.putInt(1);
    }
    assertThatThrownBy(() -> Xdr.decode(deep.array(), codec))
        .isInstanceOf(XdrException.class)
        .hasMessageContaining("more than 500 values within each other");
    Value value = Value.NULL;
    for (var i = 0; i < 501; i++) {
      value = object("left", value, "right", Value.NULL, "key", number(i));
    }
    var tooDeep = value;
    assertThatThrownBy(() -> Xdr.encode(tooDeep, codec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 500 values within each other");
  }

  @Test
  @Row({"XDR-01", "XDR-08"})
  void lengthsAreBelievedOnlyIfThereIsRoom() throws Exception {
    var text =
        "struct e { }; typedef e es<>; typedef es all<>; typedef int ints<>; typedef opaque o<4>;"
            + "typedef int large[1000000000];";
    var specification = Snippets.of(text);
    for (var type : List.of("ints", "o", "es", "all")) {
      var codec = specification.codec(type).orElseThrow();
      for (var length : List.of("ffffffff", "40000000", "00100000")) {
        assertThatThrownBy(() -> Xdr.decode(bytes(length + "00000000"), codec))
            .as(type)
            .isInstanceOf(XdrException.class)
            .hasMessageContaining("length");
      }
    }
    var large = specification.codec("large").orElseThrow();
    assertThatThrownBy(() -> Xdr.decode(new byte[64], large)).isInstanceOf(XdrException.class);
    var record = ByteBuffer.allocate(1 << 20);
    record.putInt((1 << 18) - 1);
    while (record.hasRemaining()) {
      record.putInt(65_536);
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(
                    () -> Xdr.decode(record.array(), specification.codec("all").orElseThrow()))
                .isInstanceOf(XdrException.class));
  }

  @Test
  @Row("XDR-03")
  void faultsOfTheBytesHaveThePathAndThePlace() throws Exception {
    var text =
        "enum e { A }; struct s { bool b; e e; string name<3>; char c; };union u switch (int d) {"
            + " case 0: s list<>; }; typedef u *t; struct top { t all[2]; };";
    var codec = codec(text, "top");
    var begin = "00000000" + "00000001" + "00000000" + "00000001";
    var padding = "00000000".repeat(4);
    assertThatThrownBy(() -> Xdr.decode(bytes(begin + "00000002" + padding), codec))
        .hasMessage(".all[1].list[0].b: a bool of 2, at byte 16");
    assertThatThrownBy(() -> Xdr.decode(bytes(begin + "00000001" + "00000005" + padding), codec))
        .hasMessage(".all[1].list[0].e: no e has the number 5, at byte 20");
    assertThatThrownBy(
            () -> Xdr.decode(bytes(begin + "0000000100000000" + "00000004" + padding), codec))
        .hasMessage(".all[1].list[0].name: length 4 above the bound 3, at byte 24");
    assertThatThrownBy(
            () -> Xdr.decode(bytes(begin + "000000010000000000000000" + "00000080"), codec))
        .hasMessage(".all[1].list[0].c: 128 is not in -128 to 127, at byte 28");
    assertThatThrownBy(() -> Xdr.decode(bytes("0000000100000009"), codec))
        .hasMessage(".all[0].d: no u has the number 9, at byte 4");
  }

  @Test
  @Row({"XDR-07", "XDR-03"})
  void refusalsOfValuesHaveThePath() throws Exception {
    var text =
        "struct s { unsigned x; string name<3>; }; struct top { s list<2>; int *more; };"
            + "union u switch (bool b) { case TRUE: int x; };";
    var specification = Snippets.of(text);
    var top = specification.codec("top").orElseThrow();
    var good = object("x", number(1), "name", new Value.Text("abc"));
    assertThat(Xdr.encode(top(good), top)).hasSize(4 + 12 + 4);
    refused(top, top(good, object("x", number(-1), "name", new Value.Text(""))))
        .isEqualTo(".list[1].x: -1 is not in 0 to 4294967295");
    refused(top, top(good, object("x", number(1), "name", new Value.Text("abcd"))))
        .isEqualTo(".list[1].name: length 4 above the bound 3");
    refused(top, top(good, object("x", number(1), "name", Value.NULL)))
        .isEqualTo(".list[1].name: null in place of a text");
    refused(top, top(good, object("x", number(1)))).isEqualTo(".list[1].name: it is missing");
    refused(top, top(object("x", number(1), "name", new Value.Text(""), "y", number(1))))
        .isEqualTo(".list[0].y: there is no such member");
    refused(top, top(object("x", number(1), "x", number(1))))
        .isEqualTo(".list[0].x: it is there twice");
    refused(top, top(good, good, good)).isEqualTo(".list: length 3 above the bound 2");
    refused(top, object("list", number(3), "more", Value.NULL))
        .isEqualTo(".list: 3 in place of an array");
    refused(top, object("list", new Value.Array(List.of()), "more", new Value.Numeral("1e9")))
        .isEqualTo(".more: 1e9 in place of a whole number");
    var union = specification.codec("u").orElseThrow();
    refused(union, object("b", new Value.Truth(false)))
        .isEqualTo(".b: no arm has this discriminant");
    refused(union, object("b", new Value.Truth(true))).isEqualTo(".x: it is missing");
  }

  private static Value top(Value... list) {
    return object("list", new Value.Array(List.of(list)), "more", Value.NULL);
  }

  private static AbstractStringAssert<?> refused(XdrCodec<Value> codec, Value value) {
    try {
      Xdr.encode(value, codec);
    } catch (IllegalArgumentException e) {
      return assertThat(e.getMessage());
    }
    throw new AssertionError("taken: " + value);
  }

  @Test
  @Row({"XDR-02", "XDR-04"})
  void onTheWirePaddingAndWhatFollowsAreNotLookedAt() throws Exception {
    var codec = codec("typedef opaque t<>;", "t");
    var odd = bytes("0000000141ffffff" + "00000000");
    assertThat(codec.decode(XdrReader.of(MemorySegment.ofArray(odd))))
        .isEqualTo(new Value.Text("QQ=="));
    assertThatThrownBy(() -> Xdr.decode(odd, codec)).hasMessageContaining("padding");
    assertThatThrownBy(() -> Xdr.decode(bytes("0000000141000000" + "00000000"), codec))
        .hasMessage("4 bytes too many, at byte 8");
  }

  @Test
  void anOptionalOfAnOptionalIsAnArrayOfOne() throws Exception {
    var codec = codec("typedef int *p; typedef p *pp;", "pp");
    for (var value :
        List.of(
            Value.NULL,
            new Value.Array(List.of(Value.NULL)),
            new Value.Array(Collections.nCopies(1, number(5))))) {
      assertThat(Xdr.decode(Xdr.encode(value, codec), codec)).isEqualTo(value);
    }
  }

  @Test
  void whatIsNoNumberOfJsonIsRefused() {
    for (var text : List.of("", "01", "+1", "1.", ".5", "0x1", "NaN", "1e")) {
      assertThatThrownBy(() -> new Value.Numeral(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
