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

/// `struct rpcb_entry_node` of `rpcbind.x`.
///
/// @param entry `rpcb_entry entry`
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public record RpcbEntryNode(RpcbEntry entry) {
  private static final XdrCodec<RpcbEntryNode> NODE =
      new XdrCodec<>() {
        @Override
        public void encode(XdrWriter out, RpcbEntryNode value) {
          RpcbEntry.CODEC.encode(out, value.entry());
        }

        @Override
        public RpcbEntryNode decode(XdrReader in) throws XdrException {
          try {
            return new RpcbEntryNode(RpcbEntry.CODEC.decode(in));
          } catch (XdrException e) {
            throw e.within("entry");
          }
        }
      };

  /// Writes and reads `rpcb_entry_node *`: a chain, which may be empty.
  public static final XdrCodec<List<RpcbEntryNode>> CHAIN = XdrLists.chain(NODE);

  /// Writes and reads `rpcb_entry_node`: a chain of at least one.
  public static final XdrCodec<List<RpcbEntryNode>> CODEC = XdrLists.chainOfSome(NODE);

  /// Checks the members, and copies lists.
  ///
  /// @throws IllegalArgumentException if one is outside of its bounds
  public RpcbEntryNode {
    Objects.requireNonNull(entry, "entry");
  }
}
