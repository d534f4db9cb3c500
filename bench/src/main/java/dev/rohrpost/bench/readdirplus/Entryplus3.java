package dev.rohrpost.bench.readdirplus;

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

/// `struct entryplus3` of `readdirplus.x`.
///
/// @param fileid `fileid3 fileid`
/// @param name `filename3 name`
/// @param cookie `cookie3 cookie`
/// @param nameAttributes `post_op_attr name_attributes`
/// @param nameHandle `post_op_fh3 name_handle`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Entryplus3(
    long fileid, String name, long cookie, PostOpAttr nameAttributes, PostOpFh3 nameHandle) {
  private static final XdrCodec<Entryplus3> NODE =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Entryplus3 value) {
          out.putLong(value.fileid());
          out.putString(value.name(), Xdr.UNBOUNDED);
          out.putLong(value.cookie());
          PostOpAttr.CODEC.encode(out, value.nameAttributes());
          PostOpFh3.CODEC.encode(out, value.nameHandle());
        }

        @Override
        public Entryplus3 decode(XdrReader in) throws XdrException {
          var at = "fileid";
          try {
            var fileid = in.getLong();
            at = "name";
            var name = in.getString(Xdr.UNBOUNDED);
            at = "cookie";
            var cookie = in.getLong();
            at = "name_attributes";
            var nameAttributes = PostOpAttr.CODEC.decode(in);
            at = "name_handle";
            var nameHandle = PostOpFh3.CODEC.decode(in);
            return new Entryplus3(fileid, name, cookie, nameAttributes, nameHandle);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Writes and reads `entryplus3 *`: a chain, which may be empty.
  public static final XdrCodec<List<Entryplus3>> CHAIN = XdrLists.chain(NODE);

  /// Writes and reads `entryplus3`: a chain of at least one.
  public static final XdrCodec<List<Entryplus3>> CODEC = XdrLists.chainOfSome(NODE);

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Entryplus3 {
    Objects.requireNonNull(name, "name");
    XdrCheck.string("name", name, Xdr.UNBOUNDED);
    Objects.requireNonNull(nameAttributes, "name_attributes");
    Objects.requireNonNull(nameHandle, "name_handle");
  }

  /// {@return the members, unsigned numbers as such}
  @Override
  public String toString() {
    return "Entryplus3["
        + "fileid="
        + Long.toUnsignedString(fileid)
        + ", name="
        + name
        + ", cookie="
        + Long.toUnsignedString(cookie)
        + ", nameAttributes="
        + nameAttributes
        + ", nameHandle="
        + nameHandle
        + "]";
  }
}
