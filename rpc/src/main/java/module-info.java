/// ONC RPC: XDR, remote procedure calls, rpcbind, and a compiler for `.x` files.
@org.jspecify.annotations.NullMarked
module dev.rohrpost.rpc {
  exports dev.rohrpost.rpc.gen;
  exports dev.rohrpost.xdr;
  exports dev.rohrpost.rpc;
  exports dev.rohrpost.rpc.bind;

  requires transitive dev.rohrpost.codegen;
  requires transitive dev.rohrpost.unix;
  requires static transitive java.compiler; // @Generated, in what is generated
  requires static transitive org.jspecify;
}
