package dev.rohrpost.rpc.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.rpc.gen.snippets.calc.Answer;
import dev.rohrpost.rpc.gen.snippets.calc.Pair;
import dev.rohrpost.rpc.gen.snippets.grids.Grid;
import dev.rohrpost.rpc.gen.snippets.here.Kind;
import dev.rohrpost.rpc.gen.snippets.here.U;
import dev.rohrpost.rpc.gen.snippets.hops.Hop;
import dev.rohrpost.rpc.gen.snippets.hops.Tree;
import dev.rohrpost.rpc.gen.snippets.modes.Mode;
import dev.rohrpost.rpc.gen.snippets.modes.ModesConstants;
import dev.rohrpost.rpc.gen.snippets.replies.Reply;
import dev.rohrpost.rpc.gen.snippets.replies.ReplyOk;
import dev.rohrpost.rpc.gen.snippets.wides.Wide;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Booleans;
import dev.rohrpost.xdr.Ints;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedTest {
  private static final Opaque Q = Opaque.of(new byte[16]);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static <T> void travels(T value, XdrCodec<T> codec) throws XdrException {
    assertThat(Xdr.decode(Xdr.encode(value, codec), codec))
        .isEqualTo(value)
        .hasSameHashCodeAs(value);
  }

  private static String say(Answer answer) {
    return switch (answer) { // all there are: no default
      case Answer.Sum(long sum) -> "sum " + sum;
      case Answer.Why(int code, String why) -> code + " " + why;
    };
  }

  private static int number(Mode mode) {
    return switch (mode) {
      case OFF -> 1;
      case ON -> 2;
      case AUTO -> 3;
    };
  }

  @Test
  @Row("GEN-04")
  void switchesNeedNoDefault() {
    assertThat(say(new Answer.Sum(42))).isEqualTo("sum 42");
    assertThat(say(new Answer.Why(3, "late"))).isEqualTo("3 late");
    assertThat(number(Mode.SAME)).isEqualTo(2);
    assertThat(Mode.AUTO.number()).isEqualTo(8);
    assertThat(ModesConstants.ALL).isEqualTo(0xffff_ffffL);
  }

  @Test
  @Row("GEN-04")
  void valuesAreEqualByContent() throws Exception {
    travels(new Pair(40, Integer.MIN_VALUE), Pair.CODEC);
    travels(new Answer.Why(7, "\ud83d\ude80"), Answer.CODEC);
    travels(new Reply.Ok(7, new ReplyOk(-1, Opaque.of(new byte[] {1, 2, 3}))), Reply.CODEC);
    travels(new Reply.Case1(), Reply.CODEC);
    travels(new Reply.Why(0xffff_ffffL, "12345678"), Reply.CODEC);
    travels(
        new Grid(
            Collections.nCopies(4, Ints.of(1, 2, 3)),
            List.of(Ints.of(-1, 0, 1)),
            "words",
            Booleans.of(true, false)),
        Grid.CODEC);
    travels(new U.None(), U.CODEC);
    travels(Kind.NONE, Kind.CODEC);
    travels(
        List.of(
            new dev.rohrpost.rpc.gen.snippets.words.Class(1, 2, 3, 4),
            new dev.rohrpost.rpc.gen.snippets.words.Class(5, 6, 7, 8)),
        dev.rohrpost.rpc.gen.snippets.words.Class.CODEC);
    travels(new Wide(Q, 65_535, -128, 0xffff_ffffL, -1), Wide.CODEC);
  }

  @Test
  @Row("GEN-04")
  void unsignedNumbersArePrintedAsSuch() {
    assertThat(new Wide(Q, 1, 2, 3, -1))
        .hasToString("Wide[q=" + "0".repeat(32) + ", s=1, c=2, l=3, w=18446744073709551615]");
    assertThat(new Pair(1, -2)).hasToString("Pair[a=1, b=-2]");
  }

  @Test
  @Row("XDR-07")
  void whatIsOutOfRangeIsRefusedWhenItIsMade() {
    assertThatThrownBy(() -> new Wide(Q, 65_536, 0, 0, 0))
        .hasMessage(".s: 65536 is not in 0 to 65535");
    assertThatThrownBy(() -> new Wide(Q, 0, 0, -1, 0))
        .hasMessage(".l: -1 is not in 0 to 4294967295");
    assertThatThrownBy(() -> new Wide(Opaque.EMPTY, 0, 0, 0, 0))
        .hasMessage(".q: length 0 in place of 16");
    assertThatThrownBy(() -> new Reply.Why(2, "123456789"))
        .hasMessage(".why: length 9 above the bound 8");
    assertThatThrownBy(() -> new Reply.Why(7, ""))
        .hasMessage(".status: a discriminant of another arm");
    assertThatThrownBy(() -> new Reply.Ok(1, new ReplyOk(0, Opaque.EMPTY)))
        .hasMessage(".status: a discriminant of another arm");
    var row = Ints.of(1, 2, 3);
    assertThatThrownBy(() -> new Grid(List.of(row), List.of(), "", Booleans.EMPTY))
        .hasMessage(".fixed: length 1 in place of 4");
    assertThatThrownBy(
            () -> new Grid(Collections.nCopies(4, Ints.of(1)), List.of(), "", Booleans.EMPTY))
        .hasMessage(".fixed[]: length 1 in place of 3");
  }

  @Test
  @Row("XDR-07")
  @SuppressWarnings("NullAway") // that is what is tested
  void nullIsRefusedByItsName() {
    assertThatThrownBy(() -> new ReplyOk(0, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("what");
    assertThatThrownBy(() -> new Answer.Why(1, null)).hasMessage("why");
  }

  @Test
  void listsAreCopied() {
    var rows = new ArrayList<>(Collections.nCopies(4, Ints.of(1, 2, 3)));
    var grid = new Grid(rows, List.of(), "", Booleans.EMPTY);
    rows.clear();
    assertThat(grid.fixed()).hasSize(4);
  }

  @Test
  @Row("XDR-05")
  void aChainOfAMillionIsAList() throws Exception {
    var hops = Collections.nCopies(1_000_000, new Hop("a"));
    var bytes = Xdr.encode(hops, Hop.CHAIN);
    assertThat(bytes).hasSize(12_000_004);
    assertThat(Xdr.decode(bytes, Hop.CHAIN)).isEqualTo(hops);
    assertThat(Xdr.encode(List.of(), Hop.CHAIN)).containsExactly(0, 0, 0, 0);
    assertThatThrownBy(() -> Xdr.encode(List.of(), Hop.CODEC))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Row("XDR-05")
  void aTreeHasADepthLimit() throws Exception {
    var tree = new Tree(null, null, 0);
    for (var i = 1; i < 500; i++) {
      tree = new Tree(null, tree, i);
    }
    var deepest = tree;
    assertThat(Xdr.encode(Xdr.decode(Xdr.encode(deepest, Tree.CODEC), Tree.CODEC), Tree.CODEC))
        .isEqualTo(Xdr.encode(deepest, Tree.CODEC));
    assertThatThrownBy(() -> Xdr.encode(new Tree(deepest, null, 0), Tree.CODEC))
        .isInstanceOf(IllegalArgumentException.class);
    var deep = ByteBuffer.allocate(40_000);
    while (deep.hasRemaining()) {
      deep.putInt(1);
    }
    assertThatThrownBy(() -> Xdr.decode(deep.array(), Tree.CODEC))
        .isInstanceOf(XdrException.class)
        .hasMessageContaining("more than 500 values within each other");
  }

  @Test
  @Row({"XDR-01", "XDR-03"})
  void faultsHaveThePathAndThePlace() {
    assertThatThrownBy(() -> Xdr.decode(bytes("00000001"), Pair.CODEC))
        .isInstanceOf(XdrException.class)
        .hasMessage(".b: the end, 4 bytes too soon, at byte 4");
    assertThatThrownBy(() -> Xdr.decode(bytes("00000007"), Mode.CODEC))
        .hasMessage("no mode has the number 7, at byte 0");
    assertThatThrownBy(() -> Xdr.decode(bytes("00000001"), U.CODEC))
        .hasMessage(".k: no kind has the number 1, at byte 0");
    assertThatThrownBy(() -> Xdr.decode(bytes("0000000200000009"), Reply.CODEC))
        .hasMessage(".why: length 9 above the bound 8, at byte 4");
    assertThatThrownBy(() ->
            Xdr.decode(bytes("00000001" + "0000000161000000" + "00000001ffffffff"), Hop.CHAIN))
        .hasMessage("[1].name: length 4294967295 with 0 bytes left, at byte 16");
    assertThatThrownBy(
            () -> Xdr.decode(bytes("00".repeat(48) + "00000002" + "00".repeat(16)), Grid.CODEC))
        .hasMessage(".some: length 2 with 16 bytes left, at byte 48");
  }
}
