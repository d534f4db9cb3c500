package dev.rohrpost.rpc.bind.protocol;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct rmtcall_result` of `rpcbind.x`.
///
/// @param addr `string addr<UADDR_LENGTH>`
/// @param results `opaque results<ARGUMENTS_LENGTH>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record RmtcallResult(String addr, Opaque results) {
  /// Writes and reads it.
  public static final XdrCodec<RmtcallResult> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, RmtcallResult value) {
          out.putString(value.addr(), 512);
          out.putOpaque(value.results(), 65000);
        }

        @Override
        public RmtcallResult decode(XdrReader in) throws XdrException {
          var at = "addr";
          try {
            var addr = in.getString(512);
            at = "results";
            var results = in.getOpaque(65000);
            return new RmtcallResult(addr, results);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public RmtcallResult {
    Objects.requireNonNull(addr, "addr");
    XdrCheck.string("addr", addr, 512);
    Objects.requireNonNull(results, "results");
    XdrCheck.atMost("results", results.size(), 65000);
  }
}
