package dev.rohrpost.bench;

import java.util.Locale;
import java.util.regex.Pattern;

/// What one operation of one contestant took in one round.
///
/// @param ns nanoseconds from start to end; of a benchmark whose unit is another one, that many
/// @param bytes what the measuring thread allocated in the Java heap; not a number outside Java
record Measurement(double ns, double bytes) {

  private static final Pattern NS = Pattern.compile("\"(?:ns|bytes each)\": (-?[0-9.]+)");
  private static final Pattern BYTES = Pattern.compile("\"bytes\": ([0-9.]+)");

  /// Returns the line that a contestant prints.
  String toJson() {
    return String.format(Locale.ROOT, "{\"ns\": %.1f, \"bytes\": %.3f}", ns, bytes);
  }

  /// Reads such a line; a C program leaves the bytes out.
  static Measurement parse(String line) {
    return new Measurement(number(NS, line), number(BYTES, line));
  }

  private static double number(Pattern pattern, String line) {
    var matcher = pattern.matcher(line);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }
}
