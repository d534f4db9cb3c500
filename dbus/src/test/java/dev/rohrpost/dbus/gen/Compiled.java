package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.JavaFile;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles generated files, without any warning.
public final class Compiled {
  private static final JavaCompiler COMPILER =
      Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());

  private Compiled() {}

  private static final class Source extends SimpleJavaFileObject {
    private final JavaFile file;

    Source(JavaFile file) {
      super(URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE);
      this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }

  /// Compiles.
  ///
  /// @param files sources
  /// @param folder for the classes
  /// @throws IOException if the folder cannot be written
  /// @throws AssertionError with what the compiler says
  public static void check(List<JavaFile> files, Path folder) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    var path =
        Stream.of(System.getProperty("jdk.module.path"), System.getProperty("java.class.path"))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(File.pathSeparator));
    var options =
        List.of(
            "-d",
            folder.toString(),
            "-classpath",
            path,
            "-proc:none",
            "-Werror",
            "-Xlint:all",
            "-Xlint:-path",
            "-Xdoclint:all/protected");
    var messages = new StringWriter();
    try (var manager = COMPILER.getStandardFileManager(null, Locale.ROOT, null)) {
      var units = files.stream().map(Source::new).toList();
      if (!COMPILER.getTask(messages, manager, null, options, null, units).call()) {
        throw new AssertionError(messages.toString());
      }
    }
  }
}
