package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.messaging.Message;

/// Where `rohrpost receive` takes what it has received.
@FunctionalInterface
interface Taker extends AutoCloseable {
  /// Takes a message, or a piece of a stream.
  ///
  /// @return false if nothing more is to be received
  boolean take(Message message) throws Exception;

  /// A stream is at its end.
  ///
  /// @return false if nothing more is to be received
  default boolean ended() throws Exception {
    return true;
  }

  /// Returns the exit status of the command, unless it waits in vain.
  default int status() {
    return Exit.DONE;
  }

  @Override
  default void close() {}
}
