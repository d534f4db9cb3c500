package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.JavaFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes Java for what a `.x` file says.
///
/// | XDR | Java |
/// |---|---|
/// | struct | a record, which checks its members |
/// | union | a sealed interface, with a record for each arm |
/// | enum | an enum with `number()`; of several names of a number the first |
/// | `struct n { …; n *next; }` | a `List` where there is an `n *` |
/// | `*` | a value or null |
/// | int, short, char | `int` |
/// | unsigned int, hyper | `long` |
/// | unsigned hyper | `long`, its bits |
/// | string | `String`; [dev.rohrpost.xdr.Opaque] with [Strings#OPAQUE] |
/// | opaque, quadruple | [dev.rohrpost.xdr.Opaque] |
/// | arrays | [dev.rohrpost.xdr.Ints] and such, or `List` |
/// | typedef | what it stands for |
/// | version of a program | an interface for the server, which has a class for the client |
/// | const | a constant of a class that is called after the file |
///
/// The output depends on nothing but the input, is formatted as google-java-format would, and
/// compiles without warnings. A module that contains it requires `dev.rohrpost.rpc`.
///
/// A generator does not change: each method that sets something returns another one.
public final class JavaGenerator {
  private static final int MOST_WORDS = 254;

  private final Names names;
  private final Strings strings;
  private final Map<Specification, String> others;

  /// How the names of a file become those of Java. In both ways, what cannot be a name in Java gets
  /// an underscore.
  public enum Names {
    /// Types as `UpperCamel`, members as `camelCase`.
    CAMEL,
    /// As they are.
    KEEP
  }

  /// The type of strings in Java.
  public enum Strings {
    /// A text. What is not UTF-8 cannot be read.
    TEXT,
    /// Bytes.
    OPAQUE
  }

  private JavaGenerator(Names names, Strings strings, Map<Specification, String> others) {
    this.names = names;
    this.strings = strings;
    this.others = others;
  }

  /// {@return a generator with the defaults: names as Java has them, and strings as texts}
  public static JavaGenerator create() {
    return new JavaGenerator(Names.CAMEL, Strings.TEXT, Map.of());
  }

  /// Says how names are written.
  ///
  /// @param how one of two ways
  /// @return a generator that writes them so
  public JavaGenerator names(Names how) {
    return new JavaGenerator(how, strings, others);
  }

  /// Says what strings are.
  ///
  /// @param how one of two ways
  /// @return a generator that takes them as such
  public JavaGenerator strings(Strings how) {
    return new JavaGenerator(names, how, others);
  }

  /// Says where the classes of another file are, which was given to [Compiler#use], too. They must
  /// be generated with the same settings.
  ///
  /// @param other what that file says
  /// @param packageName where its classes are
  /// @return a generator that knows it
  public JavaGenerator use(Specification other, String packageName) {
    var more = new LinkedHashMap<>(others);
    more.put(other, packageName);
    return new JavaGenerator(names, strings, more);
  }

  /// Writes the classes.
  ///
  /// @param specification of what
  /// @param packageName where they belong
  /// @return one file for each class, sorted by path
  /// @throws SpecificationException if there is something that Java cannot have, such as a record
  ///   with 300 components
  public List<JavaFile> generate(Specification specification, String packageName)
      throws SpecificationException {
    var types = new JavaTypes(new JavaNames(names == Names.KEEP), strings == Strings.OPAQUE);
    types.declare(specification.defined());
    others.forEach((other, theirs) -> types.declare(other.defined(), theirs));
    var file = specification.file().substring(specification.file().lastIndexOf('/') + 1);
    var files = new ArrayList<JavaFile>();
    var faults = new Faults();
    for (var type : specification.defined()) {
      files.add(file(new JavaSource(packageName, file), types, specification, type, faults));
    }
    for (var program : specification.programs()) {
      for (var version : program.versions()) {
        var source = new JavaSource(packageName, file);
        files.add(new JavaProgram(source, types, specification.layout(), program, version).file());
      }
    }
    var base = file.endsWith(".x") ? file.substring(0, file.length() - 2) : file;
    JavaConstants.file(new JavaSource(packageName, file), types, specification, base)
        .ifPresent(files::add);
    faults.end();
    files.sort(Comparator.comparing(JavaFile::path));
    return List.copyOf(files);
  }

  private static JavaFile file(
      JavaSource source,
      JavaTypes types,
      Specification specification,
      Type.Defined type,
      Faults faults) {
    var layout = specification.layout();
    return switch (type) {
      case Type.Enumeration enumeration -> JavaEnum.file(source, types, layout, enumeration);
      case Type.Union union -> new JavaUnion(source, types, layout, union).file();
      case Type.Struct struct -> {
        var made = new JavaStruct(source, types, layout, struct);
        if (made.words() > MOST_WORDS) {
          faults.add(struct.place(), struct.name() + " has more members than a record can have");
        }
        yield made.file();
      }
    };
  }
}
