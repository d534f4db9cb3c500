package dev.rohrpost.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The lines of a stream, as bytes: they need not be text.
public final class Lines {
  private final InputStream input;
  private final boolean keepEnds;

  /// @param keepEnds whether the line feed belongs to the line
  public Lines(InputStream input, boolean keepEnds) {
    this.input = input;
    this.keepEnds = keepEnds;
  }

  /// Returns the next line, also one that the end of the stream ends; empty after the last.
  public Optional<byte[]> next() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = input.read(); b >= 0; b = input.read()) {
      if (b == '\n') {
        if (keepEnds) {
          line.write(b);
        }
        return Optional.of(line.toByteArray());
      }
      line.write(b);
    }
    return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
  }
}
