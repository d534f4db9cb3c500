package dev.rohrpost.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.testkit.Row;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Writing and reading, without types of a file.
class XdrTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String hex(XdrWriter out) {
    return HexFormat.of().formatHex(out.toArray());
  }

  private static XdrReader reader(String hex) {
    return XdrReader.of(MemorySegment.ofArray(bytes(hex)));
  }

  /// The bytes are those of RFC 4506.
  @Test
  void eachItemHasTheBytesOfTheRfc() throws Exception {
    var out = XdrWriter.create();
    out.putInt(-2);
    out.putUnsignedInt(0xffff_fffeL);
    out.putLong(Long.MIN_VALUE + 1);
    out.putBoolean(true);
    out.putFloat(-0.0f);
    out.putDouble(Double.NaN);
    out.putString("é\0", 9);
    out.putOpaque(Opaque.of((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5), 5);
    out.putFixedOpaque(Opaque.of((byte) 9), 1);
    var expected =
        "fffffffe fffffffe 8000000000000001 00000001 80000000 7ff8000000000000"
            + "00000003 c3a90000 00000005 0102030405000000 09000000";
    assertThat(hex(out)).isEqualTo(expected.replace(" ", ""));
    var in = XdrReader.strict(MemorySegment.ofArray(out.toArray()));
    assertThat(in.getInt()).isEqualTo(-2);
    assertThat(in.getUnsignedInt()).isEqualTo(0xffff_fffeL);
    assertThat(in.getLong()).isEqualTo(Long.MIN_VALUE + 1);
    assertThat(in.getBoolean()).isTrue();
    assertThat(in.getFloat()).isEqualTo(-0.0f);
    assertThat(in.getDouble()).isNaN();
    assertThat(in.getString(9)).isEqualTo("é\0");
    assertThat(in.getOpaque(5)).hasToString("0102030405");
    assertThat(in.getFixedOpaque(1)).hasToString("09");
    in.end();
  }

  @Row("XDR-01")
  @ParameterizedTest
  @CsvSource({
    "00000004 01020304, length 4 above the bound 3",
    "ffffffff, length 4294967295 above the bound 3",
    "00000003 0102, length 3 with 2 bytes left",
    "000000, 'the end, 1 bytes too soon'"
  })
  void aLengthIsComparedBeforeAnythingIsAllocated(String hex, String what) {
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(() -> reader(hex).getOpaque(3))
        .withMessage(what + ", at byte 0");
  }

  @Row("XDR-02")
  @Test
  void paddingIsTakenUnlessItHasToBeExact() throws Exception {
    var padded = "00000001 01ff0000";
    assertThat(reader(padded).getOpaque(3)).hasToString("01");
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(() -> Xdr.decode(bytes(padded), Xdr.opaque(3)))
        .withMessage("padding that is not zero, at byte 5");
  }

  @Row("XDR-03")
  @Test
  void aBoolIsZeroOrOne() {
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(() -> reader("00000002").getBoolean())
        .withMessage("a bool of 2, at byte 0");
  }

  @Row("XDR-04")
  @Test
  void whatIsLeftIsTakenOnTheWireOnly() throws Exception {
    assertThat(reader("00000001 00000002").getInt()).isEqualTo(1);
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(() -> Xdr.decode(bytes("00000001 00000002"), Xdr.INT))
        .withMessage("4 bytes too many, at byte 4");
  }

  @Row("XDR-07")
  @Test
  void whatATypeDoesNotHaveIsNotWritten() {
    var out = XdrWriter.create();
    assertThatIllegalArgumentException().isThrownBy(() -> out.putUnsignedInt(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> out.putUnsignedInt(1L << 32));
    assertThatIllegalArgumentException().isThrownBy(() -> out.putString("äö", 3));
    assertThatIllegalArgumentException().isThrownBy(() -> out.putString("?\ud800", 30));
    assertThatIllegalArgumentException().isThrownBy(() -> out.putFixedOpaque(Opaque.EMPTY, 1));
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(() -> reader("00000001 ff000000").getString(9))
        .withMessage("a string that is not UTF-8, at byte 4");
  }

  @Row("XDR-07")
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "?", "ä", "€", "\uD83D\uDCEC", "\uFFFD"})
  void textsOfAnyLengthComeAsTheyWereSent(String part) throws XdrException {
    for (var count = 0; count < 70; count++) {
      var text = part.repeat(count);
      var out = XdrWriter.create();
      out.putString(text, Xdr.UNBOUNDED);
      out.putString("next", Xdr.UNBOUNDED);
      var in = XdrReader.of(out.contiguous());
      var first = in.getString(Xdr.UNBOUNDED);
      assertThat(in.getString(Xdr.UNBOUNDED)).isEqualTo("next");
      assertThat(first).isEqualTo(text);
    }
  }

  @Row("XDR-08")
  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void anArrayHasNoMoreElementsThanAreLeft(int smallest) {
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(() -> reader("40000000 00000000").getCount(Xdr.UNBOUNDED, smallest))
        .withMessage("length 1073741824 with 4 bytes left, at byte 0");
  }

  @Row("XDR-05")
  @Test
  void whatContainsItselfHasALimit() throws Exception {
    var in = reader("00000000");
    var out = XdrWriter.create();
    for (var i = 0; i < XdrReader.DEPTH; i++) {
      in.enter();
      out.enter();
    }
    assertThatExceptionOfType(XdrException.class).isThrownBy(in::enter);
    assertThatIllegalArgumentException().isThrownBy(out::enter);
  }

  @Test
  void thePathToAFaultIsBuiltFromTheInside() {
    assertThat(new XdrException("a bool of 2", 12).within("on").within("[3]").within("list"))
        .hasMessage(".list[3].on: a bool of 2, at byte 12");
  }

  @Test
  void aLimitIsKeptToTheByte() {
    var out = XdrWriter.withLimit(8);
    out.putInt(1);
    out.putInt(2);
    assertThatExceptionOfType(XdrWriter.LimitException.class).isThrownBy(() -> out.putInt(3));
    assertThat(out.size()).isEqualTo(8);
    out.clear();
    out.putOpaque(Opaque.of(new byte[4]), 9);
    assertThatExceptionOfType(XdrWriter.LimitException.class)
        .isThrownBy(() -> out.putOpaque(Opaque.EMPTY, 9));
  }

  /// Large data in native memory stay where they are, between what is written before and after.
  @Test
  void largeOpaqueDataArePartsOfTheirOwn() {
    try (var arena = Arena.ofConfined()) {
      var large = arena.allocate(Opaque.VIEW + 1).fill((byte) 7);
      var out = XdrWriter.create();
      out.putInt(1);
      out.putOpaque(Opaque.view(large), Xdr.UNBOUNDED);
      out.putInt(2);
      var parts = new ArrayList<MemorySegment>();
      out.parts((memory, from, count) -> parts.add(memory.asSlice(from, count)));
      assertThat(parts).hasSize(3).hasSize(out.partCount());
      assertThat(parts.get(1).address()).isEqualTo(large.address());
      var copied = XdrWriter.create();
      copied.putInt(1);
      copied.putOpaque(Opaque.view(large).copy(), Xdr.UNBOUNDED);
      copied.putOpaque(Opaque.of(new byte[Opaque.VIEW + 1]), Xdr.UNBOUNDED);
      copied.truncate(4 + 4 + Opaque.VIEW + 4);
      copied.putInt(2);
      assertThat(out.toArray()).isEqualTo(out.contiguous().toArray(ValueLayout.JAVA_BYTE));
      assertThat(out.size()).isEqualTo(out.toArray().length);
      out.truncate(4);
      assertThat(hex(out)).isEqualTo("00000001");
    }
  }

  @Test
  void aViewEndsWithItsLease() throws Exception {
    var bytes = Xdr.encode(Opaque.of(new byte[Opaque.VIEW]), Xdr.opaque(Xdr.UNBOUNDED));
    var in = XdrReader.of(MemorySegment.ofArray(bytes));
    var lease = new Opaque.Lease();
    in.reset(MemorySegment.ofArray(bytes), lease);
    var view = in.getOpaque(Xdr.UNBOUNDED);
    var kept = view.copy();
    lease.end();
    assertThatIllegalStateException().isThrownBy(view::segment);
    assertThatIllegalStateException().isThrownBy(view::copy);
    assertThat(kept).isEqualTo(Opaque.of(new byte[Opaque.VIEW]));
  }

  @Test
  void opaqueDataAreEqualByTheirBytes() {
    var random = new byte[100];
    new Random(1).nextBytes(random);
    assertThat(Opaque.of(random)).isEqualTo(Opaque.of(random)).hasSameHashCodeAs(Opaque.of(random));
    assertThat(Opaque.of(random)).isNotEqualTo(Opaque.of(new byte[100]));
    assertThat(Opaque.of(random).toString()).endsWith("… (100 bytes)");
    assertThat(Opaque.of(random).toArray()).isEqualTo(random);
    assertThat(Opaque.of(random).get(99)).isEqualTo(random[99]);
  }
}
