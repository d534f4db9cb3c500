package dev.rohrpost.cli;

import java.util.List;

/// Real commands, run one after the other in one JVM while the AOT cache is recorded: what they
/// load is there at once when they are started later.
public final class Rehearsal {
  private static final List<String> LINES =
      List.of(
          "--help",
          "--version",
          "connect --json true true",
          "connect --timeout 1ms sleep 9",
          "connect no-such-program",
          "connect --help",
          "send - hello",
          "send signal:self --type URG 1",
          "signal send 0 1",
          "signal show 1 --json",
          "signal show 1",
          "signal watch USR1 --count 0 --json",
          "queue list",
          "queue list --json",
          "queue show mq:/no-such-queue",
          "map",
          "map --json --all",
          "signal list",
          "signal list --json",
          "signal list --help",
          "signal --help",
          "no-such-command",
          "signal list --no-such-option");

  private Rehearsal() {}

  /// Runs them. Each ends with a status of its own, which is of no interest here.
  ///
  /// @param args none
  public static void main(String[] args) {
    for (var line : LINES) {
      var _ = Main.run(Main.words(line), Console.ofProcess());
    }
  }
}
