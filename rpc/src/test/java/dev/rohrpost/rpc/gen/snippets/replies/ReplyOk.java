package dev.rohrpost.rpc.gen.snippets.replies;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct reply_ok` of `replies.x`.
///
/// @param at `hyper at`
/// @param what `blob what`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record ReplyOk(long at, Opaque what) {
  /// Writes and reads it.
  public static final XdrCodec<ReplyOk> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, ReplyOk value) {
          out.putLong(value.at());
          out.putOpaque(value.what(), Xdr.UNBOUNDED);
        }

        @Override
        public ReplyOk decode(XdrReader in) throws XdrException {
          var at = "at";
          try {
            var at_ = in.getLong();
            at = "what";
            var what = in.getOpaque(Xdr.UNBOUNDED);
            return new ReplyOk(at_, what);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public ReplyOk {
    Objects.requireNonNull(what, "what");
  }
}
