package dev.rohrpost.supervise;

import dev.rohrpost.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/// A program of which other versions are installed while it is supervised: a script that reads what
/// it is to do when it starts.
record Versions(Path file) {
  static final String GOOD = "exec sleep 1000";
  static final String BROKEN = "exit 1";

  /// Installs the first version.
  static Versions in(Path folder, String first) throws IOException {
    var versions = new Versions(folder.resolve("version"));
    versions.install(first);
    return versions;
  }

  /// Installs another version, in one step.
  void install(String script) throws IOException {
    var draft = Files.writeString(file.resolveSibling("draft"), script);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A version that says READY=1, and then does something else.
  static String notifying(String then) throws InterruptedException {
    return Supervised.python()
        + " -c 'import os, socket;"
        + " socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)"
        + ".sendto(b\"READY=1\", os.environ[\"NOTIFY_SOCKET\"])'; "
        + then;
  }

  /// A version that says nothing, but leaves a word that it is the one that runs.
  String hanging() {
    return ": >" + mark() + "; exec sleep 1000";
  }

  private Path mark() {
    return file.resolveSibling("hanging");
  }

  /// Waits until the hanging version runs, so that another one can be installed.
  void awaitHanging() {
    while (!Files.exists(mark())) {
      Thread.onSpinWait();
    }
  }

  /// A service that is quick in everything.
  Service service() {
    return Service.of(Program.of("sh", "-c", ". " + file))
        .withMinUptime(Duration.ofMillis(100))
        .withMaxCrashes(2)
        .withGrace(Duration.ofSeconds(30));
  }

  /// The same for versions that say READY=1: however slowly Python starts here, none of them counts
  /// as ready because it has lived for a while.
  Service notifyingService() {
    return service().withMinUptime(Duration.ofMinutes(1));
  }
}
