package dev.rohrpost.rpc.gen.snippets.here;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `union u` of `here.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public sealed interface U {
  /// Writes and reads it.
  XdrCodec<U> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, U value) {
          switch (value) {
            case None arm -> arm.put(out);
          }
        }

        @Override
        public U decode(XdrReader in) throws XdrException {
          var discriminant = discriminant(in);
          return switch (discriminant) {
            case NONE -> new None();
          };
        }
      };

  private static Kind discriminant(XdrReader in) throws XdrException {
    try {
      return Kind.CODEC.decode(in);
    } catch (XdrException e) {
      throw e.within("k");
    }
  }

  /// The arm for `NONE`, which is void.
  record None() implements U {
    private void put(XdrWriter out) {
      out.putInt(Kind.NONE.number());
    }
  }
}
