package dev.rohrpost.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Where the numbers come from. They mean nothing on another machine; ratios mean a little.
///
/// @param lastProcessor the highest that this process may use; interrupts tend to go to the lowest
/// @param firstProcessor the lowest that it may use; the same if there is only one
/// @param load runnable processes when the run started; others at work make every number worse
record Machine(
    String processor,
    String kernel,
    String java,
    int firstProcessor,
    int lastProcessor,
    double load) {

  static Machine current() throws IOException {
    return new Machine(
        field("/proc/cpuinfo", "model name"),
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
        Runtime.version().toString(),
        first(field("/proc/self/status", "Cpus_allowed_list")),
        last(field("/proc/self/status", "Cpus_allowed_list")),
        Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]));
  }

  /// The value of the first line `name: value`; processors other than x86 leave their name out.
  private static String field(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    }
  }

  private static int first(String processors) {
    return Integer.parseInt(processors.replaceFirst("[,-].*", ""));
  }

  /// The last number of a list like `0-3,8`.
  private static int last(String processors) {
    return Integer.parseInt(processors.replaceFirst(".*[,-]", ""));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, Linux %s, Java %s; processor %d, load %.2f",
        processor,
        kernel,
        java,
        lastProcessor,
        load);
  }
}
