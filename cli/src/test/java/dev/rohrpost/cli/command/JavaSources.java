package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Generated sources.
final class JavaSources {
  private JavaSources() {}

  /// Compiles all of a folder, without any warning.
  static void compile(Path sources, Path classes) throws IOException {
    var path =
        Stream.of(System.getProperty("jdk.module.path"), System.getProperty("java.class.path"))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(File.pathSeparator));
    var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    var words = new ArrayList<>(List.of("-d", classes.toString(), "-classpath", path));
    words.addAll(List.of("-proc:none", "-Werror", "-Xlint:all", "-Xlint:-path"));
    try (var files = Files.walk(sources)) {
      files.map(Path::toString).filter(it -> it.endsWith(".java")).forEach(words::add);
    }
    var messages = new ByteArrayOutputStream();
    assertThat(compiler.run(null, messages, messages, words.toArray(String[]::new)))
        .as(() -> messages.toString(StandardCharsets.UTF_8))
        .isZero();
  }
}
