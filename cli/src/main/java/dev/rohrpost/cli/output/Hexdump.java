package dev.rohrpost.cli.output;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Bytes as hexdump(1) shows them with `-C`.
public final class Hexdump {
  private static final int BYTES_A_LINE = 16;

  private long offset;

  /// Counts from 0 again.
  public void restart() {
    offset = 0;
  }

  /// Returns the lines for the next bytes.
  public List<String> lines(byte[] bytes) {
    var lines = new ArrayList<String>();
    for (var from = 0; from < bytes.length; from += BYTES_A_LINE) {
      var to = Math.min(bytes.length, from + BYTES_A_LINE);
      var digits = HexFormat.ofDelimiter(" ").formatHex(bytes, from, to);
      lines.add(
          String.format(
              Locale.ROOT, "%08x  %-47s  |%s|", offset, digits, printable(bytes, from, to)));
      offset += to - from;
    }
    return lines;
  }

  private static String printable(byte[] bytes, int from, int to) {
    var text = new StringBuilder();
    for (var i = from; i < to; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    return text.toString();
  }
}
