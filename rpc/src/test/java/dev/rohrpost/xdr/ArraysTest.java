package dev.rohrpost.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.testkit.Row;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArraysTest {
  private static XdrReader reader(XdrWriter out) {
    return XdrReader.strict(MemorySegment.ofArray(out.toArray()));
  }

  @Test
  void twoAreEqualIfTheirElementsAre() {
    assertThat(Ints.of(1, 2)).isEqualTo(Ints.of(1, 2)).hasSameHashCodeAs(Ints.of(1, 2));
    assertThat(Ints.of(1, 2)).isNotEqualTo(Ints.of(1)).hasToString("[1, 2]");
    assertThat(Longs.of(1, -1)).isEqualTo(Longs.of(1, -1)).isNotEqualTo(Ints.of(1, -1));
    assertThat(Longs.of(-1).toUnsignedString()).isEqualTo("[18446744073709551615]");
    assertThat(Floats.of(Float.NaN, -0.0f)).isEqualTo(Floats.of(Float.NaN, -0.0f));
    assertThat(Doubles.of(0.0)).isNotEqualTo(Doubles.of(-0.0));
    assertThat(Booleans.of(true, false)).isEqualTo(Booleans.of(true, false));
    assertThat(Ints.of()).isSameAs(Ints.EMPTY);
  }

  @Test
  void elementsAreCopied() {
    var array = new int[] {1, 2};
    var ints = Ints.of(array);
    array[0] = 9;
    ints.toArray()[1] = 9;
    assertThat(ints.toArray()).containsExactly(1, 2);
    assertThat(ints.get(1)).isEqualTo(2);
    assertThat(ints.size()).isEqualTo(2);
    assertThat(ints.stream().sum()).isEqualTo(3);
    assertThatThrownBy(() -> ints.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    var out = XdrWriter.create();
    Ints.of(Integer.MIN_VALUE, 5).write(out);
    Longs.of(Long.MIN_VALUE, -1).write(out);
    Longs.of(0, 0xffff_ffffL).writeUnsignedInts(out);
    Floats.of(1.5f).write(out);
    Doubles.of(-0.0).write(out);
    Booleans.of(true, false).write(out);
    var in = reader(out);
    assertThat(Ints.read(in, 2)).isEqualTo(Ints.of(Integer.MIN_VALUE, 5));
    assertThat(Longs.read(in, 2)).isEqualTo(Longs.of(Long.MIN_VALUE, -1));
    assertThat(Longs.readUnsignedInts(in, 2)).isEqualTo(Longs.of(0, 0xffff_ffffL));
    assertThat(Floats.read(in, 1)).isEqualTo(Floats.of(1.5f));
    assertThat(Doubles.read(in, 1)).isEqualTo(Doubles.of(-0.0));
    assertThat(Booleans.read(in, 2)).isEqualTo(Booleans.of(true, false));
    in.end();
  }

  @Test
  @Row({"XDR-01", "XDR-08"})
  void nothingIsAllocatedForWhatIsNotThere() {
    var in = XdrReader.of(MemorySegment.ofArray(new byte[8]));
    var most = Integer.MAX_VALUE;
    assertThatThrownBy(() -> Ints.read(in, most)).isInstanceOf(XdrException.class);
    assertThatThrownBy(() -> Longs.read(in, most)).isInstanceOf(XdrException.class);
    assertThatThrownBy(() -> Doubles.read(in, most)).isInstanceOf(XdrException.class);
    assertThatThrownBy(() -> XdrLists.readFixed(in, Xdr.INT, most, 4))
        .isInstanceOf(XdrException.class);
  }

  @Test
  void limitsAreThoseOfTheElements() {
    var in = XdrReader.of(MemorySegment.ofArray(new byte[] {0, 0, 0, 127, 0, 0, 0, (byte) 128}));
    assertThatThrownBy(() -> Ints.read(in, 2, -128, 127))
        .hasMessage("128 is not in -128 to 127, at byte 4");
    assertThatThrownBy(() -> XdrCheck.range("c", Ints.of(1, 128), -128, 127))
        .hasMessage(".c[1]: 128 is not in -128 to 127");
    assertThatThrownBy(() -> XdrCheck.range("u", Longs.of(-1), 0, Xdr.UNBOUNDED))
        .hasMessage(".u[0]: -1 is not in 0 to 4294967295");
  }

  @Test
  void boundsOfTextsAreThoseOfTheirBytes() {
    XdrCheck.string("s", "a\u00e4\u20ac\ud83d\ude80", 10);
    assertThatThrownBy(() -> XdrCheck.string("s", "a\u00e4\u20ac\ud83d\ude80", 9))
        .hasMessage(".s: length 10 above the bound 9");
    assertThatThrownBy(() -> XdrCheck.string("s", "\u20ac\u00e4", 4))
        .hasMessage(".s: length 5 above the bound 4");
    assertThatThrownBy(() -> XdrCheck.string("s", "a\ud83d", 9))
        .hasMessage(".s: a string with half of a surrogate pair");
  }

  @Test
  void listsAndOptionalValues() throws Exception {
    var out = XdrWriter.create();
    XdrLists.write(out, List.of("a", "b"), Xdr.string(3), 2);
    XdrLists.writeOptional(out, null, Xdr.INT);
    XdrLists.writeOptional(out, 5, Xdr.INT);
    var in = reader(out);
    assertThat(XdrLists.read(in, Xdr.string(3), 2, 4)).containsExactly("a", "b");
    assertThat(XdrLists.readOptional(in, Xdr.INT)).isNull();
    assertThat(XdrLists.readOptional(in, Xdr.INT)).isEqualTo(5);
    assertThatThrownBy(() -> XdrLists.write(out, List.of(1, 2, 3), Xdr.INT, 2))
        .hasMessage("length 3 above the bound 2");
  }

  @Test
  @Row("XDR-08")
  void elementsThatTakeNothingAreCountedTogether() throws Exception {
    var out = XdrWriter.create();
    out.putInt(XdrReader.EMPTY_ELEMENTS);
    out.putInt(1);
    var in = reader(out);
    assertThat(XdrLists.read(in, Xdr.VOID, Xdr.UNBOUNDED, 0)).hasSize(XdrReader.EMPTY_ELEMENTS);
    assertThatThrownBy(() -> XdrLists.read(in, Xdr.VOID, Xdr.UNBOUNDED, 0))
        .isInstanceOf(XdrException.class);
  }
}
