package dev.rohrpost.messaging;

import java.nio.file.Path;

/// Where messages go to or come from.
public sealed interface Endpoint {
  /// A named pipe: a stream.
  ///
  /// @param path where it is; it has to be there
  record NamedPipe(Path path) implements Endpoint {
    @Override
    public String toString() {
      return "fifo:" + path;
    }
  }

  /// A descriptor that this process inherited: a stream.
  ///
  /// @param number such as 3
  record Descriptor(int number) implements Endpoint {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException if it is negative
    public Descriptor {
      if (number < 0) {
        throw new IllegalArgumentException("descriptor " + number);
      }
    }

    @Override
    public String toString() {
      return "fd:" + number;
    }
  }

  /// A process that gets signals as messages: the type is the signal, the body a number.
  ///
  /// @param pid the process; only this process can receive what is sent to it
  record SignalTo(int pid) implements Endpoint {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException unless it is positive
    public SignalTo {
      if (pid < 1) {
        throw new IllegalArgumentException("process ids are positive, not " + pid);
      }
    }

    @Override
    public String toString() {
      return "signal:" + pid;
    }
  }

  /// Standard input for receivers, standard output for senders: a stream.
  record Standard() implements Endpoint {
    @Override
    public String toString() {
      return "-";
    }
  }

  /// Reads an endpoint as people write it.
  ///
  /// @param uri `fifo:/path`, `fd:N`, `signal:PID`, `signal:self` or `-`
  /// @return the endpoint; whether there is anything is not asked yet
  /// @throws IllegalArgumentException with what is wrong, and what could be written instead
  static Endpoint parse(String uri) {
    return EndpointParser.parse(uri);
  }
}
