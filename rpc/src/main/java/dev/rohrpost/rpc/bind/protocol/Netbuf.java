package dev.rohrpost.rpc.bind.protocol;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct netbuf` of `rpcbind.x`.
///
/// @param maxlen `unsigned int maxlen`
/// @param buf `opaque buf<UADDR_LENGTH>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Netbuf(long maxlen, Opaque buf) {
  /// Writes and reads it.
  public static final XdrCodec<Netbuf> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Netbuf value) {
          out.putUnsignedInt(value.maxlen());
          out.putOpaque(value.buf(), 512);
        }

        @Override
        public Netbuf decode(XdrReader in) throws XdrException {
          var at = "maxlen";
          try {
            var maxlen = in.getUnsignedInt();
            at = "buf";
            var buf = in.getOpaque(512);
            return new Netbuf(maxlen, buf);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Netbuf {
    XdrCheck.range("maxlen", maxlen, 0, Xdr.UNBOUNDED);
    Objects.requireNonNull(buf, "buf");
    XdrCheck.atMost("buf", buf.size(), 512);
  }
}
