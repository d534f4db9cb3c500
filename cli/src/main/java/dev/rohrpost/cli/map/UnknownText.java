package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.inspect.Picture;
import java.util.ArrayList;
import java.util.List;

/// What could not be seen, for people.
public final class UnknownText {
  private UnknownText() {}

  /// {@return the lines that say what could not be seen; none if that is nothing}
  ///
  /// @param picture what was seen
  /// @param paint whether there are colours
  public static List<String> lines(Picture picture, Paint paint) {
    var lines = new ArrayList<String>();
    for (var unknown : picture.unknown()) {
      if (lines.isEmpty()) {
        lines.add(paint.bold(Words.UNKNOWN));
      }
      lines.add("    " + Escape.text(Words.unknown(unknown)));
    }
    return lines;
  }
}
