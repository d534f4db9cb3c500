package dev.rohrpost.rpc;

/// The deadline passed before the reply came.
public final class RpcTimeoutException extends RpcException {
  private static final long serialVersionUID = 1;

  RpcTimeoutException(String call, boolean sent) {
    super(
        call + (sent ? ": no reply before the deadline" : ": not sent before the deadline"),
        sent,
        null);
  }
}
