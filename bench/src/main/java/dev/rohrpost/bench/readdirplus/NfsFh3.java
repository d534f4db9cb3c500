package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct nfs_fh3` of `readdirplus.x`.
///
/// @param data `opaque data<NFS3_FHSIZE>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record NfsFh3(Opaque data) {
  /// Writes and reads it.
  public static final XdrCodec<NfsFh3> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, NfsFh3 value) {
          out.putOpaque(value.data(), 64);
        }

        @Override
        public NfsFh3 decode(XdrReader in) throws XdrException {
          try {
            return new NfsFh3(in.getOpaque(64));
          } catch (XdrException e) {
            throw e.within("data");
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public NfsFh3 {
    Objects.requireNonNull(data, "data");
    XdrCheck.atMost("data", data.size(), 64);
  }
}
