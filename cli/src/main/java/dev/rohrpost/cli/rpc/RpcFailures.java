package dev.rohrpost.cli.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Hints;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcTimeoutException;

/// The outcome of a remote call, as an exit status and one line: the call, and why it has no
/// result, in the word of the RFC.
public final class RpcFailures {
  private RpcFailures() {}

  /// Returns the failure of a command whose call has no result: status 124 if the deadline passed,
  /// else 1.
  public static Failure of(RpcException e) {
    return Failure.of(e instanceof RpcTimeoutException ? Exit.DEADLINE : Exit.FAILED, line(e), e);
  }

  /// Returns what there is to say. Parts of it may have come from the other side.
  public static String line(RpcException e) {
    var said = Escape.text(String.valueOf(e.getMessage()));
    return e.getCause() instanceof UnixException cause
        ? Hints.hint(cause).map(hint -> said + "; " + hint).orElse(said)
        : said;
  }
}
