package dev.rohrpost.rpc.gen.snippets.twos;

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

/// `struct hop` of `twos.x`.
///
/// @param name `string name<>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Hop(String name) {
  private static final XdrCodec<Hop> NODE =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Hop value) {
          out.putString(value.name(), Xdr.UNBOUNDED);
        }

        @Override
        public Hop decode(XdrReader in) throws XdrException {
          try {
            return new Hop(in.getString(Xdr.UNBOUNDED));
          } catch (XdrException e) {
            throw e.within("name");
          }
        }
      };

  /// Writes and reads `hop *`: a chain, which may be empty.
  public static final XdrCodec<List<Hop>> CHAIN = XdrLists.chain(NODE);

  /// Writes and reads `hop`: a chain of at least one.
  public static final XdrCodec<List<Hop>> CODEC = XdrLists.chainOfSome(NODE);

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Hop {
    Objects.requireNonNull(name, "name");
    XdrCheck.string("name", name, Xdr.UNBOUNDED);
  }
}
