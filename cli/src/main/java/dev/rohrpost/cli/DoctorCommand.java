package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.map.FindingJson;
import dev.rohrpost.cli.map.FindingText;
import dev.rohrpost.cli.map.Paint;
import dev.rohrpost.cli.map.UnknownText;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.inspect.doctor.Diagnosis;
import dev.rohrpost.inspect.doctor.Doctor;
import dev.rohrpost.inspect.doctor.Edge;
import dev.rohrpost.inspect.doctor.Finding;
import dev.rohrpost.inspect.doctor.Severity;
import dev.rohrpost.inspect.doctor.Tier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost doctor`.
final class DoctorCommand implements Command {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost doctor",
            "Finds out why nothing moves: which process waits for which. Exit status 20"
                + " for a proven or likely error, 10 for a warning or an open error, else 0.")
        .flag("--json", "Print one JSON document; with --watch, one object per line.")
        .option(
            "--interval",
            "D",
            Duration.class,
            DoctorCommand::interval,
            "The time between the two snapshots (default: 500ms).")
        .flag("--watch", "Keep looking, and print findings as they appear and resolve.")
        .options(
            "--pid",
            "P",
            Integer.class,
            Values::pid,
            "Show only findings that involve this process; may be repeated.")
        .examples(
            "rohrpost doctor || echo $?",
            "rohrpost doctor --pid $$ --interval 100ms --json",
            "timeout 2 rohrpost doctor --watch || true")
        .build();
  }

  private static Duration interval(String text) {
    var interval = Values.duration(text);
    if (interval.isZero() || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("'" + text + "' is not between 1us and 1h");
    }
    return interval;
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Set<Integer> pids = new TreeSet<>(given.matchedOptionValue("--pid", List.<Integer>of()));
    var interval = given.matchedOptionValue("--interval", INTERVAL);
    var json = given.hasMatchedOption("--json");
    if (given.hasMatchedOption("--watch")) {
      new DoctorWatch(interval, pids, json ? DoctorWatch.Form.JSON : DoctorWatch.Form.TEXT, console)
          .run();
      return Exit.DONE;
    }
    var diagnosis = Doctor.examine(interval);
    Presence.require(pids, diagnosis.picture());
    var findings = diagnosis.findings().stream().filter(f -> isAbout(f, pids)).toList();
    if (json) {
      JsonLines.write(console.out(), out -> FindingJson.fields(out, findings, diagnosis));
    } else {
      print(findings, diagnosis, console);
    }
    return status(findings);
  }

  /// Tells whether a process takes part in a finding; everybody does where none was asked for.
  static boolean isAbout(Finding finding, Set<Integer> pids) {
    return pids.isEmpty()
        || Stream.of(
                finding.processes().stream().map(process -> process.pid()),
                finding.edges().stream().map(Edge::pid),
                finding.edges().stream().flatMap(edge -> edge.waitsFor().stream()))
            .flatMap(every -> every)
            .anyMatch(pids::contains);
  }

  /// An error of which nobody is sure counts as a warning, and a warning counts however sure it is;
  /// a remark does not change the status.
  private static int status(List<Finding> findings) {
    if (findings.stream()
        .anyMatch(finding -> finding.severity() == Severity.ERROR && finding.tier() != Tier.OPEN)) {
      return Exit.ERRORS;
    }
    return findings.stream().anyMatch(finding -> finding.severity() != Severity.INFO)
        ? Exit.WARNINGS
        : Exit.DONE;
  }

  private static void print(List<Finding> findings, Diagnosis diagnosis, Console console)
      throws IOException {
    var paint = console.colours() ? Paint.COLOURED : Paint.PLAIN;
    var out = console.out();
    for (var finding : findings) {
      for (var line : FindingText.lines(finding, diagnosis.picture(), paint)) {
        out.line(line);
      }
      out.line("");
    }
    out.line(FindingText.summary(findings.size(), diagnosis));
    var unknown = UnknownText.lines(diagnosis.picture(), paint);
    if (!unknown.isEmpty()) {
      out.line("");
    }
    for (var line : unknown) {
      out.line(line);
    }
  }
}
