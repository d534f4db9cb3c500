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

/// `struct rpcb` of `rpcbind.x`.
///
/// @param program `unsigned int program`
/// @param version `unsigned int version`
/// @param netid `string netid<NETID_LENGTH>`
/// @param addr `string addr<UADDR_LENGTH>`
/// @param owner `string owner<OWNER_LENGTH>`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Rpcb(long program, long version, String netid, String addr, String owner) {
  /// Writes and reads it.
  public static final XdrCodec<Rpcb> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Rpcb value) {
          out.putUnsignedInt(value.program());
          out.putUnsignedInt(value.version());
          out.putString(value.netid(), 64);
          out.putString(value.addr(), 512);
          out.putString(value.owner(), 256);
        }

        @Override
        public Rpcb decode(XdrReader in) throws XdrException {
          var at = "program";
          try {
            var program = in.getUnsignedInt();
            at = "version";
            var version = in.getUnsignedInt();
            at = "netid";
            var netid = in.getString(64);
            at = "addr";
            var addr = in.getString(512);
            at = "owner";
            var owner = in.getString(256);
            return new Rpcb(program, version, netid, addr, owner);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Rpcb {
    XdrCheck.range("program", program, 0, Xdr.UNBOUNDED);
    XdrCheck.range("version", version, 0, Xdr.UNBOUNDED);
    Objects.requireNonNull(netid, "netid");
    XdrCheck.string("netid", netid, 64);
    Objects.requireNonNull(addr, "addr");
    XdrCheck.string("addr", addr, 512);
    Objects.requireNonNull(owner, "owner");
    XdrCheck.string("owner", owner, 256);
  }
}
