package dev.rohrpost.rpc.bind.protocol;

import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct mapping` of `rpcbind.x`.
///
/// @param program `unsigned int program`
/// @param version `unsigned int version`
/// @param protocol `unsigned int protocol`
/// @param port `unsigned int port`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Mapping(long program, long version, long protocol, long port) {
  /// Writes and reads it.
  public static final XdrCodec<Mapping> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Mapping value) {
          out.putUnsignedInt(value.program());
          out.putUnsignedInt(value.version());
          out.putUnsignedInt(value.protocol());
          out.putUnsignedInt(value.port());
        }

        @Override
        public Mapping decode(XdrReader in) throws XdrException {
          var at = "program";
          try {
            var program = in.getUnsignedInt();
            at = "version";
            var version = in.getUnsignedInt();
            at = "protocol";
            var protocol = in.getUnsignedInt();
            at = "port";
            var port = in.getUnsignedInt();
            return new Mapping(program, version, protocol, port);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Mapping {
    XdrCheck.range("program", program, 0, Xdr.UNBOUNDED);
    XdrCheck.range("version", version, 0, Xdr.UNBOUNDED);
    XdrCheck.range("protocol", protocol, 0, Xdr.UNBOUNDED);
    XdrCheck.range("port", port, 0, Xdr.UNBOUNDED);
  }
}
