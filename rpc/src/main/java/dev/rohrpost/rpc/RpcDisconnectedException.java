package dev.rohrpost.rpc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The connection cannot be made, or was lost or closed before the reply came.
public final class RpcDisconnectedException extends RpcException {
  private static final long serialVersionUID = 1;

  RpcDisconnectedException(String what, boolean sent, @Nullable IOException cause) {
    super(what, sent, cause);
  }
}
