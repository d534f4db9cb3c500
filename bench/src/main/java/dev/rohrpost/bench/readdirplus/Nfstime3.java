package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct nfstime3` of `readdirplus.x`.
///
/// @param seconds `uint32 seconds`
/// @param nseconds `uint32 nseconds`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Nfstime3(long seconds, long nseconds) {
  /// Writes and reads it.
  public static final XdrCodec<Nfstime3> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Nfstime3 value) {
          out.putUnsignedInt(value.seconds());
          out.putUnsignedInt(value.nseconds());
        }

        @Override
        public Nfstime3 decode(XdrReader in) throws XdrException {
          var at = "seconds";
          try {
            var seconds = in.getUnsignedInt();
            at = "nseconds";
            var nseconds = in.getUnsignedInt();
            return new Nfstime3(seconds, nseconds);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Nfstime3 {
    XdrCheck.range("seconds", seconds, 0, Xdr.UNBOUNDED);
    XdrCheck.range("nseconds", nseconds, 0, Xdr.UNBOUNDED);
  }
}
