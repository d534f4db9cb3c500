package dev.rohrpost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks a C compiler whether the constants, layouts and functions of header classes are true.
///
/// A class `SysSocketH` speaks for `<sys/socket.h>`: each of its public static `int` and `long`
/// fields must have the name and value of a C constant, and each public layout the tag of a C
/// struct (or the name of a type that ends in `_t`), with C's members at C's offsets. Padding is
/// free. Each function that it links must have the prototype that it is linked by, and be called
/// with what that takes: `CFunctions` says where they are found.
public final class HeaderAudit {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private HeaderAudit() {}

  /// Finds every class of a package that is named after a header, so that none can be forgotten.
  ///
  /// @param one any of them
  public static Class<?>[] headersBeside(Class<?> one) {
    var found = new ArrayList<Class<?>>();
    try {
      for (Path file : files(one, "*H.class")) {
        found.add(Class.forName(one.getPackageName() + "." + name(file)));
      }
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
    return found.toArray(Class<?>[]::new);
  }

  /// Finds the classes of a package that link C functions although no header is named by them, so
  /// that nothing holds their prototypes against it.
  ///
  /// @param one a class of the package
  /// @param linking those that are there to link what others name
  /// @return the names of all others, without the package
  public static List<String> linkingElsewhere(Class<?> one, Class<?>... linking) {
    var found = new ArrayList<String>();
    List<String> exempt = Stream.of(linking).map(Class::getSimpleName).toList();
    for (Path file : files(one, "*.class")) {
      boolean isHeader = name(file).matches("(.*[$])?[A-Z]\\w*H([$].*)?");
      if (!isHeader && !exempt.contains(name(file)) && links(file)) {
        found.add(name(file));
      }
    }
    return found;
  }

  private static boolean links(Path file) {
    try {
      return CFunctions.linksAny(ClassFile.of().parse(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Class<?> one, String pattern) {
    URI folder = URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString());
    Path classes = Path.of(folder).resolve(one.getPackageName().replace('.', '/'));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(classes, pattern)) {
      var found = new ArrayList<Path>();
      files.forEach(found::add);
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.class$", "");
  }

  /// Checks against the headers of this machine.
  ///
  /// @return how many claims the compiler has confirmed
  public static int check(Class<?>... headers) throws InterruptedException {
    return check("cc", List.of(headers));
  }

  /// Checks what the classes say on another processor: in a JVM that believes to be on it, with its
  /// cross compiler.
  ///
  /// @param architecture as in the property `os.arch`, such as `aarch64`
  /// @param compiler such as `aarch64-linux-gnu-gcc`
  /// @return how many claims the compiler has confirmed
  public static int checkOn(String architecture, String compiler, Class<?>... headers)
      throws InterruptedException {
    Foreign.require(compiler);
    String[] arguments =
        Stream.concat(Stream.of(architecture, compiler), Stream.of(headers).map(Class::getName))
            .toArray(String[]::new);
    try (Running audit = Jvm.of(HeaderAudit.class, arguments).start()) {
      return Integer.parseInt(audit.await(PATIENCE).orFail().out().strip());
    }
  }

  /// Runs in the JVM that believes to be elsewhere.
  ///
  /// @param arguments the processor, the compiler, then the names of the header classes
  /// @throws ClassNotFoundException if there is no such class
  /// @throws InterruptedException never
  public static void main(String... arguments) throws ClassNotFoundException, InterruptedException {
    // Not on the command line: from there, the JVM's own linker would believe it, and crash.
    System.setProperty("os.arch", arguments[0]);
    var headers = new ArrayList<Class<?>>();
    for (String name : List.of(arguments).subList(2, arguments.length)) {
      headers.add(Class.forName(name));
    }
    System.out.println(check(arguments[1], headers));
  }

  private static int check(String compiler, List<Class<?>> headers) throws InterruptedException {
    Foreign.require(compiler);
    String source = source(headers);
    Path file = null;
    try {
      file = Files.createTempFile("headers", ".c");
      Files.writeString(file, source);
      Output said =
          Foreign.run(
              PATIENCE,
              compiler,
              "-std=gnu11",
              "-fsyntax-only",
              "-Werror=incompatible-pointer-types",
              file.toString());
      if (said.status() != 0) {
        throw new AssertionError(compiler + " disagrees:\n" + said.err());
      }
      return (int) source.lines().filter(HeaderAudit::isClaim).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(file);
    }
  }

  private static boolean isClaim(String line) {
    return line.startsWith("_Static_assert") || line.startsWith("static ");
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the C source that the compiler is asked to accept.
  static String source(List<Class<?>> headers) {
    var source =
        new StringBuilder(
            "#define _GNU_SOURCE\n#include <stddef.h>\n#include <sys/socket.h>\n"); // some lack it
    var all = headers.stream().map(CHeader::new).toList();
    all.forEach(header -> source.append("#include ").append(header.file()).append('\n'));
    for (CHeader header : all) {
      header.assertions().forEach(line -> source.append(line).append('\n'));
    }
    for (Class<?> header : headers) {
      CSignatures.assertions(header).forEach(line -> source.append(line).append('\n'));
    }
    return source.toString();
  }
}
