package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.codegen.Generating;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.dbus.gen.Generation;
import dev.rohrpost.dbus.introspect.IntrospectionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost bus generate`.
public final class BusGenerateCommand implements Command {
  private static final String OUTPUT = "--output";
  private static final String NAMES = "--names";

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost bus generate",
            "Generates Java from introspection documents: for each interface a file with"
                + " its records, a client and a skeleton, in a package below P named after the"
                + " interface. Either all files are written or none.");
    return Generating.options(spec, OUTPUT, "The parent package of the interfaces' packages.")
        .option(
            NAMES,
            "FILE",
            Path.class,
            Values::path,
            "Names that documents lack, one per line: 'INTERFACE (TYPES) = Name(field,"
                + " …)' for a struct, 'INTERFACE = Name' for an interface.")
        .words("XML", "1..*", Path.class, Values::path, "Introspection documents.")
        .examples(
            "dbus-run-session rohrpost bus introspect --session --xml org.freedesktop.DBus"
                + " /org/freedesktop/DBus >bus.xml; rohrpost bus generate bus.xml --package org.a"
                + " --output java; ls java/org/a/org/freedesktop",
            "echo '<node><interface name=\"a.B\"/></node>' >b.xml; rohrpost bus generate b.xml"
                + " --package org.b --output java --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    List<Path> documents = given.matchedPositional(0).getValue();
    @Nullable Path names = given.matchedOptionValue(NAMES, null);
    var packageName = Generating.packageName(given);
    var folder = Generating.folder(given, OUTPUT);
    try {
      var generation = below(Generation.of(documents), packageName);
      var changes = (names == null ? generation : generation.names(names)).write(folder);
      return Generating.done(changes, given, console);
    } catch (IntrospectionException e) {
      return Generating.report(e.faults(), console);
    } catch (IOException e) {
      var read = new ArrayList<>(documents);
      if (names != null) {
        read.add(names);
      }
      throw Generating.failed(e, read.stream());
    }
  }

  private static Generation below(Generation generation, String packageName) throws Failure {
    try {
      return generation.below(packageName);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }
}
