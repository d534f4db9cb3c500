package dev.rohrpost.testkit;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A JVM that has no descriptor left, for tests in a [Jvm] of their own under `prlimit --nofile`.
public final class FullTable implements AutoCloseable {
  private final Deque<FileInputStream> fillers = new ArrayDeque<>();

  private FullTable() {}

  /// Fills the table of descriptors of this JVM, after loading every class of some modules: classes
  /// in a folder, unlike those in a jar, need a descriptor to be loaded.
  ///
  /// @param of a class of each module
  public static FullTable of(Class<?>... of) {
    List.of(of).forEach(FullTable::loadModule);
    var full = new FullTable();
    try {
      while (true) {
        full.fillers.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException _) {
      return full;
    }
  }

  private static void loadModule(Class<?> of) {
    Module module = of.getModule();
    try (ModuleReader reader =
        module
            .getLayer()
            .configuration()
            .findModule(module.getName())
            .orElseThrow()
            .reference()
            .open()) {
      for (String file : reader.list().filter(f -> f.matches("dev/.*\\.class")).toList()) {
        Class.forName(
            file.replace('/', '.').replaceFirst("\\.class$", ""), false, of.getClassLoader());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /// Makes room for some descriptors.
  public void free(int count) {
    for (int i = 0; i < count; i++) {
      close(fillers.pop());
    }
  }

  /// Makes room for all.
  @Override
  public void close() {
    fillers.forEach(FullTable::close);
    fillers.clear();
  }

  private static void close(FileInputStream filler) {
    try {
      filler.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
