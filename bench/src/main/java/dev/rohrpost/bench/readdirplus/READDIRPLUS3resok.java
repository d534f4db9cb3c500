package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct READDIRPLUS3resok` of `readdirplus.x`.
///
/// @param dirAttributes `post_op_attr dir_attributes`
/// @param cookieverf `cookieverf3 cookieverf`
/// @param reply `dirlistplus3 reply`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record READDIRPLUS3resok(PostOpAttr dirAttributes, Opaque cookieverf, Dirlistplus3 reply) {
  /// Writes and reads it.
  public static final XdrCodec<READDIRPLUS3resok> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, READDIRPLUS3resok value) {
          PostOpAttr.CODEC.encode(out, value.dirAttributes());
          out.putFixedOpaque(value.cookieverf(), 8);
          Dirlistplus3.CODEC.encode(out, value.reply());
        }

        @Override
        public READDIRPLUS3resok decode(XdrReader in) throws XdrException {
          var at = "dir_attributes";
          try {
            var dirAttributes = PostOpAttr.CODEC.decode(in);
            at = "cookieverf";
            var cookieverf = in.getFixedOpaque(8);
            at = "reply";
            var reply = Dirlistplus3.CODEC.decode(in);
            return new READDIRPLUS3resok(dirAttributes, cookieverf, reply);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public READDIRPLUS3resok {
    Objects.requireNonNull(dirAttributes, "dir_attributes");
    Objects.requireNonNull(cookieverf, "cookieverf");
    XdrCheck.exactly("cookieverf", cookieverf.size(), 8);
    Objects.requireNonNull(reply, "reply");
  }
}
