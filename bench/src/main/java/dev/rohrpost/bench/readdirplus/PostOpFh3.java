package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `union post_op_fh3` of `readdirplus.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public sealed interface PostOpFh3 {
  /// Writes and reads it.
  XdrCodec<PostOpFh3> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, PostOpFh3 value) {
          switch (value) {
            case Handle arm -> arm.put(out);
            case False arm -> arm.put(out);
          }
        }

        @Override
        public PostOpFh3 decode(XdrReader in) throws XdrException {
          var discriminant = discriminant(in);
          if (discriminant) {
            return Handle.get(in);
          }
          return new False();
        }
      };

  private static boolean discriminant(XdrReader in) throws XdrException {
    try {
      return in.getBoolean();
    } catch (XdrException e) {
      throw e.within("handle_follows");
    }
  }

  /// The arm for `TRUE`: `nfs_fh3 handle`.
  ///
  /// @param handle `nfs_fh3 handle`
  record Handle(NfsFh3 handle) implements PostOpFh3 {
    /// Checks the members, and copies lists.
    ///
    /// @throws IllegalArgumentException if one is outside of its bounds
    public Handle {
      Objects.requireNonNull(handle, "handle");
    }

    private static Handle get(XdrReader in) throws XdrException {
      try {
        return new Handle(NfsFh3.CODEC.decode(in));
      } catch (XdrException e) {
        throw e.within("handle");
      }
    }

    private void put(XdrWriter out) {
      out.putBoolean(true);
      NfsFh3.CODEC.encode(out, handle);
    }
  }

  /// The arm for `FALSE`, which is void.
  record False() implements PostOpFh3 {
    private void put(XdrWriter out) {
      out.putBoolean(false);
    }
  }
}
