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

/// `struct rmtcall_args` of `rpcbind.x`.
///
/// @param program `unsigned int program`
/// @param version `unsigned int version`
/// @param procedure `unsigned int procedure`
/// @param args `opaque args<ARGUMENTS_LENGTH>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record RmtcallArgs(long program, long version, long procedure, Opaque args) {
  /// Writes and reads it.
  public static final XdrCodec<RmtcallArgs> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, RmtcallArgs value) {
          out.putUnsignedInt(value.program());
          out.putUnsignedInt(value.version());
          out.putUnsignedInt(value.procedure());
          out.putOpaque(value.args(), 65000);
        }

        @Override
        public RmtcallArgs decode(XdrReader in) throws XdrException {
          var at = "program";
          try {
            var program = in.getUnsignedInt();
            at = "version";
            var version = in.getUnsignedInt();
            at = "procedure";
            var procedure = in.getUnsignedInt();
            at = "args";
            var args = in.getOpaque(65000);
            return new RmtcallArgs(program, version, procedure, args);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public RmtcallArgs {
    XdrCheck.range("program", program, 0, Xdr.UNBOUNDED);
    XdrCheck.range("version", version, 0, Xdr.UNBOUNDED);
    XdrCheck.range("procedure", procedure, 0, Xdr.UNBOUNDED);
    Objects.requireNonNull(args, "args");
    XdrCheck.atMost("args", args.size(), 65000);
  }
}
