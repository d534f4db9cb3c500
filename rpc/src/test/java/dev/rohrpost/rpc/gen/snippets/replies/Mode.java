package dev.rohrpost.rpc.gen.snippets.replies;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `enum mode` of `replies.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public enum Mode {
  /// `OFF = -1`
  OFF(-1),

  /// `ON = 0`
  ON(0),

  /// `AUTO = 8`
  AUTO(8);

  /// `SAME = 0`, another name
  public static final Mode SAME = ON;

  /// Writes and reads it.
  public static final XdrCodec<Mode> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Mode value) {
          out.putInt(value.number);
        }

        @Override
        public Mode decode(XdrReader in) throws XdrException {
          return switch (in.getInt()) {
            case -1 -> OFF;
            case 0 -> ON;
            case 8 -> AUTO;
            default -> throw in.unknown("mode");
          };
        }
      };

  private final int number;

  Mode(int number) {
    this.number = number;
  }

  /// {@return the number that stands for it}
  public int number() {
    return number;
  }
}
