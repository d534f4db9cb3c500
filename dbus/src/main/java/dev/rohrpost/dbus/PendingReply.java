package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;

/// The reply to a call that was sent, to be awaited later: several calls can be on their way at
/// once. Counts as a call in flight until the reply has come, or this is closed.
public final class PendingReply implements AutoCloseable {
  private final Connection connection;
  private final Call call;
  private final PendingCall pending;

  PendingReply(Connection connection, Call call, PendingCall pending) {
    this.connection = connection;
    this.call = call;
    this.pending = pending;
  }

  /// Waits for the reply. One thread takes it, once.
  ///
  /// @param deadline when to give up; afterwards it can be awaited again
  /// @return the reply, which the caller closes if it may have descriptors
  /// @throws DbusException the error that the peer has answered; a [DbusTimeoutException] if the
  ///   deadline passed, a [DbusDisconnectedException] if the connection was lost
  /// @throws IllegalStateException if the reply was taken before
  /// @throws InterruptedException if the thread is or gets interrupted
  public Reply await(Deadline deadline) throws DbusException, InterruptedException {
    if (!connection.await(pending, deadline)) {
      throw new DbusTimeoutException(call.toString(), pending.begun);
    }
    return take(connection, pending);
  }

  static Reply take(Connection connection, PendingCall pending) throws DbusException {
    try {
      return pending.take();
    } catch (WireException e) {
      connection.fail(e);
      throw new DbusDisconnectedException(String.valueOf(e.getMessage()), true, e);
    }
  }

  /// Gives the reply up: if it comes, it is dropped and counted. Does nothing if it was taken.
  @Override
  public void close() {
    connection.finish(pending);
  }

  @Override
  public String toString() {
    return "reply to " + call;
  }
}
