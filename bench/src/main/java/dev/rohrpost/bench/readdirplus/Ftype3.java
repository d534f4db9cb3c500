package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `enum ftype3` of `readdirplus.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public enum Ftype3 {
  /// `NF3REG = 1`
  NF3REG(1),

  /// `NF3DIR = 2`
  NF3DIR(2),

  /// `NF3BLK = 3`
  NF3BLK(3),

  /// `NF3CHR = 4`
  NF3CHR(4),

  /// `NF3LNK = 5`
  NF3LNK(5),

  /// `NF3SOCK = 6`
  NF3SOCK(6),

  /// `NF3FIFO = 7`
  NF3FIFO(7);

  /// Writes and reads it.
  public static final XdrCodec<Ftype3> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Ftype3 value) {
          out.putInt(value.number);
        }

        @Override
        public Ftype3 decode(XdrReader in) throws XdrException {
          return switch (in.getInt()) {
            case 1 -> NF3REG;
            case 2 -> NF3DIR;
            case 3 -> NF3BLK;
            case 4 -> NF3CHR;
            case 5 -> NF3LNK;
            case 6 -> NF3SOCK;
            case 7 -> NF3FIFO;
            default -> throw in.unknown("ftype3");
          };
        }
      };

  private final int number;

  Ftype3(int number) {
    this.number = number;
  }

  /// {@return the number that stands for it}
  public int number() {
    return number;
  }
}
