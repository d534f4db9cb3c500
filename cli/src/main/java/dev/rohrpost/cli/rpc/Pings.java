package dev.rohrpost.cli.rpc;

import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Out;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import java.util.Locale;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/// The outcome of the calls of one version.
final class Pings {
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.99;

  private final Program program;
  private final RpcAddress at;
  private final Latencies times = new Latencies();
  private long sent;

  Pings(Program program, RpcAddress at) {
    this.program = program;
    this.at = at;
  }

  void answered(long nanos) {
    sent++;
    times.add(nanos);
  }

  void lost() {
    sent++;
  }

  Program program() {
    return program;
  }

  long sent() {
    return sent;
  }

  long received() {
    return times.count();
  }

  void writeJson(Out out) throws Exception {
    JsonLines.write(
        out,
        json -> {
          json.writeNumberProperty("program", program.number());
          json.writeNumberProperty("version", program.version());
          json.writeStringProperty("endpoint", at.toString());
          json.writeNumberProperty("sent", sent);
          json.writeNumberProperty("received", received());
          time(json, "min_us", times.shortest());
          time(json, "median_us", times.within(MEDIAN));
          time(json, "p99_us", times.within(NEARLY_ALL));
        });
  }

  private static void time(JsonGenerator json, String name, OptionalDouble micros) {
    if (micros.isPresent()) {
      json.writeNumberProperty(name, Math.round(micros.getAsDouble() * 10) / 10.0);
    } else {
      json.writeNullProperty(name);
    }
  }

  /// Returns the line for people.
  @Override
  public String toString() {
    var counts = program + " at " + at + ": " + sent + " sent, " + received() + " received";
    return received() == 0
        ? counts
        : counts
            + String.format(
                Locale.ROOT,
                ", min %.1f us, median %.1f us, p99 %.1f us",
                times.shortest().orElseThrow(),
                times.within(MEDIAN).orElseThrow(),
                times.within(NEARLY_ALL).orElseThrow());
  }
}
