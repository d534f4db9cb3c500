package dev.rohrpost.process;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import java.util.ArrayList;
import java.util.List;

/// Programs, each of which reads what the one before it writes, like `a | b | c` in a shell. They
/// are joined directly: no byte passes this JVM.
///
/// A program whose own standard input or output was set keeps it, as in `a | b <file`; its
/// neighbour then finds the end of the stream, or nobody who reads.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/pipe.7.html">pipe(7)</a>
public final class Pipeline {
  private final List<Program> programs;
  private final boolean oneGroup;

  private Pipeline(List<Program> programs, boolean oneGroup) {
    this.programs = programs;
    this.oneGroup = oneGroup;
  }

  /// Makes a pipeline.
  ///
  /// @param programs in the order in which the bytes pass
  /// @return the pipeline, not yet started
  /// @throws IllegalArgumentException if there is no program
  public static Pipeline of(Program... programs) {
    return of(List.of(programs));
  }

  /// Makes a pipeline.
  ///
  /// @param programs in the order in which the bytes pass
  /// @return the pipeline, not yet started
  /// @throws IllegalArgumentException if there is no program
  public static Pipeline of(List<Program> programs) {
    if (programs.isEmpty()) {
      throw new IllegalArgumentException("a pipeline without programs");
    }
    return new Pipeline(List.copyOf(programs), false);
  }

  /// Sets the standard input of the first program.
  ///
  /// @param input what it leads to
  /// @return the new pipeline
  public Pipeline withInput(Redirect input) {
    var changed = new ArrayList<>(programs);
    changed.set(0, changed.getFirst().withInput(input));
    return new Pipeline(List.copyOf(changed), oneGroup);
  }

  /// Sets the standard output of the last program.
  ///
  /// @param output what it leads to
  /// @return the new pipeline
  public Pipeline withOutput(Redirect output) {
    var changed = new ArrayList<>(programs);
    changed.set(changed.size() - 1, changed.getLast().withOutput(output));
    return new Pipeline(List.copyOf(changed), oneGroup);
  }

  /// Puts all programs into one new process group, which the first one leads.
  ///
  /// @return the new pipeline
  public Pipeline inOneGroup() {
    return new Pipeline(programs, true);
  }

  /// Starts all programs, or none: if one cannot be started, those that have been are killed, and
  /// the failure is told as that program's.
  ///
  /// @return the running programs
  /// @throws UnixException as [Program#start()], naming the program
  /// @throws IllegalStateException as [Program#start()]
  public RunningPipeline start() throws UnixException {
    for (var program : programs) {
      var _ = Launch.findExecutable(program); // most failures show here, before anything runs
    }
    var started = new ArrayList<Child>();
    try {
      startInto(started);
      for (var child : started) {
        child.watch();
      }
      return new RunningPipeline(List.copyOf(started), oneGroup);
    } catch (UnixException | RuntimeException e) {
      for (var child : started) {
        child.abandon();
      }
      throw e;
    }
  }

  /// None is watched before all are started: a leader that has ended keeps its group as long as it
  /// is not reaped.
  private void startInto(List<Child> started) throws UnixException {
    var input = Redirect.INHERIT;
    Fd readEnd = null;
    try {
      for (var program : programs.subList(0, programs.size() - 1)) {
        var pipe = PipePair.open();
        var previous = readEnd;
        readEnd = pipe.readEnd();
        try (previous;
            var writeEnd = pipe.writeEnd()) {
          started.add(
              Launch.start(grouped(joined(program, input, new Redirect.To(writeEnd)), started)));
        }
        input = new Redirect.To(readEnd);
      }
      started.add(
          Launch.start(grouped(joined(programs.getLast(), input, Redirect.INHERIT), started)));
    } finally {
      if (readEnd != null) {
        readEnd.close();
      }
    }
  }

  private static Program joined(Program program, Redirect input, Redirect output) {
    return program.withDefault(0, input).withDefault(1, output);
  }

  private Program grouped(Program program, List<Child> started) {
    if (!oneGroup) {
      return program;
    }
    return started.isEmpty() ? program.withNewGroup() : program.withGroup(started.getFirst().pid());
  }
}
