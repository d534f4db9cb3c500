package dev.rohrpost.bench.readdirplus;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.List;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct dirlistplus3` of `readdirplus.x`.
///
/// @param entries `entryplus3 *entries`
/// @param eof `bool eof`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record Dirlistplus3(List<Entryplus3> entries, boolean eof) {
  /// Writes and reads it.
  public static final XdrCodec<Dirlistplus3> CODEC =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, Dirlistplus3 value) {
          Entryplus3.CHAIN.encode(out, value.entries());
          out.putBoolean(value.eof());
        }

        @Override
        public Dirlistplus3 decode(XdrReader in) throws XdrException {
          var at = "entries";
          try {
            var entries = Entryplus3.CHAIN.decode(in);
            at = "eof";
            var eof = in.getBoolean();
            return new Dirlistplus3(entries, eof);
          } catch (XdrException e) {
            throw e.within(at);
          }
        }
      };

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public Dirlistplus3 {
    Objects.requireNonNull(entries, "entries");
    entries = List.copyOf(entries);
  }
}
