package dev.rohrpost.cli.rpc;

import dev.rohrpost.cli.codegen.Generating;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.xdr.Specifications;
import dev.rohrpost.rpc.gen.Generation;
import dev.rohrpost.rpc.gen.JavaGenerator;
import dev.rohrpost.rpc.gen.JavaGenerator.Names;
import dev.rohrpost.rpc.gen.JavaGenerator.Strings;
import dev.rohrpost.rpc.gen.SpecificationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost rpc generate`.
public final class RpcGenerateCommand implements Command {
  private static final String OUT = "--out";

  /// Another file whose types are used, and where its classes are.
  record Use(Path file, String packageName) {
    /// Reads `F.x=P`.
    static Use parse(String text) {
      var equals = text.lastIndexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "'" + text + "' names no file and no package; write OTHER.x=PACKAGE");
      }
      return new Use(Values.path(text.substring(0, equals)), text.substring(equals + 1));
    }
  }

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost rpc generate",
            "Generates Java from .x files, as rpcgen generates C. The classes of several"
                + " files get a package each, below P and named after the file.");
    return Specifications.options(Generating.options(spec, OUT, "The package of the classes."))
        .options(
            "--use",
            "F.x=P",
            Use.class,
            Use::parse,
            "Take the types of this file from package P; may be repeated, with a file"
                + " after those that it needs.")
        .option(
            "--names",
            "keep",
            Names.class,
            RpcGenerateCommand::names,
            "Keep the names of the files (default: the conventions of Java).")
        .option(
            "--strings",
            "opaque",
            Strings.class,
            RpcGenerateCommand::strings,
            "Read and write strings as bytes (default: as text, which has to be UTF-8).")
        .words("FILE.x", "1..*", Path.class, Values::path, "The files to generate from.")
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
    var out = Generating.folder(given, OUT);
    try {
      return Generating.done(generation.write(out), given, console);
    } catch (SpecificationException e) {
      return Generating.report(e.faults(), console);
    } catch (IOException e) {
      throw Generating.failed(
          e, Stream.concat(files(given).stream(), used(given).stream().map(Use::file)));
    }
  }

  private static List<Path> files(ParseResult given) {
    return given.matchedPositional(0).getValue();
  }

  private static List<Use> used(ParseResult given) {
    return given.matchedOptionValue("--use", List.of());
  }

  private static Generation generation(ParseResult given) throws Failure {
    var packageName = Generating.packageName(given);
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
}
