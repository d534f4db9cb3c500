package dev.rohrpost.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.io.TempDir;

/// A folder in which a goal runs, and the lines that it says.
abstract class GoalTrial {
  @TempDir Path folder;

  final List<String> said = new ArrayList<>();

  final File file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toFile();
  }

  /// Configures as Maven would all that goals have in common.
  final <M extends GenerateMojo> M configured(M mojo, String goal) {
    mojo.lists = folder.resolve("lists").toFile();
    mojo.project = new MavenProject();
    mojo.execution = new MojoExecution(new Plugin(), goal, "default");
    mojo.setLog(
        new SystemStreamLog() {
          @Override
          public void info(CharSequence content) {
            said.add("info " + content);
          }

          @Override
          public void error(CharSequence content) {
            said.add("error " + content);
          }
        });
    return mojo;
  }

  /// Returns the files of the output, by their names below its folder.
  final List<String> made() throws IOException {
    var out = folder.resolve("out");
    if (!Files.exists(out)) {
      return List.of();
    }
    try (var paths = Files.walk(out)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> out.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
