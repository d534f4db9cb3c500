package dev.rohrpost.rpc.gen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `.x` files, as `rpcgen` does and more: RFC 4506, RFC 5531, and what real files use beside.
///
/// A compiler does not change: each method that sets something returns another one. `RPC_HDR` is
/// defined, as for the header that `rpcgen -h` writes.
///
/// Whatever a file contains, it is read in bounded time and memory: deep nesting, files that
/// include themselves and macros that double are faults.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc4506#section-6">RFC 4506, section 6</a>
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-12">RFC 5531, section 12</a>
public final class Compiler {
  private final Map<String, String> defines;
  private final List<Path> folders;
  private final List<Specification> others;

  private Compiler(Map<String, String> defines, List<Path> folders, List<Specification> others) {
    this.defines = defines;
    this.folders = folders;
    this.others = others;
  }

  /// {@return a compiler with the defaults}
  public static Compiler create() {
    return new Compiler(Map.of("RPC_HDR", "1"), List.of(), List.of());
  }

  /// Defines a macro, as `-D NAME=VALUE`.
  ///
  /// @param name of the macro
  /// @param value what stands for it
  /// @return a compiler that knows it
  public Compiler define(String name, String value) {
    var more = new LinkedHashMap<>(defines);
    more.put(name, value);
    return new Compiler(more, folders, others);
  }

  /// Looks for files that are included in one folder more, as `-I DIR`.
  ///
  /// @param folder where to look
  /// @return a compiler that looks there
  public Compiler includeFrom(Path folder) {
    var more = new ArrayList<>(folders);
    more.add(folder);
    return new Compiler(defines, List.copyOf(more), others);
  }

  /// Knows the types and constants of another file, too, as `--use`. That file is not included
  /// then, even if an `#include` says so.
  ///
  /// @param other what that file says
  /// @return a compiler that knows it
  public Compiler use(Specification other) {
    var more = new ArrayList<>(others);
    more.add(other);
    return new Compiler(defines, folders, List.copyOf(more));
  }

  /// Reads a file and what it includes.
  ///
  /// @param file which one
  /// @return what it says
  /// @throws IOException if the file itself cannot be read
  /// @throws SpecificationException if something is wrong with it
  public Specification compile(Path file) throws IOException, SpecificationException {
    var sources = Sources.ofFiles(folders);
    try {
      return compile(file.toString(), sources.read(file.toString()), sources);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Reads a text as if it stood in a file.
  ///
  /// @param file the name of that file: files that the text includes are looked for beside it
  /// @param text the content
  /// @return what it says
  /// @throws SpecificationException if something is wrong with it
  public Specification compile(String file, String text) throws SpecificationException {
    return compile(file, text, Sources.ofFiles(folders));
  }

  Specification compile(String file, String text, Sources sources) throws SpecificationException {
    var used = others.stream().map(each -> baseName(each.file())).toList();
    var tokens = new Preprocessor(sources, defines, Set.copyOf(used));
    tokens.open(file, text, new Place(file, 1, 1));
    var definitions = new Parser(tokens).parse();
    var faults = new Faults();
    var constants = new Constants(faults);
    var resolver = new Resolver(faults, constants, foreignTypes());
    var programs = new Programs(faults, constants, resolver);
    for (var definition : definitions) {
      declare(definition, constants, resolver);
    }
    for (var passed : tokens.passedNumbers().entrySet()) {
      passedNumber(passed.getValue()).ifPresent(it -> constants.fallBack(passed.getKey(), it));
    }
    for (var other : others) {
      other
          .allNumbers()
          .forEach((name, it) -> constants.fallBack(name, new Tree.Literal(Place.BUILT_IN, it)));
    }
    constants.numbers();
    resolver.resolve();
    for (var definition : definitions) {
      if (definition instanceof Tree.Program program) {
        programs.add(program);
      }
    }
    faults.end();
    var roots = new ArrayList<>(resolver.roots());
    roots.addAll(programs.roots());
    var layout = new Layout(faults, resolver.defined(), roots);
    return new Specification(file, constants, resolver, programs, layout, others);
  }

  private static String baseName(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private static Optional<Tree.Numeral> passedNumber(Token token) {
    var negative = token.text().startsWith("-");
    var digits = negative ? token.text().substring(1) : token.text();
    try {
      var value = Numbers.parse(new Token(Token.Kind.NUMBER, digits, token.place()), false);
      return Optional.of(new Tree.Literal(token.place(), negative ? value.negate() : value));
    } catch (SpecificationException _) {
      return Optional.empty(); // it may be right for C
    }
  }

  private Map<String, Type> foreignTypes() {
    var types = new LinkedHashMap<String, Type>();
    for (var other : others) {
      other.types().forEach(types::putIfAbsent);
    }
    return types;
  }

  private static void declare(Tree.Definition definition, Constants constants, Resolver resolver) {
    switch (definition) {
      case Tree.Constant constant -> constants.declare(constant);
      case Tree.TextConstant constant -> constants.declare(constant);
      case Tree.Named named -> {
        resolver.declare(named);
        declareEnumerators(named.type(), constants);
      }
      case Tree.Program program -> declare(program, constants);
    }
  }

  /// Declares what programs contain, whose numbers are constants in C, too.
  private static void declare(Tree.Program program, Constants constants) {
    constants.fallBack(program.name(), program.number());
    for (var version : program.versions()) {
      constants.fallBack(version.name(), version.number());
      for (var procedure : version.procedures()) {
        constants.fallBack(procedure.name(), procedure.number());
        declareEnumerators(procedure.result(), constants);
        procedure.parameters().forEach(each -> declareEnumerators(each.type(), constants));
      }
    }
  }

  private static void declareEnumerators(Tree.Specifier type, Constants constants) {
    switch (type) {
      case Tree.Enumeration enumeration -> constants.declare(enumeration);
      case Tree.Struct(_, var members) ->
          members.forEach(each -> declareEnumerators(each.type(), constants));
      case Tree.Union(_, var discriminant, var arms) -> {
        declareEnumerators(discriminant.type(), constants);
        arms.forEach(each -> declareEnumerators(each.declaration().type(), constants));
      }
      case Tree.Array(var element, _) -> declareEnumerators(element, constants);
      case Tree.FixedArray(var element, _) -> declareEnumerators(element, constants);
      case Tree.Optional(var value) -> declareEnumerators(value, constants);
      default -> {}
    }
  }
}
