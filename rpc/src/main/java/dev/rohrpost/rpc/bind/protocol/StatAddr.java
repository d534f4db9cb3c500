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

/// `struct stat_addr` of `rpcbind.x`.
///
/// @param program `unsigned int program`
/// @param version `unsigned int version`
/// @param success `int success`
/// @param failure `int failure`
/// @param netid `string netid<NETID_LENGTH>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record StatAddr(long program, long version, int success, int failure, String netid) {
  private static final XdrCodec<StatAddr> NODE =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, StatAddr value) {
          out.putUnsignedInt(value.program());
          out.putUnsignedInt(value.version());
          out.putInt(value.success());
          out.putInt(value.failure());
          out.putString(value.netid(), 64);
        }

        @Override
        public StatAddr decode(XdrReader in) throws XdrException {
          var at = "program";
          try {
            var program = in.getUnsignedInt();
            at = "version";
            var version = in.getUnsignedInt();
            at = "success";
            var success = in.getInt();
            at = "failure";
            var failure = in.getInt();
            at = "netid";
            var netid = in.getString(64);
            return new StatAddr(program, version, success, failure, netid);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Writes and reads `stat_addr *`: a chain, which may be empty.
  public static final XdrCodec<List<StatAddr>> CHAIN = XdrLists.chain(NODE);

  /// Writes and reads `stat_addr`: a chain of at least one.
  public static final XdrCodec<List<StatAddr>> CODEC = XdrLists.chainOfSome(NODE);

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public StatAddr {
    XdrCheck.range("program", program, 0, Xdr.UNBOUNDED);
    XdrCheck.range("version", version, 0, Xdr.UNBOUNDED);
    Objects.requireNonNull(netid, "netid");
    XdrCheck.string("netid", netid, 64);
  }
}
