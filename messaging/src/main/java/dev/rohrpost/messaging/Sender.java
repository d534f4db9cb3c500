package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.util.Optional;

/// Sends messages to an [Endpoint].
public interface Sender extends AutoCloseable {
  /// How far a message came.
  ///
  /// @param bytes how many of its bytes were sent
  /// @param complete whether that is all of it
  record Sent(int bytes, boolean complete) {}

  /// Opens an endpoint for sending.
  ///
  /// @param to where to; closing the sender does not close what this process inherited as 0, 1 or 2
  /// @param deadline how long to wait for somebody at the other end, where that is needed
  /// @return the sender, which the caller closes; empty if nobody was there in time
  /// @throws UnixException with the errno of open(2), or EBADF for a descriptor that is not there
  /// @throws InterruptedException if the thread is or gets interrupted
  static Optional<Sender> open(Endpoint to, Deadline deadline)
      throws UnixException, InterruptedException {
    return Carriers.sender(to, deadline);
  }

  /// Opens an endpoint for sending datagrams from an address of one's own, to which the receiver
  /// can answer.
  ///
  /// @param to where to: a UNIX socket of datagrams or UDP
  /// @param from the address, of the same kind; closing the sender removes its socket file
  /// @return the sender, which the caller closes
  /// @throws RefusedException if one of the two carries no datagrams, or both are not of one kind
  /// @throws UnixException with EADDRINUSE if somebody has the address, or as [#open(Endpoint,
  ///   Deadline)]
  static Sender open(Endpoint to, Endpoint from) throws UnixException {
    return SocketCarriers.sender(to, from);
  }

  /// Tells whether a message is sent as a whole; otherwise its bytes join a stream.
  ///
  /// @return false for a stream
  boolean keepsBorders();

  /// Sends a message, waiting for room.
  ///
  /// @param message what to send
  /// @param deadline when to give up
  /// @return how far it came: on a stream a part of it may have been sent when the deadline passed
  /// @throws RefusedException if the carrier cannot carry it, such as a type on a stream
  /// @throws UnixException with EPIPE if nobody reads any more, ESRCH if the process is gone, or
  ///   what the carrier's system call says
  /// @throws InterruptedException if the thread is or gets interrupted
  Sent send(Message message, Deadline deadline) throws UnixException, InterruptedException;

  /// Ends the sending; a receiver of a stream sees its end. Closing again does nothing.
  @Override
  void close();
}
