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

/// `struct rpcb_node` of `rpcbind.x`.
///
/// @param map `rpcb map`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record RpcbNode(Rpcb map) {
  private static final XdrCodec<RpcbNode> NODE =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, RpcbNode value) {
          Rpcb.CODEC.encode(out, value.map());
        }

        @Override
        public RpcbNode decode(XdrReader in) throws XdrException {
          try {
            return new RpcbNode(Rpcb.CODEC.decode(in));
          } catch (XdrException e) {
            throw e.within("map");
          }
        }
      };

  /// Writes and reads `rpcb_node *`: a chain, which may be empty.
  public static final XdrCodec<List<RpcbNode>> CHAIN = XdrLists.chain(NODE);

  /// Writes and reads `rpcb_node`: a chain of at least one.
  public static final XdrCodec<List<RpcbNode>> CODEC = XdrLists.chainOfSome(NODE);

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public RpcbNode {
    Objects.requireNonNull(map, "map");
  }
}
