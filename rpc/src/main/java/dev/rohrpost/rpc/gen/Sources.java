package dev.rohrpost.rpc.gen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the files that others name, and reads them.
interface Sources {
  /// How much of a file is read at most: more than the preprocessor takes.
  int MOST_BYTES = 64 << 20;

  /// Finds a file.
  ///
  /// @param from the file that names it
  /// @param name as it is written there
  /// @param beside whether it may lie beside that one
  /// @return its name, or null if it is nowhere
  @Nullable String find(String from, String name, boolean beside);

  /// Reads a file.
  ///
  /// @throws UncheckedIOException if it cannot be read
  String read(String file);

  /// Files of this machine.
  ///
  /// @param folders where to look for what is not beside
  static Sources ofFiles(List<Path> folders) {
    return new Sources() {
      @Override
      public @Nullable String find(String from, String name, boolean beside) {
        if (name.indexOf('\0') >= 0) {
          return null;
        }
        var candidates = new ArrayList<Path>();
        if (beside) {
          candidates.add(Path.of(from).resolveSibling(name));
        }
        folders.forEach(folder -> candidates.add(folder.resolve(name)));
        return candidates.stream()
            .filter(Files::isRegularFile)
            .map(Path::toString)
            .findFirst()
            .orElse(null);
      }

      @Override
      public String read(String file) {
        try (var in = Files.newInputStream(Path.of(file))) {
          return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
