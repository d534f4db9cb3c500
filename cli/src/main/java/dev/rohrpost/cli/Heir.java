package dev.rohrpost.cli;

import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Another process that has inherited the ends of pipes from which one reads, one for each trial,
/// as a shell gives them to its programs.
final class Heir implements AutoCloseable {
  private static final int FIRST = 3;
  private static final int PIPES = 16;

  private final Partner partner;
  private final List<Pipe> pipes;
  private int used;

  private Heir(Partner partner, List<Pipe> pipes) {
    this.partner = partner;
    this.pipes = pipes;
  }

  /// A pipe of which the other process has an end.
  ///
  /// @param number of that end, there
  record Share(Partner partner, int number, Pipe pipe) {}

  /// @param command what starts a partner
  static Heir start(List<String> command) throws IOException {
    var pipes = new ArrayList<Pipe>();
    Partner partner = null;
    try {
      for (var n = 0; n < PIPES; n++) {
        pipes.add(Pipe.open());
      }
      partner = Partner.start(command, program -> inheriting(program, pipes));
      return new Heir(partner, pipes);
    } finally {
      if (partner == null) {
        pipes.forEach(Pipe::close);
      }
    }
  }

  private static Program inheriting(Program program, List<Pipe> pipes) {
    var result = program;
    for (var n = 0; n < pipes.size(); n++) {
      result = result.withDescriptor(FIRST + n, new Redirect.To(pipes.get(n).readEnd().fd()));
    }
    return result;
  }

  boolean isUsedUp() {
    return used == pipes.size();
  }

  /// Returns a pipe that was not used before.
  Share next() {
    var n = used++;
    return new Share(partner, FIRST + n, pipes.get(n));
  }

  @Override
  public void close() {
    partner.close();
    pipes.forEach(Pipe::close);
  }
}
