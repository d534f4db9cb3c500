package dev.rohrpost.rpc.gen.snippets.replies;

import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `union reply` of `replies.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public sealed interface Reply {
  /// Writes and reads it.
  XdrCodec<Reply> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Reply value) {
          switch (value) {
            case Ok arm -> arm.put(out);
            case Case1 arm -> arm.put(out);
            case Why arm -> arm.put(out);
          }
        }

        @Override
        public Reply decode(XdrReader in) throws XdrException {
          var discriminant = discriminant(in);
          return switch ((int) discriminant) {
            case 0, 7 -> Ok.get(in, discriminant);
            case 1 -> new Case1();
            default -> Why.get(in, discriminant);
          };
        }
      };

  private static long discriminant(XdrReader in) throws XdrException {
    try {
      return in.getUnsignedInt();
    } catch (XdrException e) {
      throw e.within("status");
    }
  }

  /// The arm for `0` and others: `struct {…} ok`.
  ///
  /// @param status `unsigned status`
  /// @param ok `struct {…} ok`
  record Ok(long status, ReplyOk ok) implements Reply {
    /// Checks the members, and copies lists.
    ///
    /// @throws IllegalArgumentException if one is outside of its bounds
    public Ok {
      XdrCheck.range("status", status, 0, Xdr.UNBOUNDED);
      Objects.requireNonNull(ok, "ok");
      XdrCheck.arm("status", status == 0 || status == 7);
    }

    private static Ok get(XdrReader in, long discriminant) throws XdrException {
      try {
        return new Ok(discriminant, ReplyOk.CODEC.decode(in));
      } catch (XdrException e) {
        throw e.within("ok");
      }
    }

    private void put(XdrWriter out) {
      out.putUnsignedInt(status);
      ReplyOk.CODEC.encode(out, ok);
    }
  }

  /// The arm for `1`, which is void.
  record Case1() implements Reply {
    private void put(XdrWriter out) {
      out.putUnsignedInt(1);
    }
  }

  /// The arm for `default`: `string why<MOST>`.
  ///
  /// @param status `unsigned status`
  /// @param why `string why<MOST>`
  record Why(long status, String why) implements Reply {
    /// Checks the members, and copies lists.
    ///
    /// @throws IllegalArgumentException if one is outside of its bounds
    public Why {
      XdrCheck.range("status", status, 0, Xdr.UNBOUNDED);
      Objects.requireNonNull(why, "why");
      XdrCheck.string("why", why, 8);
      XdrCheck.arm("status", status != 0 && status != 7 && status != 1);
    }

    private static Why get(XdrReader in, long discriminant) throws XdrException {
      try {
        return new Why(discriminant, in.getString(8));
      } catch (XdrException e) {
        throw e.within("why");
      }
    }

    private void put(XdrWriter out) {
      out.putUnsignedInt(status);
      out.putString(why, 8);
    }
  }
}
