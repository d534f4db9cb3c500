package dev.rohrpost.bench;

import java.io.IOException;
import java.util.List;

/// One of those who do the work of a benchmark.
sealed interface Contestant {

  /// Returns the name in the table.
  String name();

  /// A C program that measures itself, compiled from `src/main/c`.
  ///
  /// @param source the name of the file, without `.c`
  record InC(String name, String source) implements Contestant {
    InC(String source) {
      this("C", source);
    }
  }

  /// Java, in a JVM of its own that measures itself.
  ///
  /// @param start prepares the work and starts the partner, if there is to be one
  /// @param serve what the partner does, until it is no longer needed
  record InJava(String name, Start start, Serve serve) implements Contestant {
    InJava(String name, Start start) {
      this(name, start, _ -> {});
    }
  }

  /// A C program that measures itself, as a client of a server in a JVM.
  ///
  /// @param source the name of the file, without `.c`; the command that serves is its last argument
  /// @param serve what the JVM does, until it is no longer needed
  record ClientInC(String name, String source, Serve serve) implements Contestant {}

  /// A command that is measured from outside, from its start to its end.
  record Command(String name, List<String> line) implements Contestant {}

  /// A server, which is asked from outside on all processors.
  ///
  /// @param line starts it at a port
  record Server(String name, AtPort line) implements Contestant {}

  /// A command that joins two endpoints, of which a C program fills one and empties the other.
  ///
  /// @param ends finds the two, as `./rohrpost` writes them
  /// @param line starts it between them
  record Mover(String name, Ends ends, Between line) implements Contestant {}

  /// Two endpoints that nobody else uses.
  interface Ends {
    List<String> find() throws IOException;
  }

  /// Returns the command that joins two endpoints.
  interface Between {
    List<String> line(String from, String to);
  }

  /// Returns the command that starts a server.
  interface AtPort {
    List<String> line(String port) throws IOException, InterruptedException;
  }

  /// Someone who cannot do this work.
  record Absent(String name, String why) implements Contestant {}

  /// Prepares work.
  interface Start {
    Work with(Partner partner) throws IOException, InterruptedException;
  }

  /// The other side of the work, in a process of its own.
  interface Serve {
    void with(List<String> arguments) throws IOException, InterruptedException;
  }
}
