package dev.rohrpost.rpc.gen.snippets.calc;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct pair` of `calc.x`.
///
/// @param a `int a`
/// @param b `int b`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Pair(int a, int b) {
  /// Writes and reads it.
  public static final XdrCodec<Pair> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Pair value) {
          out.putInt(value.a());
          out.putInt(value.b());
        }

        @Override
        public Pair decode(XdrReader in) throws XdrException {
          var at = "a";
          try {
            var a = in.getInt();
            at = "b";
            var b = in.getInt();
            return new Pair(a, b);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };
}
