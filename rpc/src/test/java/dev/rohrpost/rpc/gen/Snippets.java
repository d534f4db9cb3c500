package dev.rohrpost.rpc.gen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Small `.x` files of our own.
final class Snippets {
  static final List<String> NAMES =
      List.of("modes", "replies", "hops", "grids", "words", "wides", "twos", "here", "calc");

  /// The resources, as files that can be included.
  static final Sources SOURCES =
      new Sources() {
        @Override
        public @Nullable String find(String from, String name, boolean beside) {
          var found = from.substring(0, from.lastIndexOf('/') + 1) + name;
          return Snippets.class.getResource(found) == null ? null : found;
        }

        @Override
        public String read(String file) {
          try (var in = Objects.requireNonNull(Snippets.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private Snippets() {}

  /// Compiles a resource.
  static Specification specification(String file) throws SpecificationException {
    return Compiler.create().compile(file, SOURCES.read(file), SOURCES);
  }

  static Specification snippet(String name) throws SpecificationException {
    return specification("snippets/" + name + ".x");
  }

  static Specification of(String text) throws SpecificationException {
    return Compiler.create().compile("t.x", text);
  }

  /// Writes a resource and what it includes to a folder, for other compilers.
  static Path copy(String file, Path folder) throws IOException {
    var copy = folder.resolve(file.substring(file.lastIndexOf('/') + 1));
    Files.writeString(copy, SOURCES.read(file));
    return copy;
  }
}
