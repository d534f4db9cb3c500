package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `union post_op_attr` of `readdirplus.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public sealed interface PostOpAttr {
  /// Writes and reads it.
  XdrCodec<PostOpAttr> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, PostOpAttr value) {
          switch (value) {
            case Attributes arm -> arm.put(out);
            case False arm -> arm.put(out);
          }
        }

        @Override
        public PostOpAttr decode(XdrReader in) throws XdrException {
          var discriminant = discriminant(in);
          if (discriminant) {
            return Attributes.get(in);
          }
          return new False();
        }
      };

  private static boolean discriminant(XdrReader in) throws XdrException {
    try {
      return in.getBoolean();
    } catch (XdrException e) {
      throw e.within("attributes_follow");
    }
  }

  /// The arm for `TRUE`: `fattr3 attributes`.
  ///
  /// @param attributes `fattr3 attributes`
  record Attributes(Fattr3 attributes) implements PostOpAttr {
    /// Checks the members, and copies lists.
    ///
    /// @throws IllegalArgumentException if one is outside of its bounds
    public Attributes {
      Objects.requireNonNull(attributes, "attributes");
    }

    private static Attributes get(XdrReader in) throws XdrException {
      try {
        return new Attributes(Fattr3.CODEC.decode(in));
      } catch (XdrException e) {
        throw e.within("attributes");
      }
    }

    private void put(XdrWriter out) {
      out.putBoolean(true);
      Fattr3.CODEC.encode(out, attributes);
    }
  }

  /// The arm for `FALSE`, which is void.
  record False() implements PostOpAttr {
    private void put(XdrWriter out) {
      out.putBoolean(false);
    }
  }
}
