package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.output.Table;
import dev.rohrpost.dbus.trace.EndedCall;
import dev.rohrpost.dbus.trace.OpenCall;
import dev.rohrpost.dbus.trace.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// How often each method was called, and how long its calls took.
final class MethodTimes {
  /// So many methods are told apart; whoever calls may invent names.
  private static final int MOST_METHODS = 2000;

  /// So many durations are kept of a method; from then on a random choice of all.
  private static final int MOST_TIMES = 1024;

  private final Map<Method, Times> methods = new LinkedHashMap<>();
  private final SplittableRandom random = new SplittableRandom();
  private long leftOut;

  /// A method of a service.
  ///
  /// @param service the name of the connection that was called, well-known if it has such a one
  /// @param face the interface; null if the call had none
  /// @param member the method
  private record Method(String service, @Nullable String face, String member) {
    static Method of(OpenCall call) {
      var header = call.header();
      return new Method(
          SeenText.name(header.destination(), call.calleeNames()),
          header.interfaceName(),
          String.valueOf(header.member()));
    }

    String text() {
      return (face == null ? "" : face + ".") + member;
    }
  }

  private static final class Times {
    private long calls;
    private long errors;
    private long open;
    private long timed;
    private long worst;
    private long[] some = new long[4];

    void add(long nanos, SplittableRandom random) {
      worst = Math.max(worst, nanos);
      var at = timed < MOST_TIMES ? timed : random.nextLong(timed + 1);
      timed++;
      if (at >= MOST_TIMES) {
        return;
      }
      if (at >= some.length) {
        some = Arrays.copyOf(some, 2 * some.length);
      }
      some[(int) at] = nanos;
    }

    long median() {
      var count = (int) Math.min(timed, MOST_TIMES);
      var sorted = Arrays.copyOf(some, count);
      Arrays.sort(sorted);
      return count == 0 ? 0 : sorted[(count - 1) / 2];
    }
  }

  void add(EndedCall ended) {
    var times = of(ended.call());
    if (times == null) {
      return;
    }
    times.calls++;
    if (ended.outcome() != Outcome.UNWANTED) {
      times.add(ended.duration().toNanos(), random);
    }
    if (ended.outcome() == Outcome.ERROR || ended.outcome() == Outcome.NO_REPLY) {
      times.errors++;
    }
  }

  /// Adds a call that is open at the end.
  void add(OpenCall call) {
    var times = of(call);
    if (times != null) {
      times.calls++;
      times.open++;
    }
  }

  private @Nullable Times of(OpenCall call) {
    var method = Method.of(call);
    if (!methods.containsKey(method) && methods.size() >= MOST_METHODS) {
      leftOut++;
      return null;
    }
    return methods.computeIfAbsent(method, _ -> new Times());
  }

  private List<Map.Entry<Method, Times>> slowestFirst() {
    return methods.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Method, Times>>comparingLong(it -> it.getValue().median())
                .thenComparingLong(it -> it.getValue().worst)
                .reversed())
        .toList();
  }

  Table table() {
    var table = new Table("SERVICE", "METHOD", "CALLS", "ERRORS", "OPEN", "MEDIAN", "WORST");
    for (var each : slowestFirst()) {
      var times = each.getValue();
      table.row(
          each.getKey().service(),
          each.getKey().text(),
          Long.toString(times.calls),
          Long.toString(times.errors),
          Long.toString(times.open),
          times.timed == 0 ? "-" : text(times.median()),
          times.timed == 0 ? "-" : text(times.worst));
    }
    return table;
  }

  private static String text(long nanos) {
    return SeenText.milliseconds(Duration.ofNanos(nanos));
  }

  /// {@return how many calls were left out, because there were too many methods}
  long leftOut() {
    return leftOut;
  }

  /// Writes the document.
  void fields(JsonGenerator json) {
    json.writeArrayPropertyStart("methods");
    for (var each : slowestFirst()) {
      var times = each.getValue();
      json.writeStartObject();
      json.writeStringProperty("destination", each.getKey().service());
      json.writeStringProperty("interface", each.getKey().face());
      json.writeStringProperty("member", each.getKey().member());
      json.writeNumberProperty("count", times.calls);
      json.writeNumberProperty("errors", times.errors);
      json.writeNumberProperty("open", times.open);
      microseconds(json, "median_microseconds", times, times.median());
      microseconds(json, "worst_microseconds", times, times.worst);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("left_out", leftOut);
  }

  private static void microseconds(JsonGenerator json, String name, Times times, long nanos) {
    if (times.timed == 0) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, nanos / 1000);
    }
  }
}
