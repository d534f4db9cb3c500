package dev.rohrpost.rpc.bind.protocol;

import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct rpcb_entry` of `rpcbind.x`.
///
/// @param maddr `string maddr<UADDR_LENGTH>`
/// @param netid `string netid<NETID_LENGTH>`
/// @param semantics `unsigned int semantics`
/// @param family `string family<NETID_LENGTH>`
/// @param protocol `string protocol<NETID_LENGTH>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record RpcbEntry(
    String maddr, String netid, long semantics, String family, String protocol) {
  /// Writes and reads it.
  public static final XdrCodec<RpcbEntry> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, RpcbEntry value) {
          out.putString(value.maddr(), 512);
          out.putString(value.netid(), 64);
          out.putUnsignedInt(value.semantics());
          out.putString(value.family(), 64);
          out.putString(value.protocol(), 64);
        }

        @Override
        public RpcbEntry decode(XdrReader in) throws XdrException {
          var at = "maddr";
          try {
            var maddr = in.getString(512);
            at = "netid";
            var netid = in.getString(64);
            at = "semantics";
            var semantics = in.getUnsignedInt();
            at = "family";
            var family = in.getString(64);
            at = "protocol";
            var protocol = in.getString(64);
            return new RpcbEntry(maddr, netid, semantics, family, protocol);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public RpcbEntry {
    Objects.requireNonNull(maddr, "maddr");
    XdrCheck.string("maddr", maddr, 512);
    Objects.requireNonNull(netid, "netid");
    XdrCheck.string("netid", netid, 64);
    XdrCheck.range("semantics", semantics, 0, Xdr.UNBOUNDED);
    Objects.requireNonNull(family, "family");
    XdrCheck.string("family", family, 64);
    Objects.requireNonNull(protocol, "protocol");
    XdrCheck.string("protocol", protocol, 64);
  }
}
