package dev.rohrpost.codegen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/// A generator of Java, and how what it has made is told from what others have made, and from what
/// people write.
///
/// @param name of the generator, such as `rpc` for that of `dev.rohrpost.rpc.gen`
/// @param sources what it reads, such as `.x files`
public record Generator(String name, String sources) {
  /// {@return the annotation that each type has that is generated}
  public String mark() {
    return "@Generated(\"dev.rohrpost." + name + ".gen\")";
  }

  /// Brings a folder to the state where it has these files, and none that the generation before
  /// made and that are not among these. A file that is as it should be is not touched, so that
  /// whoever compiles the folder sees what has changed.
  ///
  /// Only what has the [#mark] is overwritten or removed. All files are complete before the first
  /// of them is put in its place: if that fails, the folder is as before.
  ///
  /// @param files all files of the generation
  /// @param folder of sources; made if it is not there
  /// @param list a file that remembers what a generation made: each has its own, whatever else is
  ///   generated into the same folder. If it is lost, nothing is removed.
  /// @return what has changed
  /// @throws IOException if the folder cannot be written
  /// @throws java.nio.file.FileAlreadyExistsException if there is something that was not generated
  ///   where a file belongs; nothing is written then
  public Changes write(List<JavaFile> files, Path folder, Path list) throws IOException {
    return new SourceFolder(this, folder, list).put(files);
  }

  /// {@return the list of a generation that lies in its folder, and has the name of its package and
  /// its sources: generating others into the same folder leaves it alone}
  ///
  /// @param folder of sources
  /// @param packageName where the classes belong
  /// @param files what it is generated from; neither their order nor their folders matter
  public Path list(Path folder, String packageName, List<Path> files) {
    var hash = new CRC32();
    hash.update(packageName.getBytes(StandardCharsets.UTF_8));
    files.stream()
        .map(file -> "\0" + file.getFileName())
        .sorted()
        .forEach(each -> hash.update(each.getBytes(StandardCharsets.UTF_8)));
    return folder.resolve(prefix() + HexFormat.of().toHexDigits(hash.getValue(), 8));
  }

  /// {@return what the names of its own files begin with}
  String prefix() {
    return ".rohrpost-" + name + "-";
  }
}
