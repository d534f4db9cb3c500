package dev.rohrpost.cli.command;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.messaging.Endpoint;
import java.util.List;

/// Which descriptors the user has given to this command: the JVM has opened others since, and these
/// are not to be read or written.
public final class Inherited {
  private Inherited() {}

  /// Refuses a descriptor that was not there at the start, as far as `./rohrpost` has told.
  public static void check(Endpoint endpoint) throws UnixException {
    if (endpoint instanceof Endpoint.Descriptor(int number)) {
      check(number);
    }
  }

  /// Refuses a descriptor that was not there at the start, as far as `./rohrpost` has told.
  public static void check(int number) throws UnixException {
    var told = System.getProperty("rohrpost.descriptors");
    if (told != null && !List.of(told.split(" ", -1)).contains(Integer.toString(number))) {
      throw UnixException.of("fcntl", "descriptor " + number, Errno.EBADF);
    }
  }
}
