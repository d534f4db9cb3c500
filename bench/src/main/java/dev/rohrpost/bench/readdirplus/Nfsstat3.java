package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `enum nfsstat3` of `readdirplus.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public enum Nfsstat3 {
  /// `NFS3_OK = 0`
  NFS3_OK(0),

  /// `NFS3ERR_PERM = 1`
  NFS3ERR_PERM(1),

  /// `NFS3ERR_NOENT = 2`
  NFS3ERR_NOENT(2),

  /// `NFS3ERR_IO = 5`
  NFS3ERR_IO(5),

  /// `NFS3ERR_ACCES = 13`
  NFS3ERR_ACCES(13),

  /// `NFS3ERR_NOTDIR = 20`
  NFS3ERR_NOTDIR(20),

  /// `NFS3ERR_STALE = 70`
  NFS3ERR_STALE(70),

  /// `NFS3ERR_BAD_COOKIE = 10003`
  NFS3ERR_BAD_COOKIE(10003),

  /// `NFS3ERR_TOOSMALL = 10005`
  NFS3ERR_TOOSMALL(10005);

  /// Writes and reads it.
  public static final XdrCodec<Nfsstat3> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Nfsstat3 value) {
          out.putInt(value.number);
        }

        @Override
        public Nfsstat3 decode(XdrReader in) throws XdrException {
          return switch (in.getInt()) {
            case 0 -> NFS3_OK;
            case 1 -> NFS3ERR_PERM;
            case 2 -> NFS3ERR_NOENT;
            case 5 -> NFS3ERR_IO;
            case 13 -> NFS3ERR_ACCES;
            case 20 -> NFS3ERR_NOTDIR;
            case 70 -> NFS3ERR_STALE;
            case 10003 -> NFS3ERR_BAD_COOKIE;
            case 10005 -> NFS3ERR_TOOSMALL;
            default -> throw in.unknown("nfsstat3");
          };
        }
      };

  private final int number;

  Nfsstat3(int number) {
    this.number = number;
  }

  /// {@return the number that stands for it}
  public int number() {
    return number;
  }
}
