package dev.rohrpost.rpc.gen;

import dev.rohrpost.rpc.Scribbles;
import dev.rohrpost.rpc.gen.snippets.calc.Answer;
import dev.rohrpost.rpc.gen.snippets.grids.Grid;
import dev.rohrpost.rpc.gen.snippets.hops.Hop;
import dev.rohrpost.rpc.gen.snippets.hops.Tree;
import dev.rohrpost.rpc.gen.snippets.replies.Reply;
import dev.rohrpost.rpc.gen.snippets.wides.Wide;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Gives generated codecs any bytes: what they read, they write in the same way. The same types are
/// read without generated classes, too.
public final class GeneratedScribbles {
  /// How much a value without a class takes: for each number its digits, and a matcher of them.
  private static final long WITHOUT_CLASS = 1024;

  private static final List<XdrCodec<?>> CODECS =
      List.of(
          Grid.CODEC,
          Tree.CODEC,
          Hop.CHAIN,
          Reply.CODEC,
          Wide.CODEC,
          Answer.CODEC,
          Xdr.string(Xdr.UNBOUNDED),
          Xdr.opaque(Xdr.UNBOUNDED));

  private static final List<String> FILES = List.of("grids", "hops", "replies", "wides", "calc");

  private GeneratedScribbles() {}

  /// The first byte says the type.
  ///
  /// @param bytes what comes
  /// @throws Exception if something is wrong
  public static void read(byte[] bytes) throws Exception {
    if (bytes.length > 0) {
      var which = Byte.toUnsignedInt(bytes[0]);
      var rest = Arrays.copyOfRange(bytes, 1, bytes.length);
      var codec = CODECS.get(which % CODECS.size());
      Scribbles.within(4 * XdrReader.AMPLIFICATION, bytes, () -> travel(codec, rest));
      var specification = Snippets.snippet(FILES.get(which % FILES.size()));
      for (var name : specification.typeNames()) {
        var values = specification.codec(name).orElseThrow();
        Scribbles.within(WITHOUT_CLASS, bytes, () -> travel(values, rest));
      }
    }
  }

  private static <T> void travel(XdrCodec<T> codec, byte[] bytes) {
    try {
      var in = XdrReader.of(MemorySegment.ofArray(bytes));
      var value = codec.decode(in);
      var again = Xdr.encode(value, codec);
      if (again.length != in.offset()
          || !Arrays.equals(again, Xdr.encode(Xdr.decode(again, codec), codec))) {
        throw new AssertionError("other bytes");
      }
    } catch (XdrException _) {
      // as it should be
    }
  }
}
