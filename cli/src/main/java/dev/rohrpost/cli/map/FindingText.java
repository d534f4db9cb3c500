package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Diagnosis;
import dev.rohrpost.inspect.doctor.Edge;
import dev.rohrpost.inspect.doctor.Finding;
import dev.rohrpost.inspect.doctor.Severity;
import dev.rohrpost.inspect.doctor.Symptom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the doctor has found, for people.
public final class FindingText {
  private static final int COMMAND = 100;

  private final Picture picture;
  private final Paint paint;

  private FindingText(Picture picture, Paint paint) {
    this.picture = picture;
    this.paint = paint;
  }

  /// {@return the lines of a finding}
  ///
  /// @param finding what was found
  /// @param picture where the names of processes are
  /// @param paint whether there are colours
  public static List<String> lines(Finding finding, Picture picture, Paint paint) {
    return new FindingText(picture, paint).lines(finding);
  }

  /// {@return a finding in one line}
  ///
  /// @param finding what was found
  public static String title(Finding finding) {
    var processes =
        finding.processes().stream()
            .map(process -> Escape.text(Words.process(process)))
            .collect(Collectors.joining(", "));
    return finding.severity().name()
        + "  "
        + title(finding.symptom())
        + " ("
        + finding.tier().label()
        + ")"
        + (processes.isEmpty() ? "" : ": " + processes);
  }

  /// {@return how many findings there are, and among whom, in one line}
  ///
  /// @param findings how many are shown
  /// @param diagnosis where they are from
  public static String summary(int findings, Diagnosis diagnosis) {
    var found =
        switch (findings) {
          case 0 -> "Nothing is stuck";
          case 1 -> "1 finding";
          default -> findings + " findings";
        };
    var processes = diagnosis.picture().processes().size();
    var hidden =
        switch (diagnosis.hidden()) {
          case 0 -> "";
          case 1 -> "; 1 of them is hidden from you, so what it waits for is unknown";
          default ->
              "; "
                  + diagnosis.hidden()
                  + " of them are hidden from you, so what they wait for is unknown";
        };
    return found
        + " among "
        + (processes == 1 ? "1 process" : processes + " processes")
        + hidden
        + " ("
        + diagnosis.took().toMillis()
        + " ms)."
        + buses(diagnosis.buses());
  }

  /// What began earlier was not seen, so it is said.
  private static String buses(List<String> buses) {
    return buses.isEmpty()
        ? ""
        : " Of calls on the "
            + String.join(" and the ", buses)
            + (buses.size() == 1 ? " bus" : " buses")
            + " those count that began meanwhile.";
  }

  private List<String> lines(Finding finding) {
    var lines = new ArrayList<String>();
    var title = title(finding);
    lines.add(
        finding.severity() == Severity.ERROR
            ? paint.red(title)
            : finding.severity() == Severity.WARNING ? paint.yellow(title) : paint.bold(title));
    for (var process : finding.processes()) {
      lines.add("    " + paint.dim(command(process)));
    }
    if (!finding.edges().isEmpty()) {
      lines.add("  who waits for whom:");
      finding.edges().forEach(edge -> lines.add("    " + edge(edge)));
    }
    if (!finding.evidence().isEmpty()) {
      lines.add("  seen:");
      finding.evidence().forEach(sentence -> lines.add("    " + Escape.text(sentence)));
    }
    if (!finding.whyNotHigher().isEmpty()) {
      lines.add("  not surer because: " + Escape.text(finding.whyNotHigher()));
    }
    if (!finding.advice().isEmpty()) {
      lines.add("  what to do: " + paint.bold(Escape.text(finding.advice())));
    }
    return lines;
  }

  private static String command(ProcessInfo process) {
    var words = String.join(" ", process.command());
    var command = words.isEmpty() ? "[" + process.name() + "]" : words;
    return process.pid() + "  " + Escape.cut(Escape.text(command), COMMAND);
  }

  private String edge(Edge edge) {
    var thread = edge.tid() == edge.pid() ? "" : " thread " + edge.tid();
    var fd = edge.fd() == Link.NO_DESCRIPTOR ? "" : " fd " + edge.fd();
    var object = edge.object().isEmpty() ? "" : " -> " + object(edge.object());
    var others = edge.waitsFor().stream().map(this::process).collect(Collectors.joining(" or "));
    return process(edge.pid())
        + thread
        + "  "
        + edge.call()
        + fd
        + object
        + (others.isEmpty() ? "" : " -> waits for: " + others);
  }

  private String object(String id) {
    var name = picture.object(id).map(Words::name).orElse("");
    return Escape.text(id) + (name.isEmpty() ? "" : " " + Escape.text(name));
  }

  private String process(int pid) {
    Optional<ProcessInfo> process = picture.process(pid);
    return process.map(p -> Escape.text(p.name())).orElse("process") + " (pid " + pid + ")";
  }

  private static String title(Symptom symptom) {
    return switch (symptom) {
      case DEADLOCK -> "deadlock";
      case WAITS_FOR_CHILD -> "waits for a child that waits for it";
      case MUTUAL_READ -> "each waits for the other to write";
      case STOPPED_PEER -> "held up by a stopped process";
      case WITHHELD_EOF -> "end of file withheld";
      case LOCK_CYCLE -> "lock cycle";
      case ACCEPT_BACKLOG -> "nobody accepts, and clients wait";
      case FIFO_OPEN -> "FIFO open waits for the other end";
      case CROSSED_QUEUES -> "each waits for the other at a message queue";
      case DEAD_HOLDER -> "waits for a semaphore whose last user is dead";
      case BUS_CYCLE -> "each waits for a reply of the other on a bus";
      case BUS_CHAIN -> "waits on a bus for a reply that cannot come";
      case DEAD_OWNER -> "mutex whose owner is dead";
      case BLOCKED_SIGNAL -> "signal that nobody will take";
      default -> symptom.label().replace('_', ' ').toLowerCase(Locale.ROOT);
    };
  }
}
