package dev.rohrpost.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `./rohrpost` has to know, as assignments that bash reads at once. Its time is that of the
/// build: sources that are newer make the script build again.
///
/// @param root the root of the project
/// @param home the folder of the command
/// @param lib its jars
record Launch(Path root, Path home, Path lib) {
  static final List<String> MODULES =
      List.of("core", "codegen", "unix", "messaging", "rpc", "dbus", "inspect", "cli");

  void writeTo(Path file) throws IOException {
    var jdk = Path.of(System.getProperty("java.home"));
    var common = new ArrayList<>(Flags.common(lib));
    common.add("-XX:AOTCache=" + new AotCache(home, lib).file());
    var text =
        String.join(
            "\n",
            "home=" + quoted(home.toString()),
            "jdk=" + quoted(jdk.toString()),
            "release=" + quoted(Files.readString(jdk.resolve("release"))),
            array("short", concat(common, Flags.SHORT)),
            array("long", concat(common, Flags.LONG)),
            array("sources", sources()),
            "");
    var draft = file.resolveSibling("launch.new");
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Files are listed for what is written to them, folders for what is added or taken away.
  private List<String> sources() throws IOException {
    var found = new ArrayList<Path>();
    found.add(root.resolve("pom.xml"));
    for (var module : MODULES) {
      found.add(root.resolve(module).resolve("pom.xml"));
      try (var tree = Files.walk(root.resolve(module).resolve("src/main"))) {
        tree.filter(path -> !path.toString().contains("/src/main/bash")).forEach(found::add);
      }
    }
    return found.stream().map(path -> root.relativize(path).toString()).sorted().toList();
  }

  private static List<String> concat(List<String> a, List<String> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  private static String array(String name, List<String> values) {
    return values.stream()
        .map(Launch::quoted)
        .collect(Collectors.joining("\n  ", name + "=(\n  ", "\n)"));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
