package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.xdr.XdrCodec;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Generated classes, compiled without any warning, and loaded.
final class Compiled {
  private final ClassLoader loader;

  private Compiled(ClassLoader loader) {
    this.loader = loader;
  }

  /// Compiles.
  ///
  /// @param folder for the classes
  static Compiled of(List<JavaFile> files, Path folder) throws IOException {
    var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    var path =
        Stream.of(System.getProperty("jdk.module.path"), System.getProperty("java.class.path"))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(File.pathSeparator));
    var messages = new StringWriter();
    var units = new ArrayList<JavaFileObject>();
    for (var file : files) {
      units.add(source(file));
    }
    var options =
        List.of(
            "-d",
            folder.toString(),
            "-classpath",
            path,
            "-proc:none",
            "-Werror",
            "-parameters",
            "-Xlint:all",
            "-Xlint:-path",
            "-Xdoclint:all/protected");
    var fine =
        compiler
            .getTask(
                messages,
                compiler.getStandardFileManager(null, Locale.ROOT, null),
                null,
                options,
                null,
                units)
            .call();
    if (!fine) {
      throw new AssertionError(messages.toString());
    }
    return new Compiled(
        URLClassLoader.newInstance(
            new URL[] {folder.toUri().toURL()}, Compiled.class.getClassLoader()));
  }

  private static JavaFileObject source(JavaFile file) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return file.text();
      }
    };
  }

  Class<?> type(String name) throws ClassNotFoundException {
    return loader.loadClass(name);
  }

  @SuppressWarnings("unchecked") // whatever it is, it reads what it writes
  XdrCodec<Object> codec(String type) throws ReflectiveOperationException {
    return (XdrCodec<Object>) Objects.requireNonNull(type(type).getField("CODEC").get(null));
  }
}
