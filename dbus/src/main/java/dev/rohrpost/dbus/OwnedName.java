package dev.rohrpost.dbus;

import dev.rohrpost.fd.Deadline;

/// A name that this connection has asked for: it is the owner, or waits in the queue behind another
/// one, or was the owner until it lost the name. Closing gives the name back.
public final class OwnedName implements AutoCloseable {
  private final NameRequests requests;
  private final NameState state;
  private final Answer answer;
  private boolean isClosed;

  OwnedName(NameRequests requests, NameState state, Answer answer) {
    this.requests = requests;
    this.state = state;
    this.answer = answer;
  }

  /// What the bus has answered.
  public enum Answer {
    /// The connection became the owner.
    OWNER,
    /// Another connection has the name; this one is in the queue.
    IN_QUEUE,
    /// The connection was the owner before.
    ALREADY_OWNER
  }

  /// {@return the name}
  public String name() {
    return state.name;
  }

  /// {@return what the bus has answered when the name was asked for}
  public Answer answer() {
    return answer;
  }

  /// {@return whether this connection is the owner, as far as the bus has told}
  public boolean isOwner() {
    var lock = requests.connection().lock;
    lock.lock();
    try {
      return state.isOwned && !isClosed;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until this connection is not the owner any more: replaced, the connection lost, or this
  /// closed. Returns at once if it is not the owner.
  ///
  /// On a bus that is [reconnecting][Bus#reconnecting()] a name is lost with the connection only if
  /// the next one does not get it, as somebody else has it there.
  ///
  /// @throws InterruptedException if the thread is or gets interrupted
  public void awaitLoss() throws InterruptedException {
    var _ = awaitLoss(Deadline.NEVER);
  }

  /// Waits until this connection is not the owner any more.
  ///
  /// @param deadline when to give up
  /// @return false if the deadline passed
  /// @throws InterruptedException if the thread is or gets interrupted
  public boolean awaitLoss(Deadline deadline) throws InterruptedException {
    return await(false, deadline);
  }

  /// Waits in the queue until this connection is the owner.
  ///
  /// @param deadline when to give up
  /// @return false if the deadline passed, or this will not become the owner any more: then
  ///   [#isOwner()] stays false, as the connection is lost or this is closed
  /// @throws InterruptedException if the thread is or gets interrupted
  public boolean awaitOwnership(Deadline deadline) throws InterruptedException {
    return await(true, deadline) && isOwner();
  }

  private boolean await(boolean owned, Deadline deadline) throws InterruptedException {
    var waiter =
        new Waiter() {
          @Override
          boolean isDone() {
            return isClosed || (state.isOwned == owned && (owned || !state.isRenewed));
          }

          @Override
          boolean outlivesLoss() {
            return true;
          }
        };
    try {
      return requests.connection().await(waiter, deadline);
    } catch (DbusDisconnectedException e) {
      return true; // all names are lost with the connection
    }
  }

  /// Gives the name back, and waits until the bus has it. Closing again does nothing.
  @Override
  public void close() {
    var connection = requests.connection();
    var isKnownToBus = false;
    var generation = 0;
    connection.lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      generation = connection.generation;
      isKnownToBus = connection.dispatcher().letGo(state) && connection.broken == null;
      connection.wakeAllThatAreDone();
    } finally {
      connection.lock.unlock();
    }
    if (isKnownToBus) {
      requests.giveBack(state.name, generation);
    }
  }

  @Override
  public String toString() {
    return state.name + (isOwner() ? " (owned)" : " (not owned)");
  }
}
