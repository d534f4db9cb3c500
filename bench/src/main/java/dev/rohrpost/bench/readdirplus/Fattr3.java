package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct fattr3` of `readdirplus.x`.
///
/// @param type `ftype3 type`
/// @param mode `mode3 mode`
/// @param nlink `uint32 nlink`
/// @param uid `uid3 uid`
/// @param gid `gid3 gid`
/// @param size `size3 size`
/// @param used `size3 used`
/// @param rdev `specdata3 rdev`
/// @param fsid `uint64 fsid`
/// @param fileid `fileid3 fileid`
/// @param atime `nfstime3 atime`
/// @param mtime `nfstime3 mtime`
/// @param ctime `nfstime3 ctime`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Fattr3(
    Ftype3 type,
    long mode,
    long nlink,
    long uid,
    long gid,
    long size,
    long used,
    Specdata3 rdev,
    long fsid,
    long fileid,
    Nfstime3 atime,
    Nfstime3 mtime,
    Nfstime3 ctime) {
  /// Writes and reads it.
  public static final XdrCodec<Fattr3> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Fattr3 value) {
          Ftype3.CODEC.encode(out, value.type());
          out.putUnsignedInt(value.mode());
          out.putUnsignedInt(value.nlink());
          out.putUnsignedInt(value.uid());
          out.putUnsignedInt(value.gid());
          out.putLong(value.size());
          out.putLong(value.used());
          Specdata3.CODEC.encode(out, value.rdev());
          out.putLong(value.fsid());
          out.putLong(value.fileid());
          Nfstime3.CODEC.encode(out, value.atime());
          Nfstime3.CODEC.encode(out, value.mtime());
          Nfstime3.CODEC.encode(out, value.ctime());
        }

        @Override
        public Fattr3 decode(XdrReader in) throws XdrException {
          var at = "type";
          try {
            var type = Ftype3.CODEC.decode(in);
            at = "mode";
            var mode = in.getUnsignedInt();
            at = "nlink";
            var nlink = in.getUnsignedInt();
            at = "uid";
            var uid = in.getUnsignedInt();
            at = "gid";
            var gid = in.getUnsignedInt();
            at = "size";
            var size = in.getLong();
            at = "used";
            var used = in.getLong();
            at = "rdev";
            var rdev = Specdata3.CODEC.decode(in);
            at = "fsid";
            var fsid = in.getLong();
            at = "fileid";
            var fileid = in.getLong();
            at = "atime";
            var atime = Nfstime3.CODEC.decode(in);
            at = "mtime";
            var mtime = Nfstime3.CODEC.decode(in);
            at = "ctime";
            var ctime = Nfstime3.CODEC.decode(in);
            return new Fattr3(
                type, mode, nlink, uid, gid, size, used, rdev, fsid, fileid, atime, mtime, ctime);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Fattr3 {
    Objects.requireNonNull(type, "type");
    XdrCheck.range("mode", mode, 0, Xdr.UNBOUNDED);
    XdrCheck.range("nlink", nlink, 0, Xdr.UNBOUNDED);
    XdrCheck.range("uid", uid, 0, Xdr.UNBOUNDED);
    XdrCheck.range("gid", gid, 0, Xdr.UNBOUNDED);
    Objects.requireNonNull(rdev, "rdev");
    Objects.requireNonNull(atime, "atime");
    Objects.requireNonNull(mtime, "mtime");
    Objects.requireNonNull(ctime, "ctime");
  }

  /// {@return the members, unsigned numbers as such}
  @Override
  public String toString() {
    return "Fattr3["
        + "type="
        + type
        + ", mode="
        + mode
        + ", nlink="
        + nlink
        + ", uid="
        + uid
        + ", gid="
        + gid
        + ", size="
        + Long.toUnsignedString(size)
        + ", used="
        + Long.toUnsignedString(used)
        + ", rdev="
        + rdev
        + ", fsid="
        + Long.toUnsignedString(fsid)
        + ", fileid="
        + Long.toUnsignedString(fileid)
        + ", atime="
        + atime
        + ", mtime="
        + mtime
        + ", ctime="
        + ctime
        + "]";
  }
}
