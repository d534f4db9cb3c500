package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Changes;
import dev.rohrpost.codegen.Generator;
import dev.rohrpost.codegen.Identifiers;
import dev.rohrpost.codegen.JavaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;

/// From `.x` files to Java in a folder: what `rpc generate` and the Maven plugin do.
///
/// The classes of a single file belong to the package that is given, those of several files to one
/// below it for each, which is called after the file. All is read and generated before anything is
/// written, so a fault in one file leaves the folder as it is. What is generated depends on the
/// files, on what they include and on the settings, and on nothing else: there is no record of what
/// is up to date that could be wrong.
///
/// A generation does not change: [#use] returns another one.
public final class Generation {
  static final Generator GENERATOR = new Generator("rpc", ".x files");

  private final List<Path> files;
  private final String packageName;
  private final Compiler compiler;
  private final JavaGenerator generator;
  private final List<Other> others;

  private Generation(
      List<Path> files,
      String packageName,
      Compiler compiler,
      JavaGenerator generator,
      List<Other> others) {
    this.files = files;
    this.packageName = packageName;
    this.compiler = compiler;
    this.generator = generator;
    this.others = others;
  }

  private record Other(Path file, String packageName) {}

  private record Used(Path file, Specification read, String packageName) {}

  /// Starts without other files.
  ///
  /// @param files the `.x` files; their order does not matter. Of none, nothing is generated, and
  ///   what the earlier generation made is removed.
  /// @param packageName where the classes belong, such as `org.example`
  /// @param compiler reads the files: has their macros and the folders of what they include
  /// @param generator how they become Java
  /// @return a generation of these
  /// @throws IllegalArgumentException if no package can have that name
  public static Generation of(
      List<Path> files, String packageName, Compiler compiler, JavaGenerator generator) {
    return new Generation(
        List.copyOf(files),
        Identifiers.requirePackage(packageName),
        compiler,
        generator,
        List.of());
  }

  /// Takes the types and constants of another file from a package that has them, as `--use F.x=P`.
  /// They must be generated with the same settings. The other file may be one of those that are
  /// generated here, so that the rest share its classes. A file that needs the types of another one
  /// is named after it.
  ///
  /// @param other a `.x` file
  /// @param theirPackage where its classes are
  /// @return a generation that knows it
  /// @throws IllegalArgumentException if no package can have that name
  public Generation use(Path other, String theirPackage) {
    var more = new ArrayList<>(others);
    more.add(new Other(other, Identifiers.requirePackage(theirPackage)));
    return new Generation(files, packageName, compiler, generator, List.copyOf(more));
  }

  /// Generates, and writes nothing.
  ///
  /// @return one file for each class, in the order of their paths
  /// @throws IOException if a file that was named cannot be read
  /// @throws SpecificationException with the faults of all files; a second file for one package is
  ///   a fault, too
  public List<JavaFile> files() throws IOException, SpecificationException {
    var used = new ArrayList<Used>();
    for (var other : others) {
      var read = compilerWith(used).compile(other.file());
      used.add(new Used(other.file().toRealPath(), read, other.packageName()));
    }
    var made = new ArrayList<JavaFile>();
    var faults = new LinkedHashSet<Fault>();
    var packages = new HashSet<String>();
    for (var file : files) {
      try {
        var target = packageOf(file);
        if (!packages.add(target)) {
          throw new Place(file.toString(), 1, 1).fault("a second file for the package " + target);
        }
        made.addAll(generate(file, target, used));
      } catch (SpecificationException e) {
        faults.addAll(e.faults());
      }
    }
    if (!faults.isEmpty()) {
      throw SpecificationException.of(List.copyOf(faults));
    }
    made.sort(Comparator.comparing(JavaFile::path));
    return List.copyOf(made);
  }

  /// Generates and writes. A file that is as it should be is not touched, so that whoever compiles
  /// the folder sees what has changed. What the generation before this one made, and this one does
  /// not, is removed.
  ///
  /// Only what has the annotation of generated files is overwritten or removed. All files are
  /// complete before the first of them is put in its place: if that fails, the folder is as before.
  ///
  /// @param folder of sources; made if it is not there
  /// @param list a file that remembers what a generation made: each has its own, whatever else is
  ///   generated into the same folder. If it is lost, nothing is removed.
  /// @return what has changed
  /// @throws IOException if a file that was named cannot be read, or if the folder cannot be
  ///   written
  /// @throws java.nio.file.FileAlreadyExistsException if there is something that was not generated
  ///   where a class belongs; nothing is written then
  /// @throws SpecificationException as [#files]; nothing is written then
  public Changes write(Path folder, Path list) throws IOException, SpecificationException {
    return GENERATOR.write(files(), folder, list);
  }

  /// Generates and writes as above. The list lies in the folder, and belongs to this package and
  /// these files: generating others into the same folder leaves them alone.
  ///
  /// @param folder of sources; made if it is not there
  /// @return what has changed
  /// @throws IOException as above
  /// @throws SpecificationException as above
  public Changes write(Path folder) throws IOException, SpecificationException {
    return write(folder, GENERATOR.list(folder, packageName, files));
  }

  private String packageOf(Path file) {
    return files.size() == 1
        ? packageName
        : packageName + "." + JavaNames.subpackage(file.toString());
  }

  private List<JavaFile> generate(Path file, String target, List<Used> used)
      throws IOException, SpecificationException {
    var real = file.toRealPath();
    var known = used.stream().takeWhile(each -> !each.file().equals(real)).toList();
    var made = generator;
    for (var each : known) {
      made = made.use(each.read(), each.packageName());
    }
    return made.generate(compilerWith(known).compile(file), target);
  }

  private Compiler compilerWith(List<Used> used) {
    var made = compiler;
    for (var each : used) {
      made = made.use(each.read());
    }
    return made;
  }
}
