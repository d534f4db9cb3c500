package dev.rohrpost.codegen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A folder that a generation writes into, maybe beside others, and beside what people write.
///
/// @param generator which has made what it may overwrite
/// @param folder of sources
/// @param list a file with the paths below the folder that the last generation made, one a line
record SourceFolder(Generator generator, Path folder, Path list) {
  /// Brings the folder to the state where it has these files, and none of the list that are not
  /// among these.
  Changes put(List<JavaFile> files) throws IOException {
    var written = new ArrayList<JavaFile>();
    var unchanged = new ArrayList<String>();
    for (var file : files) {
      if (isAsItShouldBe(file)) {
        unchanged.add(file.path());
      } else {
        written.add(file);
      }
    }
    var paths = files.stream().map(JavaFile::path).collect(Collectors.toCollection(TreeSet::new));
    var leftOver = remembered();
    leftOver.removeAll(paths);
    var both = new TreeSet<>(leftOver);
    both.addAll(paths);
    remember(both); // if this ends half-way, the next generation still knows all
    write(written);
    var removed = new ArrayList<String>();
    for (var path : leftOver) {
      if (remove(Path.of(path))) {
        removed.add(path);
      }
    }
    remember(paths);
    return new Changes(
        written.stream().map(JavaFile::path).toList(),
        List.copyOf(removed),
        List.copyOf(unchanged));
  }

  private boolean isAsItShouldBe(JavaFile file) throws IOException {
    var path = folder.resolve(file.path());
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    var present = Files.isRegularFile(path) ? text(path) : "";
    if (!isGenerated(present)) {
      throw new FileAlreadyExistsException(path.toString(), null, "it was not generated");
    }
    return present.equals(file.text());
  }

  /// Tells what is generated from what people have put in its place.
  private boolean isGenerated(String text) {
    return text.contains(generator.mark());
  }

  private static String text(Path path) throws IOException {
    return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
  }

  private TreeSet<String> remembered() throws IOException {
    var paths = new TreeSet<String>();
    if (Files.exists(list)) {
      text(list).lines().filter(SourceFolder::isBelow).forEach(paths::add);
    }
    return paths;
  }

  private static boolean isBelow(String path) {
    try {
      var parsed = Path.of(path);
      return path.endsWith(".java")
          && !parsed.isAbsolute()
          && !parsed.startsWith("..")
          && parsed.equals(parsed.normalize());
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private void remember(Collection<String> paths) throws IOException {
    if (paths.isEmpty()) {
      Files.deleteIfExists(list);
      return;
    }
    var head =
        "# What was generated from "
            + generator.sources()
            + ". If this list is lost, what is left over stays.\n";
    var text = head + paths.stream().map(path -> path + "\n").collect(Collectors.joining());
    if (!Files.exists(list) || !text(list).equals(text)) {
      Files.createDirectories(list.toAbsolutePath().getParent());
      Files.writeString(list, text);
    }
  }

  private void write(List<JavaFile> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    Files.createDirectories(folder);
    var aside = Files.createTempDirectory(folder, generator.prefix());
    try {
      for (var i = 0; i < files.size(); i++) {
        Files.writeString(aside.resolve("" + i), files.get(i).text());
        Files.createDirectories(folder.resolve(files.get(i).path()).getParent());
      }
      for (var i = 0; i < files.size(); i++) {
        Files.move(
            aside.resolve("" + i),
            folder.resolve(files.get(i).path()),
            StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      for (var i = 0; i < files.size(); i++) {
        Files.deleteIfExists(aside.resolve("" + i));
      }
      Files.delete(aside);
    }
  }

  /// Removes a file, and the folders that are empty then.
  private boolean remove(Path path) throws IOException {
    var file = folder.resolve(path);
    if (!Files.isRegularFile(file) || !isGenerated(text(file))) {
      return false;
    }
    Files.delete(file);
    try {
      for (var each = path.getParent(); each != null; each = each.getParent()) {
        Files.delete(folder.resolve(each));
      }
    } catch (DirectoryNotEmptyException _) {
      // others are in it
    }
    return true;
  }
}
