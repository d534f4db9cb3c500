package dev.rohrpost.rpc.gen;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;

/// Writes and reads values of a type as the tree of the file describes it.
record ValueCodec(Type type, Layout layout) implements XdrCodec<Value> {
  @Override
  public void encode(XdrWriter out, Value value) {
    new ValueWriter(out, layout).write(type, value);
  }

  @Override
  public Value decode(XdrReader in) throws XdrException {
    return new ValueReader(in, layout).read(type);
  }
}
