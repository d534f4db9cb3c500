package dev.rohrpost.rpc;

import dev.rohrpost.xdr.XdrException;

/// The reply is none, or its result is not of the type that was expected.
public final class RpcMalformedException extends RpcException {
  private static final long serialVersionUID = 1;

  RpcMalformedException(String call, XdrException cause) {
    super(call + ": the reply is malformed: " + cause.getMessage(), true, cause);
  }
}
