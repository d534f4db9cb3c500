package dev.rohrpost.rpc.bind.protocol;

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

/// `struct stat_rmtcall` of `rpcbind.x`.
///
/// @param program `unsigned int program`
/// @param version `unsigned int version`
/// @param procedure `unsigned int procedure`
/// @param success `int success`
/// @param failure `int failure`
/// @param indirect `int indirect`
/// @param netid `string netid<NETID_LENGTH>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record StatRmtcall(
    long program,
    long version,
    long procedure,
    int success,
    int failure,
    int indirect,
    String netid) {
  private static final XdrCodec<StatRmtcall> NODE =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, StatRmtcall value) {
          out.putUnsignedInt(value.program());
          out.putUnsignedInt(value.version());
          out.putUnsignedInt(value.procedure());
          out.putInt(value.success());
          out.putInt(value.failure());
          out.putInt(value.indirect());
          out.putString(value.netid(), 64);
        }

        @Override
        public StatRmtcall decode(XdrReader in) throws XdrException {
          var at = "program";
          try {
            var program = in.getUnsignedInt();
            at = "version";
            var version = in.getUnsignedInt();
            at = "procedure";
            var procedure = in.getUnsignedInt();
            at = "success";
            var success = in.getInt();
            at = "failure";
            var failure = in.getInt();
            at = "indirect";
            var indirect = in.getInt();
            at = "netid";
            var netid = in.getString(64);
            return new StatRmtcall(program, version, procedure, success, failure, indirect, netid);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Writes and reads `stat_rmtcall *`: a chain, which may be empty.
  public static final XdrCodec<List<StatRmtcall>> CHAIN = XdrLists.chain(NODE);

  /// Writes and reads `stat_rmtcall`: a chain of at least one.
  public static final XdrCodec<List<StatRmtcall>> CODEC = XdrLists.chainOfSome(NODE);

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public StatRmtcall {
    XdrCheck.range("program", program, 0, Xdr.UNBOUNDED);
    XdrCheck.range("version", version, 0, Xdr.UNBOUNDED);
    XdrCheck.range("procedure", procedure, 0, Xdr.UNBOUNDED);
    Objects.requireNonNull(netid, "netid");
    XdrCheck.string("netid", netid, 64);
  }
}
