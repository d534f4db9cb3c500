package dev.rohrpost.rpc.bind.protocol;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrLists;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.List;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `struct mapping_node` of `rpcbind.x`.
///
/// @param map `mapping map`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record MappingNode(Mapping map) {
  private static final XdrCodec<MappingNode> NODE =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, MappingNode value) {
          Mapping.CODEC.encode(out, value.map());
        }

        @Override
        public MappingNode decode(XdrReader in) throws XdrException {
          try {
            return new MappingNode(Mapping.CODEC.decode(in));
          } catch (XdrException e) {
            throw e.within("map");
          }
        }
      };

  /// Writes and reads `mapping_node *`: a chain, which may be empty.
  public static final XdrCodec<List<MappingNode>> CHAIN = XdrLists.chain(NODE);

  /// Writes and reads `mapping_node`: a chain of at least one.
  public static final XdrCodec<List<MappingNode>> CODEC = XdrLists.chainOfSome(NODE);

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public MappingNode {
    Objects.requireNonNull(map, "map");
  }
}
