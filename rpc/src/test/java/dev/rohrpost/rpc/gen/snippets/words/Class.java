package dev.rohrpost.rpc.gen.snippets.words;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrLists;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.List;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct class` of `words.x`.
///
/// @param new_ `int new`
/// @param package_ `int package`
/// @param hashCode_ `int hashCode`
/// @param version `int version`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Class(int new_, int package_, int hashCode_, int version) {
  private static final XdrCodec<Class> NODE =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Class value) {
          out.putInt(value.new_());
          out.putInt(value.package_());
          out.putInt(value.hashCode_());
          out.putInt(value.version());
        }

        @Override
        public Class decode(XdrReader in) throws XdrException {
          var at = "new";
          try {
            var new_ = in.getInt();
            at = "package";
            var package_ = in.getInt();
            at = "hashCode";
            var hashCode_ = in.getInt();
            at = "version";
            var version = in.getInt();
            return new Class(new_, package_, hashCode_, version);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Writes and reads `class *`: a chain, which may be empty.
  public static final XdrCodec<List<Class>> CHAIN = XdrLists.chain(NODE);

  /// Writes and reads `class`: a chain of at least one.
  public static final XdrCodec<List<Class>> CODEC = XdrLists.chainOfSome(NODE);
}
