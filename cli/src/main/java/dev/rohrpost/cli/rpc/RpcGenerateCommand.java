package dev.rohrpost.cli.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.xdr.Specifications;
import dev.rohrpost.rpc.gen.Generation;
import dev.rohrpost.rpc.gen.JavaGenerator;
import dev.rohrpost.rpc.gen.JavaGenerator.Names;
import dev.rohrpost.rpc.gen.JavaGenerator.Strings;
import dev.rohrpost.rpc.gen.SpecificationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `rohrpost rpc generate`.
public final class RpcGenerateCommand implements Command {
  /// Another file whose types are used, and where its classes are.
  record Use(Path file, String packageName) {
    /// Reads `F.x=P`.
    static Use parse(String text) {
      var equals = text.lastIndexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "'" + text + "' names no file and no package; write OTHER.x=PACKAGE");
      }
      return new Use(Specifications.path(text.substring(0, equals)), text.substring(equals + 1));
    }
  }

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
                "rohrpost rpc generate",
                "Makes Java of .x files, as rpcgen makes C. Classes of several files belong to a"
                    + " package for each, below P and called after the file.")
            .option("--package", "P", String.class, text -> text, "Where the classes belong.")
            .option(
                "--out",
                "DIR",
                Path.class,
                Specifications::path,
                "The folder of sources. What was generated there before and is not now, is removed;"
                    + " what was not generated is never touched.");
    return Specifications.options(spec)
        .options(
            "--use",
            "F.x=P",
            Use.class,
            Use::parse,
            "Take the types of this file from the package that has them; may be given several"
                + " times, a file that needs another one after it.")
        .option(
            "--names",
            "keep",
            Names.class,
            RpcGenerateCommand::names,
            "Write names as the files do; else as Java does.")
        .option(
            "--strings",
            "opaque",
            Strings.class,
            RpcGenerateCommand::strings,
            "Take strings for bytes; else for texts, and refuse what is not UTF-8.")
        .flag("--json", "Say what was written.")
        .words("FILE.x", "1..*", Path.class, Specifications::path, "What to generate from.")
        .examples(
            "echo 'struct p { int a; };' >p.x; rohrpost rpc generate p.x --package org.p --out java;"
                + " cat java/org/p/P.java",
            "echo 'enum color { RED = N };' >color.x; rohrpost rpc generate color.x -D N=7"
                + " --package org.color --out java --json")
        .build();
  }

  private static Names names(String text) {
    if (!text.equals("keep")) {
      throw new IllegalArgumentException("'" + text + "' is no way to write names; there is: keep");
    }
    return Names.KEEP;
  }

  private static Strings strings(String text) {
    if (!text.equals("opaque")) {
      throw new IllegalArgumentException("'" + text + "' is no type of strings; there is: opaque");
    }
    return Strings.OPAQUE;
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var generation = generation(given);
    Path out = given.matchedOptionValue("--out", null);
    if (out == null) {
      throw Failure.usage("where to? give it with --out DIR");
    }
    try {
      var result = generation.write(out);
      if (given.hasMatchedOption("--json")) {
        JsonLines.write(console.out(), json -> write(json, result));
      }
      return Exit.DONE;
    } catch (SpecificationException e) {
      return Specifications.report(e, console);
    } catch (FileAlreadyExistsException e) {
      throw Failure.of(
          Exit.FAILED,
          e.getFile() + " was not generated, so it is left alone; nothing was written",
          e);
    } catch (IOException e) {
      throw failed(e, Stream.concat(files(given).stream(), used(given).stream().map(Use::file)));
    }
  }

  private static List<Path> files(ParseResult given) {
    return given.matchedPositional(0).getValue();
  }

  private static List<Use> used(ParseResult given) {
    return given.matchedOptionValue("--use", List.of());
  }

  private static Generation generation(ParseResult given) throws Failure {
    String packageName = given.matchedOptionValue("--package", null);
    if (packageName == null) {
      throw Failure.usage("which package? give it with --package P");
    }
    try {
      var generator =
          JavaGenerator.create()
              .names(given.matchedOptionValue("--names", Names.CAMEL))
              .strings(given.matchedOptionValue("--strings", Strings.TEXT));
      var generation =
          Generation.of(files(given), packageName, Specifications.compiler(given), generator);
      for (var use : used(given)) {
        generation = generation.use(use.file(), use.packageName());
      }
      return generation;
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  /// Either a `.x` file cannot be read, or the folder cannot be written.
  private static Exception failed(IOException e, Stream<Path> read) {
    var file = e instanceof FileSystemException named ? named.getFile() : null;
    Optional<Path> unreadable =
        read.filter(each -> each.toString().equals(file) || !Files.isReadable(each)).findFirst();
    return unreadable.isPresent()
        ? Specifications.unreadable(unreadable.get(), e)
        : UnixException.of("write", file, e);
  }

  private static void write(JsonGenerator json, Generation.Result result) {
    names(json, "written", result.written());
    names(json, "removed", result.removed());
    names(json, "unchanged", result.unchanged());
  }

  private static void names(JsonGenerator json, String what, List<String> files) {
    json.writeArrayPropertyStart(what);
    files.forEach(json::writeString);
    json.writeEndArray();
  }
}
