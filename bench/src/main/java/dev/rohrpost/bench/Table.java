package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Absent;
import java.util.Formatter;
import java.util.Locale;

/// A result as a person reads it.
final class Table {

  private static final String LINE = "  %-16s %10s  %-26s %-20s %-20s %8s%n";

  private final Result result;
  private final Formatter out = new Formatter(Locale.ROOT);

  private Table(Result result) {
    this.result = result;
  }

  static String of(Result result) {
    var table = new Table(result);
    table.write();
    return table.out.toString();
  }

  private void write() {
    var benchmark = result.benchmark();
    var baseline = result.baseline().name();
    out.format("%s: %s%n", benchmark.name(), benchmark.what());
    out.format(
        LINE, "", "median", "lowest .. highest", "against " + baseline, "ours against it", "B/op");
    result.lanes().forEach(this::write);
    for (var contestant : benchmark.contestants()) {
      if (contestant instanceof Absent(String name, String why)) {
        out.format(LINE, name, "-", why, "", "", "");
      }
    }
    writeVerdict();
  }

  private void write(Lane lane) {
    var ns = lane.ns();
    out.format(
        LINE,
        lane.name(),
        number(ns.median()),
        number(ns.lowest()) + " .. " + number(ns.highest()),
        lane.equals(result.baseline()) ? "" : ratio(result.toBaseline(lane)),
        lane.equals(result.ours()) ? "" : ratio(result.oursTo(lane)),
        bytes(lane.bytes().median()));
  }

  private void writeVerdict() {
    write(result.benchmark().target());
    if (!result.peers().isEmpty()) {
      out.format("; %s than every peer: %s", comparative(), word(result.isFasterThanPeers()));
    }
    out.format("%n");
    for (var target : result.benchmark().furtherTargets()) {
      write(target);
      out.format("%n");
    }
  }

  private void write(Target target) {
    out.format(
        "  target: %s; reached %.2f: %s",
        target, target.reached().applyAsDouble(result), word(target.isMetBy(result)));
  }

  private String comparative() {
    return result.benchmark().unit() == Unit.BYTES ? "less" : "faster";
  }

  private static String word(boolean met) {
    return met ? "met" : "MISSED";
  }

  private static String ratio(Samples samples) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f .. %.2f)", samples.median(), samples.lowest(), samples.highest());
  }

  private String number(double number) {
    return result.benchmark().unit().text(number);
  }

  private static String bytes(double bytes) {
    return Double.isNaN(bytes) ? "" : String.format(Locale.ROOT, "%.1f", bytes);
  }
}
