package dev.rohrpost.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A result as JSON, in `bench/target`.
final class Report {

  private Report() {}

  static void write(Result result, Machine machine) throws IOException {
    var benchmark = result.benchmark();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("benchmark", benchmark.name());
    report.put("operation", benchmark.what());
    report.put("operationsPerRound", benchmark.load().batches() * benchmark.load().size());
    report.put("machine", machine.toString());
    report.put("target", benchmark.target().toString());
    report.put("reached", benchmark.target().reached().applyAsDouble(result));
    report.put("met", benchmark.target().isMetBy(result));
    report.put(
        "furtherTargets",
        benchmark.furtherTargets().stream().map(target -> target(result, target)).toList());
    report.put("fasterThanPeers", result.isFasterThanPeers());
    report.put(
        "contestants", result.lanes().stream().map(lane -> contestant(result, lane)).toList());
    Files.writeString(Path.of("bench/target", benchmark.name() + ".json"), json(report) + "\n");
  }

  private static Map<String, Object> target(Result result, Target target) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("target", target.toString());
    report.put("reached", target.reached().applyAsDouble(result));
    report.put("met", target.isMetBy(result));
    return report;
  }

  private static Map<String, Object> contestant(Result result, Lane lane) {
    Map<String, Object> contestant = new LinkedHashMap<>();
    contestant.put("name", lane.name());
    contestant.put(result.benchmark().unit() == Unit.BYTES ? "size" : "ns", lane.ns().values());
    contestant.put("median", lane.ns().median());
    contestant.put("bytes", lane.bytes().median());
    contestant.put("toBaseline", spread(result.toBaseline(lane)));
    contestant.put("oursToThis", spread(result.oursTo(lane)));
    return contestant;
  }

  private static Map<String, Object> spread(Samples samples) {
    Map<String, Object> spread = new LinkedHashMap<>();
    spread.put("median", samples.median());
    spread.put("lowest", samples.lowest());
    spread.put("highest", samples.highest());
    return spread;
  }

  /// Only what occurs in a report: objects, lists, text without control characters, numbers.
  private static String json(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> json(e.getKey()) + ": " + json(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream().map(Report::json).collect(Collectors.joining(", ", "[", "]"));
      case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      case Double number when number.isNaN() -> "null";
      default -> value.toString();
    };
  }
}
