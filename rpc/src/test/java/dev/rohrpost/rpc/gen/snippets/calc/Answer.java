package dev.rohrpost.rpc.gen.snippets.calc;

import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `union answer` of `calc.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public sealed interface Answer {
  /// Writes and reads it.
  XdrCodec<Answer> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Answer value) {
          switch (value) {
            case Sum arm -> arm.put(out);
            case Why arm -> arm.put(out);
          }
        }

        @Override
        public Answer decode(XdrReader in) throws XdrException {
          var discriminant = discriminant(in);
          return switch (discriminant) {
            case 0 -> Sum.get(in);
            default -> Why.get(in, discriminant);
          };
        }
      };

  private static int discriminant(XdrReader in) throws XdrException {
    try {
      return in.getInt();
    } catch (XdrException e) {
      throw e.within("code");
    }
  }

  /// The arm for `0`: `hyper sum`.
  ///
  /// @param sum `hyper sum`
  record Sum(long sum) implements Answer {
    private static Sum get(XdrReader in) throws XdrException {
      try {
        return new Sum(in.getLong());
      } catch (XdrException e) {
        throw e.within("sum");
      }
    }

    private void put(XdrWriter out) {
      out.putInt(0);
      out.putLong(sum);
    }
  }

  /// The arm for `default`: `string why<>`.
  ///
  /// @param code `int code`
  /// @param why `string why<>`
  record Why(int code, String why) implements Answer {
    /// Checks the members, and copies lists.
    ///
    /// @throws IllegalArgumentException if one is outside of its bounds
    public Why {
      Objects.requireNonNull(why, "why");
      XdrCheck.string("why", why, Xdr.UNBOUNDED);
      XdrCheck.arm("code", code != 0);
    }

    private static Why get(XdrReader in, int discriminant) throws XdrException {
      try {
        return new Why(discriminant, in.getString(Xdr.UNBOUNDED));
      } catch (XdrException e) {
        throw e.within("why");
      }
    }

    private void put(XdrWriter out) {
      out.putInt(code);
      out.putString(why, Xdr.UNBOUNDED);
    }
  }
}
