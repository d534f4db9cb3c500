package dev.rohrpost.rpc;

/// The arguments are longer than the transport can carry in one message. Nothing was sent.
public final class RpcTooLongException extends RpcException {
  private static final long serialVersionUID = 1;

  RpcTooLongException(String call, long most) {
    super(call + ": the arguments do not fit into a message of " + most + " bytes", false, null);
  }
}
