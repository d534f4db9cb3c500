package dev.rohrpost.rpc.gen.snippets.here;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `enum kind` of `here.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public enum Kind {
  /// `NONE = 0`
  NONE(0);

  /// Writes and reads it.
  public static final XdrCodec<Kind> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Kind value) {
          out.putInt(value.number);
        }

        @Override
        public Kind decode(XdrReader in) throws XdrException {
          return switch (in.getInt()) {
            case 0 -> NONE;
            default -> throw in.unknown("kind");
          };
        }
      };

  private final int number;

  Kind(int number) {
    this.number = number;
  }

  /// {@return the number that stands for it}
  public int number() {
    return number;
  }
}
