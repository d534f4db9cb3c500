package dev.rohrpost.rpc.gen.snippets.wides;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct wide` of `wides.x`.
///
/// @param q `quadruple q`
/// @param s `unsigned short s`
/// @param c `char c`
/// @param l `unsigned long l`
/// @param w `u_quad_t w`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Wide(Opaque q, int s, int c, long l, long w) {
  /// Writes and reads it.
  public static final XdrCodec<Wide> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Wide value) {
          out.putFixedOpaque(value.q(), 16);
          out.putInt(value.s());
          out.putInt(value.c());
          out.putUnsignedInt(value.l());
          out.putLong(value.w());
        }

        @Override
        public Wide decode(XdrReader in) throws XdrException {
          var at = "q";
          try {
            var q = in.getFixedOpaque(16);
            at = "s";
            var s = in.getInt(0, 65535);
            at = "c";
            var c = in.getInt(-128, 127);
            at = "l";
            var l = in.getUnsignedInt();
            at = "w";
            var w = in.getLong();
            return new Wide(q, s, c, l, w);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Wide {
    Objects.requireNonNull(q, "q");
    XdrCheck.exactly("q", q.size(), 16);
    XdrCheck.range("s", s, 0, 65535);
    XdrCheck.range("c", c, -128, 127);
    XdrCheck.range("l", l, 0, Xdr.UNBOUNDED);
  }

  /// {@return the members, unsigned numbers as such}
  @Override
  public String toString() {
    return "Wide["
        + "q="
        + q
        + ", s="
        + s
        + ", c="
        + c
        + ", l="
        + l
        + ", w="
        + Long.toUnsignedString(w)
        + "]";
  }
}
