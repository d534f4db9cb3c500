package dev.rohrpost.rpc.bind.protocol;

import dev.rohrpost.xdr.Ints;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.List;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct stat` of `rpcbind.x`.
///
/// @param info `int info[STAT_PROCEDURES]`
/// @param setinfo `int setinfo`
/// @param unsetinfo `int unsetinfo`
/// @param addrinfo `stat_addr *addrinfo`
/// @param rmtinfo `stat_rmtcall *rmtinfo`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Stat(
    Ints info, int setinfo, int unsetinfo, List<StatAddr> addrinfo, List<StatRmtcall> rmtinfo) {
  /// Writes and reads it.
  public static final XdrCodec<Stat> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Stat value) {
          value.info().write(out);
          out.putInt(value.setinfo());
          out.putInt(value.unsetinfo());
          StatAddr.CHAIN.encode(out, value.addrinfo());
          StatRmtcall.CHAIN.encode(out, value.rmtinfo());
        }

        @Override
        public Stat decode(XdrReader in) throws XdrException {
          var at = "info";
          try {
            var info = Ints.read(in, 13);
            at = "setinfo";
            var setinfo = in.getInt();
            at = "unsetinfo";
            var unsetinfo = in.getInt();
            at = "addrinfo";
            var addrinfo = StatAddr.CHAIN.decode(in);
            at = "rmtinfo";
            var rmtinfo = StatRmtcall.CHAIN.decode(in);
            return new Stat(info, setinfo, unsetinfo, addrinfo, rmtinfo);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Stat {
    Objects.requireNonNull(info, "info");
    XdrCheck.exactly("info", info.size(), 13);
    Objects.requireNonNull(addrinfo, "addrinfo");
    addrinfo = List.copyOf(addrinfo);
    Objects.requireNonNull(rmtinfo, "rmtinfo");
    rmtinfo = List.copyOf(rmtinfo);
  }
}
