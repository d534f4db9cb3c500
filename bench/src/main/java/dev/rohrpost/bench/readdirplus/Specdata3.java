package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct specdata3` of `readdirplus.x`.
///
/// @param specdata1 `uint32 specdata1`
/// @param specdata2 `uint32 specdata2`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Specdata3(long specdata1, long specdata2) {
  /// Writes and reads it.
  public static final XdrCodec<Specdata3> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Specdata3 value) {
          out.putUnsignedInt(value.specdata1());
          out.putUnsignedInt(value.specdata2());
        }

        @Override
        public Specdata3 decode(XdrReader in) throws XdrException {
          var at = "specdata1";
          try {
            var specdata1 = in.getUnsignedInt();
            at = "specdata2";
            var specdata2 = in.getUnsignedInt();
            return new Specdata3(specdata1, specdata2);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Specdata3 {
    XdrCheck.range("specdata1", specdata1, 0, Xdr.UNBOUNDED);
    XdrCheck.range("specdata2", specdata2, 0, Xdr.UNBOUNDED);
  }
}
