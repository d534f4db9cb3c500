package dev.rohrpost.rpc.gen;

import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.ArrayList;
import java.util.List;

/// Writes and reads several arguments, one after the other.
record ArgumentsCodec(List<ValueCodec> codecs) implements XdrCodec<Value> {
  @Override
  public void encode(XdrWriter out, Value value) {
    if (!(value instanceof Value.Array(var arguments)) || arguments.size() != codecs.size()) {
      throw new Refusal("an array of " + codecs.size() + " arguments is needed");
    }
    for (var i = 0; i < codecs.size(); i++) {
      try {
        codecs.get(i).encode(out, arguments.get(i));
      } catch (Refusal e) {
        throw e.within("[" + i + "]");
      }
    }
  }

  @Override
  public Value decode(XdrReader in) throws XdrException {
    var arguments = new ArrayList<Value>();
    try {
      for (var codec : codecs) {
        arguments.add(codec.decode(in));
      }
    } catch (XdrException e) {
      throw e.within("[" + arguments.size() + "]");
    }
    return new Value.Array(arguments);
  }
}
