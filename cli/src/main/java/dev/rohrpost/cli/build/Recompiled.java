package dev.rohrpost.cli.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.zip.ZipFile;

/// picocli, compiled for this JDK. The class files of its own jar are of Java 5, and those are not
/// taken into an AOT cache; without it, parsing a command line takes twice as long.
///
/// @param jar the result, which is kept until the sources change
record Recompiled(Path jar) {
  private static final String MODULE_INFO = "META-INF/versions/9/module-info.class";

  /// @param original picocli's own jar, for its module descriptor
  /// @param sources the jar of its sources
  /// @param work a folder for what is made
  static Recompiled of(Path original, Path sources, Path work) throws IOException {
    var jar = work.resolve("picocli.jar");
    if (!Files.exists(jar)
        || Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(sources)) < 0) {
      var classes = Files.createDirectories(work.resolve("classes"));
      compile(unpacked(sources, work.resolve("src")), classes);
      addDescriptor(original, classes);
      addNotice(classes);
      run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
    }
    return new Recompiled(jar);
  }

  void copyTo(Path target) throws IOException {
    Files.copy(jar, target, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static List<Path> unpacked(Path sources, Path folder) throws IOException {
    var files = new ArrayList<Path>();
    try (var zip = new ZipFile(sources.toFile())) {
      for (var entry : zip.stream().filter(e -> e.getName().endsWith(".java")).toList()) {
        var file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException(entry.getName() + " leads out of its folder");
        }
        Files.createDirectories(file.getParent());
        try (InputStream text = zip.getInputStream(entry)) {
          Files.copy(text, file, StandardCopyOption.REPLACE_EXISTING);
        }
        files.add(file);
      }
    }
    return files;
  }

  private static void compile(List<Path> files, Path classes) {
    var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-Xlint:none", "-g:none"));
    arguments.addAll(List.of("-encoding", "UTF-8", "-d", classes.toString()));
    files.forEach(file -> arguments.add(file.toString()));
    run("javac", arguments.toArray(String[]::new));
  }

  private static void addDescriptor(Path original, Path classes) throws IOException {
    try (var zip = new ZipFile(original.toFile());
        var descriptor = zip.getInputStream(zip.getEntry(MODULE_INFO))) {
      Files.copy(
          descriptor, classes.resolve("module-info.class"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// The licence asks that changed files say so.
  private static void addNotice(Path classes) throws IOException {
    var folder = Files.createDirectories(classes.resolve("META-INF"));
    Files.writeString(
        folder.resolve("NOTICE"),
        """
        picocli, https://picocli.info, Copyright 2017 Remko Popma
        Licensed under the Apache License, Version 2.0: http://www.apache.org/licenses/LICENSE-2.0
        Compiled for Rohrpost from the unchanged sources that picocli's authors publish.
        """);
  }

  private static void run(String tool, String... arguments) {
    var status = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments);
    if (status != 0) {
      throw new IllegalStateException(tool + " ended with " + status);
    }
  }
}
