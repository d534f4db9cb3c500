package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct READDIRPLUS3resfail` of `readdirplus.x`.
///
/// @param dirAttributes `post_op_attr dir_attributes`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record READDIRPLUS3resfail(PostOpAttr dirAttributes) {
  /// Writes and reads it.
  public static final XdrCodec<READDIRPLUS3resfail> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, READDIRPLUS3resfail value) {
          PostOpAttr.CODEC.encode(out, value.dirAttributes());
        }

        @Override
        public READDIRPLUS3resfail decode(XdrReader in) throws XdrException {
          try {
            return new READDIRPLUS3resfail(PostOpAttr.CODEC.decode(in));
          } catch (XdrException e) {
            throw e.within("dir_attributes");
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public READDIRPLUS3resfail {
    Objects.requireNonNull(dirAttributes, "dir_attributes");
  }
}
