package dev.rohrpost.cli.build;

import dev.rohrpost.cli.Manual;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes the folder from which `./rohrpost` starts: the jars, the AOT cache, and last of all the
/// file `launch` with what the script has to know.
///
/// The build runs it with the module path of the command.
public final class Assembly {
  private final Path root;
  private final Path home;
  private final Path picocliSources;

  private Assembly(Path root, Path home, Path picocliSources) {
    this.root = root;
    this.home = home;
    this.picocliSources = picocliSources;
  }

  /// Assembles the command.
  ///
  /// @param args the root of the project, the folder to fill, and the jar of picocli's sources
  public static void main(String[] args) throws IOException, InterruptedException {
    new Assembly(Path.of(args[0]), Path.of(args[1]), Path.of(args[2])).run();
  }

  private void run() throws IOException, InterruptedException {
    var launch = home.resolve("launch");
    Files.deleteIfExists(launch);
    var lib = Files.createDirectories(home.resolve("lib"));
    copyJars(lib);
    Manual.writeTo(home.resolve("man/man1"));
    new AotCache(home, lib).record();
    new Launch(root, home, lib).writeTo(launch);
  }

  /// Copies the jars under names without versions; those of an earlier build are gone.
  private void copyJars(Path lib) throws IOException {
    try (var old = Files.newDirectoryStream(lib, "*.jar")) {
      for (var jar : old) {
        Files.delete(jar);
      }
    }
    for (var entry : List.of(System.getProperty("jdk.module.path").split(File.pathSeparator, -1))) {
      var jar = Path.of(entry);
      var name = jar.getFileName().toString().replaceFirst("-\\d.*", "");
      var target = lib.resolve(name + ".jar");
      if (name.equals("jspecify")) {
        continue; // annotations for the compiler
      }
      if (name.equals("picocli")) {
        Recompiled.of(jar, picocliSources, home.resolve("picocli")).copyTo(target);
      } else {
        Files.copy(jar, target);
      }
    }
  }
}
