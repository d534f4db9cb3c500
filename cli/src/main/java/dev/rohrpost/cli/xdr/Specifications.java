package dev.rohrpost.cli.xdr;

import dev.rohrpost.cli.codegen.Generating;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.rpc.gen.Compiler;
import dev.rohrpost.rpc.gen.Specification;
import dev.rohrpost.rpc.gen.SpecificationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;

/// The `.x` files that commands are given.
public final class Specifications {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /// A line shall stay one.
  private static final int MOST_NAMES = 20;

  private Specifications() {}

  /// A macro, as `-D` gives it.
  ///
  /// @param name of the macro
  /// @param value what stands for it
  record Define(String name, String value) {
    /// Reads `NAME` or `NAME=VALUE`.
    static Define parse(String text) {
      var equals = text.indexOf('=');
      var name = equals < 0 ? text : text.substring(0, equals);
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "'" + text + "' names no macro; write NAME or NAME=VALUE");
      }
      return new Define(name, equals < 0 ? "1" : text.substring(equals + 1));
    }
  }

  /// Adds the options that [#compiler] reads.
  public static Spec options(Spec spec) {
    return spec.options(
            "-D",
            "NAME[=VALUE]",
            Define.class,
            Define::parse,
            "Define a macro (default VALUE: 1); may be repeated.")
        .options(
            "-I",
            "DIR",
            Path.class,
            Values::path,
            "Search this folder for included files, too; may be repeated.");
  }

  /// Returns the compiler with the macros of `-D` and the folders of `-I`.
  public static Compiler compiler(ParseResult given) {
    var compiler = Compiler.create();
    for (var define : given.matchedOptionValue("-D", List.<Define>of())) {
      compiler = compiler.define(define.name(), define.value());
    }
    for (var folder : given.matchedOptionValue("-I", List.<Path>of())) {
      compiler = compiler.includeFrom(folder);
    }
    return compiler;
  }

  /// Reads a file.
  ///
  /// @throws Failure if it cannot be read
  /// @throws SpecificationException if something is wrong with it
  public static Specification compile(ParseResult given, Path file)
      throws Failure, SpecificationException {
    try {
      return compiler(given).compile(file);
    } catch (IOException e) {
      throw Generating.unreadable(file, e);
    }
  }

  /// Returns the end of a line that says that a name is not there: which are.
  public static String instead(Collection<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    var some = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return "; it has " + some + (names.size() > MOST_NAMES ? ", …" : "");
  }
}
