package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Changes;
import dev.rohrpost.codegen.Generator;
import dev.rohrpost.codegen.Identifiers;
import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.dbus.introspect.Fault;
import dev.rohrpost.dbus.introspect.Interface;
import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.introspect.IntrospectionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// From introspection documents to Java in a folder: what `bus generate` does.
///
/// Each interface becomes one file, in a package that is called after it: `org.bluez.Device1` is
/// `Device1` in `org.bluez`, maybe below a package that is given. All is read and generated before
/// anything is written, so a fault in one document leaves the folder as it is. What is generated
/// depends on the documents and on the settings, and on nothing else.
///
/// The interfaces that every object has are left out: `Peer`, `Introspectable`, `Properties` and
/// `ObjectManager` of `org.freedesktop.DBus`. An interface that is in several documents is
/// generated once; if these do not agree about its members, that is a fault.
///
/// A generation does not change: each method that sets something returns another one.
public final class Generation {
  static final Generator GENERATOR = new Generator("dbus", "introspection documents");

  private static final Set<String> STANDARD =
      Set.of(
          "org.freedesktop.DBus.Peer",
          "org.freedesktop.DBus.Introspectable",
          "org.freedesktop.DBus.Properties",
          "org.freedesktop.DBus.ObjectManager");

  private final List<Path> files;
  private final String prefix;
  private final StructNames names;
  private final String namesFile;

  private Generation(List<Path> files, String prefix, StructNames names, String namesFile) {
    this.files = files;
    this.prefix = prefix;
    this.names = names;
    this.namesFile = namesFile;
  }

  private record Found(String file, Interface source) {}

  /// Starts without a package around, and without names.
  ///
  /// @param files introspection documents; their order does not matter. Of none, nothing is
  ///   generated, and what the earlier generation made is removed.
  /// @return a generation of these
  public static Generation of(List<Path> files) {
    var sorted = files.stream().sorted().distinct().toList();
    return new Generation(sorted, "", StructNames.NONE, "");
  }

  /// {@return the same, with all packages below another one}
  ///
  /// @param packageName such as `com.example.generated`
  /// @throws IllegalArgumentException if no package can have that name
  public Generation below(String packageName) {
    return new Generation(files, Identifiers.requirePackage(packageName) + ".", names, namesFile);
  }

  /// {@return the same, with names for what has none in documents}
  ///
  /// @param file as [StructNames] describes it
  /// @throws IOException if it cannot be read
  /// @throws IntrospectionException if it is not right
  public Generation names(Path file) throws IOException, IntrospectionException {
    var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    var read = StructNames.read(file.toString(), text);
    return new Generation(files, prefix, read, file.toString());
  }

  /// Generates, and writes nothing.
  ///
  /// @return one file for each interface, in the order of their paths
  /// @throws IOException if a file cannot be read
  /// @throws IntrospectionException with the faults of all documents
  public List<JavaFile> files() throws IOException, IntrospectionException {
    var faults = new ArrayList<Fault>();
    var interfaces = new TreeMap<String, Found>();
    for (var file : files) {
      try {
        var node = Introspection.read(file.toString(), bytes(file));
        for (var each : node.allInterfaces()) {
          add(new Found(file.toString(), each), interfaces, faults);
        }
      } catch (IntrospectionException e) {
        faults.addAll(e.faults());
      }
    }
    var made = generate(interfaces, faults);
    if (!faults.isEmpty()) {
      throw new IntrospectionException(faults);
    }
    return made;
  }

  private static byte[] bytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(Introspection.MOST_BYTES + 1);
    }
  }

  private static void add(Found found, Map<String, Found> interfaces, List<Fault> faults) {
    var source = found.source();
    if (STANDARD.contains(source.name())) {
      return;
    }
    var other = interfaces.get(source.name());
    if (other == null) {
      interfaces.put(source.name(), found);
    } else if (!Shape.of(other.source()).equals(Shape.of(source))) {
      var what = source.name() + ": has other members in " + other.file();
      faults.add(new Fault(found.file(), 0, what));
    } else if (other.source().documentation().length() < source.documentation().length()) {
      interfaces.put(source.name(), found);
    }
  }

  private List<JavaFile> generate(Map<String, Found> interfaces, List<Fault> faults) {
    var made = new ArrayList<JavaFile>();
    var paths = new LinkedHashMap<String, Found>();
    for (var found : interfaces.values()) {
      var source = found.source();
      var twice = Shape.twice(source);
      for (var member : twice) {
        faults.add(new Fault(found.file(), 0, source.name() + "." + member + ": is there twice"));
      }
      if (!twice.isEmpty()) {
        continue;
      }
      var face = new Face(source, prefix + JavaNames.packageOf(source.name()), names);
      for (var unused : face.unused()) {
        var what = source.name() + ": has no struct of the types of " + unused.name();
        faults.add(new Fault(namesFile, unused.line(), what));
      }
      var file = JavaGenerator.generate(face);
      var other = paths.putIfAbsent(file.path().toLowerCase(Locale.ROOT), found);
      if (other != null) {
        var what = " would have the file of " + other.source().name() + ": name one of them";
        faults.add(new Fault(found.file(), 0, source.name() + ":" + what));
      }
      made.add(file);
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
  /// @throws IOException if a document cannot be read, or if the folder cannot be written
  /// @throws java.nio.file.FileAlreadyExistsException if there is something that was not generated
  ///   where a class belongs; nothing is written then
  /// @throws IntrospectionException as [#files]; nothing is written then
  public Changes write(Path folder, Path list) throws IOException, IntrospectionException {
    return GENERATOR.write(files(), folder, list);
  }

  /// Generates and writes as above. The list lies in the folder, and belongs to these documents:
  /// generating others into the same folder leaves them alone.
  ///
  /// @param folder of sources; made if it is not there
  /// @return what has changed
  /// @throws IOException as above
  /// @throws IntrospectionException as above
  public Changes write(Path folder) throws IOException, IntrospectionException {
    return write(folder, GENERATOR.list(folder, prefix, files));
  }
}
