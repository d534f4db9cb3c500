package dev.rohrpost.cli.option;

import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// How long a command waits, and what its exit status is when that was in vain.
///
/// @param timeout how long; for ever if it is missing
/// @param never whether it does not wait at all
public record Waiting(Optional<Duration> timeout, boolean never) {
  /// Adds the options that [#of] reads.
  public static Spec options(Spec spec) {
    return spec.flag("--no-wait", "Do not wait; exit with status 3 if that would be necessary.")
        .option(
            "--timeout",
            "D",
            Duration.class,
            Values::duration,
            "Give up after this time, with exit status 124.");
  }

  public static Waiting of(ParseResult given) throws Failure {
    if (given.hasMatchedOption("--no-wait") && given.hasMatchedOption("--timeout")) {
      throw Failure.usage("--no-wait and --timeout exclude each other");
    }
    return new Waiting(
        Optional.ofNullable(given.matchedOptionValue("--timeout", null)),
        given.hasMatchedOption("--no-wait"));
  }

  /// Returns when to give up, counted from now.
  public Deadline deadline() {
    return never ? Deadline.NOW : timeout.map(Deadline::after).orElse(Deadline.NEVER);
  }

  /// Returns the exit status of a wait in vain.
  public int nothing() {
    return never ? Exit.NOTHING : Exit.DEADLINE;
  }
}
