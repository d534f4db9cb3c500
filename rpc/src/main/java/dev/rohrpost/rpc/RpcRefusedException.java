package dev.rohrpost.rpc;

/// The server answered that it does not carry out the call.
public final class RpcRefusedException extends RpcException {
  private static final long serialVersionUID = 1;

  private final transient Refusal reason;

  RpcRefusedException(String call, Refusal reason) {
    super(call + ": " + reason, true, null);
    this.reason = reason;
  }

  /// {@return why}
  public Refusal reason() {
    return reason;
  }
}
