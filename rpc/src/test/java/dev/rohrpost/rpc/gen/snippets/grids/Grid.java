package dev.rohrpost.rpc.gen.snippets.grids;

import dev.rohrpost.xdr.Booleans;
import dev.rohrpost.xdr.Ints;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrLists;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.List;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct grid` of `grids.x`.
///
/// @param fixed `row fixed[4]`
/// @param some `row some<2>`
/// @param words `string words<5>`
/// @param flags `bool flags<>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Grid(List<Ints> fixed, List<Ints> some, String words, Booleans flags) {
  /// Writes and reads it.
  public static final XdrCodec<Grid> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Grid value) {
          XdrLists.writeFixed(out, value.fixed(), INT_FIXED_ARRAY_3);
          XdrLists.write(out, value.some(), INT_FIXED_ARRAY_3, 2);
          out.putString(value.words(), 5);
          out.putCount(value.flags().size(), Xdr.UNBOUNDED);
          value.flags().write(out);
        }

        @Override
        public Grid decode(XdrReader in) throws XdrException {
          var at = "fixed";
          try {
            var fixed = XdrLists.readFixed(in, INT_FIXED_ARRAY_3, 4, 12);
            at = "some";
            var some = XdrLists.read(in, INT_FIXED_ARRAY_3, 2, 12);
            at = "words";
            var words = in.getString(5);
            at = "flags";
            var flags = Booleans.read(in, in.getCount(Xdr.UNBOUNDED, 4));
            return new Grid(fixed, some, words, flags);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  private static final XdrCodec<Ints> INT_FIXED_ARRAY_3 =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Ints value) {
          value.write(out);
        }

        @Override
        public Ints decode(XdrReader in) throws XdrException {
          return Ints.read(in, 3);
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Grid {
    Objects.requireNonNull(fixed, "fixed");
    fixed = List.copyOf(fixed);
    XdrCheck.exactly("fixed", fixed.size(), 4);
    for (var each : fixed) {
      XdrCheck.exactly("fixed[]", each.size(), 3);
    }
    Objects.requireNonNull(some, "some");
    some = List.copyOf(some);
    XdrCheck.atMost("some", some.size(), 2);
    for (var each : some) {
      XdrCheck.exactly("some[]", each.size(), 3);
    }
    Objects.requireNonNull(words, "words");
    XdrCheck.string("words", words, 5);
    Objects.requireNonNull(flags, "flags");
  }
}
