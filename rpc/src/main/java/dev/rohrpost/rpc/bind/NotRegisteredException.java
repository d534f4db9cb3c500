package dev.rohrpost.rpc.bind;

import java.io.IOException;

/// The registry did not take a registration: it has one of another user's for the same program,
/// version and transport.
public final class NotRegisteredException extends IOException {
  private static final long serialVersionUID = 1;

  NotRegisteredException(Rpcbind registry, Registration wanted) {
    super(
        registry
            + ": "
            + wanted.program()
            + " over "
            + wanted.netid()
            + " is registered by somebody else, or may not be");
  }
}
