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

/// `struct call_result` of `rpcbind.x`.
///
/// @param port `unsigned int port`
/// @param results `opaque results<ARGUMENTS_LENGTH>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record CallResult(long port, Opaque results) {
  /// Writes and reads it.
  public static final XdrCodec<CallResult> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, CallResult value) {
          out.putUnsignedInt(value.port());
          out.putOpaque(value.results(), 65000);
        }

        @Override
        public CallResult decode(XdrReader in) throws XdrException {
          var at = "port";
          try {
            var port = in.getUnsignedInt();
            at = "results";
            var results = in.getOpaque(65000);
            return new CallResult(port, results);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public CallResult {
    XdrCheck.range("port", port, 0, Xdr.UNBOUNDED);
    Objects.requireNonNull(results, "results");
    XdrCheck.atMost("results", results.size(), 65000);
  }
}
