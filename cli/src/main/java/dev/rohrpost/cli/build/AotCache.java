package dev.rohrpost.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The cache of loaded and linked classes, recorded from real commands (JEP 483 and 514).
///
/// @param home the folder of the command
/// @param lib its jars
record AotCache(Path home, Path lib) {
  private static final String NAME = "rohrpost.aot";

  Path file() {
    return home.resolve(NAME);
  }

  /// Runs the commands of the rehearsal and keeps what they loaded.
  void record() throws IOException, InterruptedException {
    Files.deleteIfExists(file());
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java));
    command.addAll(Flags.common(lib));
    command.addAll(Flags.SHORT);
    command.addAll(Flags.BY_THE_LAUNCHER);
    command.add("-XX:AOTCacheOutput=" + file());
    command.addAll(List.of("--module", "dev.rohrpost.cli/" + "dev.rohrpost.cli.Rehearsal"));
    var log = home.resolve("aot.log");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    var status = process.waitFor();
    if (status != 0 || !Files.exists(file())) {
      throw new IOException(
          "no AOT cache was made, exit status " + status + ":\n" + Files.readString(log));
    }
  }
}
