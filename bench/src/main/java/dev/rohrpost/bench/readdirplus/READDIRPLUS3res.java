package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `union READDIRPLUS3res` of `readdirplus.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public sealed interface READDIRPLUS3res {
  /// Writes and reads it.
  XdrCodec<READDIRPLUS3res> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, READDIRPLUS3res value) {
          switch (value) {
            case Resok arm -> arm.put(out);
            case Resfail arm -> arm.put(out);
          }
        }

        @Override
        public READDIRPLUS3res decode(XdrReader in) throws XdrException {
          var discriminant = discriminant(in);
          return switch (discriminant) {
            case NFS3_OK -> Resok.get(in);
            case NFS3ERR_PERM,
                NFS3ERR_NOENT,
                NFS3ERR_IO,
                NFS3ERR_ACCES,
                NFS3ERR_NOTDIR,
                NFS3ERR_STALE,
                NFS3ERR_BAD_COOKIE,
                NFS3ERR_TOOSMALL ->
                Resfail.get(in, discriminant);
          };
        }
      };

  private static Nfsstat3 discriminant(XdrReader in) throws XdrException {
    try {
      return Nfsstat3.CODEC.decode(in);
    } catch (XdrException e) {
      throw e.within("status");
    }
  }

  /// The arm for `NFS3_OK`: `READDIRPLUS3resok resok`.
  ///
  /// @param resok `READDIRPLUS3resok resok`
  record Resok(READDIRPLUS3resok resok) implements READDIRPLUS3res {
    /// Checks the members, and copies lists.
    ///
    /// @throws IllegalArgumentException if one is outside of its bounds
    public Resok {
      Objects.requireNonNull(resok, "resok");
    }

    private static Resok get(XdrReader in) throws XdrException {
      try {
        return new Resok(READDIRPLUS3resok.CODEC.decode(in));
      } catch (XdrException e) {
        throw e.within("resok");
      }
    }

    private void put(XdrWriter out) {
      out.putInt(Nfsstat3.NFS3_OK.number());
      READDIRPLUS3resok.CODEC.encode(out, resok);
    }
  }

  /// The arm for `default`: `READDIRPLUS3resfail resfail`.
  ///
  /// @param status `nfsstat3 status`
  /// @param resfail `READDIRPLUS3resfail resfail`
  record Resfail(Nfsstat3 status, READDIRPLUS3resfail resfail) implements READDIRPLUS3res {
    /// Checks the members, and copies lists.
    ///
    /// @throws IllegalArgumentException if one is outside of its bounds
    public Resfail {
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(resfail, "resfail");
      XdrCheck.arm("status", status != Nfsstat3.NFS3_OK);
    }

    private static Resfail get(XdrReader in, Nfsstat3 discriminant) throws XdrException {
      try {
        return new Resfail(discriminant, READDIRPLUS3resfail.CODEC.decode(in));
      } catch (XdrException e) {
        throw e.within("resfail");
      }
    }

    private void put(XdrWriter out) {
      Nfsstat3.CODEC.encode(out, status);
      READDIRPLUS3resfail.CODEC.encode(out, resfail);
    }
  }
}
