package dev.rohrpost.rpc.gen.snippets.hops;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrLists;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// `struct tree` of `hops.x`.
///
/// @param left `tree *left`
/// @param right `tree *right`
/// @param key `int key`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Tree(@Nullable Tree left, @Nullable Tree right, int key) {
  /// Writes and reads it.
  public static final XdrCodec<Tree> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Tree value) {
          out.enter();
          put(out, value);
          out.leave();
        }

        @Override
        public Tree decode(XdrReader in) throws XdrException {
          in.enter();
          var value = get(in);
          in.leave();
          return value;
        }
      };

  private static void put(XdrWriter out, Tree value) {
    XdrLists.writeOptional(out, value.left(), Tree.CODEC);
    XdrLists.writeOptional(out, value.right(), Tree.CODEC);
    out.putInt(value.key());
  }

  private static Tree get(XdrReader in) throws XdrException {
    var at = "left";
    try {
      var left = XdrLists.readOptional(in, Tree.CODEC);
      at = "right";
      var right = XdrLists.readOptional(in, Tree.CODEC);
      at = "key";
      var key = in.getInt();
      return new Tree(left, right, key);
    } catch (XdrException e) {
      throw e.within(at);
    }
  }
}
