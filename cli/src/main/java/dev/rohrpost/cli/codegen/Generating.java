package dev.rohrpost.cli.codegen;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.codegen.Changes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// What the commands that write Java have in common: where it belongs, and what is said.
public final class Generating {
  private Generating() {}

  /// Adds the options for the package and the folder, and for what is said.
  ///
  /// @param folder the name of the option for the folder
  /// @param packageIs what the package is for
  public static Spec options(Spec spec, String folder, String packageIs) {
    return spec.option("--package", "P", String.class, text -> text, packageIs)
        .option(
            folder,
            "DIR",
            Path.class,
            Values::path,
            "The source folder. Files generated there by an earlier run and not by this"
                + " one are removed; other files are never touched.")
        .flag("--json", "Print the files written as one JSON document.");
  }

  /// {@return the package}
  public static String packageName(ParseResult given) throws Failure {
    String name = given.matchedOptionValue("--package", null);
    if (name == null) {
      throw Failure.usage("which package? give it with --package P");
    }
    return name;
  }

  /// {@return the folder}
  public static Path folder(ParseResult given, String option) throws Failure {
    Path folder = given.matchedOptionValue(option, null);
    if (folder == null) {
      throw Failure.usage("where to? give it with " + option + " DIR");
    }
    return folder;
  }

  /// Says what has changed, if that is wanted.
  ///
  /// @return the exit status
  public static int done(Changes changes, ParseResult given, Console console) throws Exception {
    if (given.hasMatchedOption("--json")) {
      JsonLines.write(
          console.out(),
          json -> {
            names(json, "written", changes.written());
            names(json, "removed", changes.removed());
            names(json, "unchanged", changes.unchanged());
          });
    }
    return Exit.DONE;
  }

  private static void names(JsonGenerator json, String what, List<String> files) {
    json.writeArrayPropertyStart(what);
    files.forEach(json::writeString);
    json.writeEndArray();
  }

  /// Says what is wrong with files: one line for each fault, as compilers do.
  ///
  /// @return the exit status
  public static int report(List<?> faults, Console console) {
    faults.forEach(fault -> console.say(Escape.text(fault.toString())));
    return Exit.FAILED;
  }

  /// {@return what to throw where a file cannot be read, or the folder cannot be written}
  ///
  /// @param read the files that were to be read
  public static Exception failed(IOException e, Stream<Path> read) {
    if (e instanceof FileAlreadyExistsException there && there.getReason() != null) {
      return Failure.of(
          Exit.FAILED,
          there.getFile() + " was not generated, so it is left alone; nothing was written",
          e);
    }
    var file = e instanceof FileSystemException named ? named.getFile() : null;
    Optional<Path> unreadable =
        read.filter(each -> each.toString().equals(file) || !Files.isReadable(each)).findFirst();
    return unreadable.isPresent()
        ? unreadable(unreadable.get(), e)
        : UnixException.of("write", file, e);
  }

  /// {@return the failure of a file that cannot be read: without the hints for files that are
  /// opened to be written, or made}
  public static Failure unreadable(Path file, IOException e) {
    var named = UnixException.of("open", file.toString(), e);
    return Failure.of(Exit.FAILED, String.valueOf(named.getMessage()), named);
  }
}
