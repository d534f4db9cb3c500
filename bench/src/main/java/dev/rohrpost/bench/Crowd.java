package dev.rohrpost.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Processes that are there while something is measured, and do nothing.
final class Crowd implements AutoCloseable {
  private final Optional<Process> process;

  /// @param size how many
  Crowd(int size) throws IOException, InterruptedException {
    process = size == 0 ? Optional.empty() : Optional.of(start(size));
  }

  private static Process start(int size) throws IOException, InterruptedException {
    var line = List.of(Baseline.program("crowd").toString(), Integer.toString(size));
    var process = new ProcessBuilder(line).redirectError(Redirect.INHERIT).start();
    var ready = process.inputReader(StandardCharsets.US_ASCII).readLine();
    if (ready == null) {
      throw new IOException("exit status " + process.waitFor() + " of " + String.join(" ", line));
    }
    return process;
  }

  @Override
  public void close() throws IOException {
    if (process.isPresent()) {
      process.get().getOutputStream().close();
      process.get().onExit().join();
    }
  }
}
