package dev.rohrpost.rpc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A call has no result. The subclasses say why, and whether it may have been carried out.
public abstract sealed class RpcException extends IOException
    permits RpcTimeoutException,
        RpcRefusedException,
        RpcDisconnectedException,
        RpcMalformedException,
        RpcTooLongException {
  private static final long serialVersionUID = 1;

  private final boolean sent;

  RpcException(String message, boolean sent, @Nullable Throwable cause) {
    super(message, cause);
    this.sent = sent;
  }

  /// {@return whether the call, or the beginning of it, was sent: then it may have been carried
  /// out}
  public boolean wasSent() {
    return sent;
  }
}
