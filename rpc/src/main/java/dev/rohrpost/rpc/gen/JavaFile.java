package dev.rohrpost.rpc.gen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A source file that was generated, and is not yet written.
///
/// @param path where it belongs below the folder of sources, such as `org/example/Pair.java`
/// @param text what it contains
public record JavaFile(String path, String text) {
  /// Writes it, with the folders it needs; a file that has this content is left alone.
  ///
  /// @param folder of sources
  /// @throws IOException if it cannot be written
  public void write(Path folder) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }
}
