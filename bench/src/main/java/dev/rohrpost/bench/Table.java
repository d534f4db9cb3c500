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
        time(ns.median()),
        time(ns.lowest()) + " .. " + time(ns.highest()),
        lane.equals(result.baseline()) ? "" : ratio(result.toBaseline(lane)),
        lane.equals(result.ours()) ? "" : ratio(result.oursTo(lane)),
        bytes(lane.bytes().median()));
  }

  private void writeVerdict() {
    var target = result.benchmark().target();
    out.format(
        "  target: %s; reached %.2f: %s",
        target, target.reached().applyAsDouble(result), word(target.isMetBy(result)));
    if (!result.peers().isEmpty()) {
      out.format("; faster than every peer: %s", word(result.isFasterThanPeers()));
    }
    out.format("%n");
  }

  private static String word(boolean met) {
    return met ? "met" : "MISSED";
  }

  private static String ratio(Samples samples) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f .. %.2f)", samples.median(), samples.lowest(), samples.highest());
  }

  private static String time(double ns) {
    if (ns < 1e5) {
      return String.format(Locale.ROOT, "%,.0f ns", ns);
    }
    return ns < 1e7
        ? String.format(Locale.ROOT, "%,.0f µs", ns / 1e3)
        : String.format(Locale.ROOT, "%,.1f ms", ns / 1e6);
  }

  private static String bytes(double bytes) {
    return Double.isNaN(bytes) ? "" : String.format(Locale.ROOT, "%.1f", bytes);
  }
}
