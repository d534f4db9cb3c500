package dev.rohrpost.process;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What came of talking to a child or a pipeline.
public sealed interface Conversation {
  /// {@return what was read from standard output; the caller's own}
  byte[] out();

  /// {@return what was read from standard error; the caller's own}
  byte[] err();

  /// Everything was said: the outputs are at their end and the child has ended.
  ///
  /// @param status how it ended; of a pipeline, how the last program did
  /// @param out all of its standard output, empty if that was no pipe
  /// @param err all of its standard error, empty if that was no pipe; of a pipeline, the errors of
  ///   each program, in the order of the programs
  @SuppressWarnings("ArrayRecordComponent") // bytes are what there is
  record Complete(ExitStatus status, byte[] out, byte[] err) implements Conversation {
    @Override
    public String toString() {
      return status + lengths(out, err);
    }
  }

  /// The deadline passed before.
  ///
  /// @param status how the child ended, if it has
  /// @param out what was read of its standard output
  /// @param err what was read of its standard error
  @SuppressWarnings("ArrayRecordComponent") // bytes are what there is
  record Unfinished(Optional<ExitStatus> status, byte[] out, byte[] err) implements Conversation {
    @Override
    public String toString() {
      return status.map(s -> "unfinished, " + s).orElse("unfinished, running") + lengths(out, err);
    }
  }

  private static String lengths(byte[] out, byte[] err) {
    return ", " + out.length + " bytes of output, " + err.length + " of errors";
  }

  /// {@return standard output as text in UTF-8}
  default String outText() {
    return new String(out(), StandardCharsets.UTF_8);
  }

  /// {@return standard error as text in UTF-8}
  default String errText() {
    return new String(err(), StandardCharsets.UTF_8);
  }
}
