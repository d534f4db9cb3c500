package dev.rohrpost.rpc;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.ArrayList;
import java.util.List;

/// The statement of a caller about itself. Nobody checks it: on a UNIX socket ask
/// [Caller#credentials()], which the kernel vouches for.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-8.2">RFC 5531, section 8.2</a>
public sealed interface Credential {
  /// Says nothing.
  Credential NONE = new None();

  /// {@return the number of its flavor, `auth_flavor` in RFC 5531}
  int flavor();

  /// AUTH_NONE: nothing is said.
  record None() implements Credential {
    @Override
    public int flavor() {
      return Flavor.NONE;
    }
  }

  /// AUTH_SYS: a user of a UNIX machine.
  ///
  /// @param stamp a number of the caller's choice, unsigned of 32 bits
  /// @param machine the name of the machine, up to 255 bytes
  /// @param uid the user, unsigned of 32 bits
  /// @param gid the group, unsigned of 32 bits
  /// @param gids up to 16 further groups
  /// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#appendix-A">RFC 5531, appendix A</a>
  record Sys(long stamp, String machine, long uid, long gid, List<Long> gids)
      implements Credential {
    private static final int MACHINE = 255;
    private static final int GIDS = 16;
    private static final long ID = 0xffff_ffffL;

    /// `authsys_parms`
    static final XdrCodec<Sys> CODEC =
        new XdrCodec<>() {
          @Override
          public void encode(XdrWriter out, Sys value) {
            out.putUnsignedInt(value.stamp);
            out.putString(value.machine, MACHINE);
            out.putUnsignedInt(value.uid);
            out.putUnsignedInt(value.gid);
            out.putCount(value.gids.size(), GIDS);
            value.gids.forEach(out::putUnsignedInt);
          }

          @Override
          public Sys decode(XdrReader in) throws XdrException {
            var stamp = in.getUnsignedInt();
            var machine = in.getString(MACHINE);
            var uid = in.getUnsignedInt();
            var gid = in.getUnsignedInt();
            var count = in.getCount(GIDS, Integer.BYTES);
            var gids = new ArrayList<Long>(count);
            for (var i = 0; i < count; i++) {
              gids.add(in.getUnsignedInt());
            }
            return new Sys(stamp, machine, uid, gid, gids);
          }
        };

    /// Checks the limits.
    ///
    /// @throws IllegalArgumentException if a number or length is beyond its limit
    public Sys {
      XdrCheck.range("stamp", stamp, 0, ID);
      XdrCheck.string("machine", machine, MACHINE);
      XdrCheck.range("uid", uid, 0, ID);
      XdrCheck.range("gid", gid, 0, ID);
      XdrCheck.atMost("gids", gids.size(), GIDS);
      gids.forEach(id -> XdrCheck.range("gids", id, 0, ID));
      gids = List.copyOf(gids);
    }

    @Override
    public int flavor() {
      return Flavor.SYS;
    }
  }

  /// Another flavor, as it came.
  ///
  /// @param flavor its number
  /// @param body up to 400 bytes
  record Other(int flavor, Opaque body) implements Credential {
    /// Checks the length.
    ///
    /// @throws IllegalArgumentException if the body is longer than 400 bytes
    public Other {
      XdrCheck.atMost("body", body.size(), Flavor.BODY);
    }
  }

  /// Says which user this is.
  ///
  /// @param machine the name of this machine, up to 255 bytes
  /// @param uid the user
  /// @param gid the group
  /// @return the credential
  static Credential sys(String machine, long uid, long gid) {
    return new Sys(0, machine, uid, gid, List.of());
  }
}
