package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Receives messages from an [Endpoint].
public interface Receiver extends AutoCloseable {
  /// What came of waiting.
  sealed interface Received {
    /// Insists on a message.
    ///
    /// @return the message
    /// @throws NoSuchElementException if there was none
    default Message orElseThrow() {
      if (this instanceof Data(var message)) {
        return message;
      }
      throw new NoSuchElementException(this.toString());
    }

    /// A message, or a piece of a stream.
    ///
    /// @param message what came
    record Data(Message message) implements Received {}

    /// Nothing in time.
    record Nothing() implements Received {}

    /// All senders are gone: there will be nothing more, unless there are successors.
    record Closed() implements Received {}
  }

  /// Opens an endpoint for receiving.
  ///
  /// @param from where from
  /// @param wanted which messages
  /// @param deadline how long to wait for somebody at the other end, where that is needed
  /// @return the receiver, which the caller closes; empty if nobody was there in time
  /// @throws RefusedException if the carrier cannot select so, or only another process can receive
  ///   there
  /// @throws UnixException with the errno of open(2), or EBADF for a descriptor that is not there
  /// @throws InterruptedException if the thread is or gets interrupted
  static Optional<Receiver> open(Endpoint from, Selection wanted, Deadline deadline)
      throws UnixException, InterruptedException {
    return Carriers.receiver(from, wanted, deadline);
  }

  /// Tells whether a message is received as it was sent; otherwise pieces of a stream are.
  ///
  /// @return false for a stream
  boolean keepsBorders();

  /// Tells whether [Received.Closed] is the end of one sender only: receiving again then waits for
  /// the next one, in the order in which they have connected.
  ///
  /// @return true for what listens
  default boolean hasSuccessors() {
    return false;
  }

  /// Waits for the next message.
  ///
  /// @param deadline when to give up
  /// @return the message, that there was none in time, or that there will be none any more
  /// @throws UnixException with EBADF if the receiver is closed, meanwhile too, or what the
  ///   carrier's system call says; ECONNRESET if a connection was cut, after which a receiver that
  ///   [#hasSuccessors()] can go on with the next
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  Received receive(Deadline deadline) throws UnixException, InterruptedException;

  /// Ends the receiving. Closing again does nothing.
  @Override
  void close();
}
