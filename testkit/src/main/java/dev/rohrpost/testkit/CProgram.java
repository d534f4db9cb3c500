package dev.rohrpost.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counterparts written in C, compiled when a test first asks for them.
public final class CProgram {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Map<String, Path> COMPILED = new ConcurrentHashMap<>();

  private CProgram() {}

  /// Compiles a source that lies beside a class in the test resources, once in each JVM.
  ///
  /// @param beside a class of the package that the source is in
  /// @param source its file name, such as `echo.c`
  /// @param options for the compiler, such as `-lrt`
  /// @return the executable file; it is deleted when this JVM ends
  public static Path of(Class<?> beside, String source, String... options) {
    String key = beside.getPackageName() + "/" + source + List.of(options);
    return COMPILED.computeIfAbsent(key, _ -> compile(beside, source, List.of(options)));
  }

  private static Path compile(Class<?> beside, String source, List<String> options) {
    Foreign.require("cc");
    try {
      Path folder = Files.createTempDirectory("rohrpost-c");
      Path file = folder.resolve(source);
      Path program = folder.resolve(source.replaceFirst("\\.c$", ""));
      folder.toFile().deleteOnExit(); // in reverse order: the files first
      file.toFile().deleteOnExit();
      program.toFile().deleteOnExit();
      try (InputStream text = beside.getResourceAsStream(source)) {
        if (text == null) {
          throw new AssertionError("no " + source + " beside " + beside);
        }
        Files.copy(text, file);
      }
      var arguments =
          new ArrayList<>(List.of("-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread"));
      arguments.addAll(List.of("-o", program.toString(), file.toString()));
      arguments.addAll(options);
      Foreign.run(PATIENCE, "cc", arguments.toArray(String[]::new)).orFail();
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
