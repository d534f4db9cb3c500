package dev.rohrpost.rpc.gen;

import dev.rohrpost.rpc.Program;
import dev.rohrpost.xdr.XdrCodec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/// The content of a `.x` file, checked: its types and its procedures, which can be used as they
/// are, with [values][Value] in place of generated classes.
public final class Specification {
  private final String file;
  private final Map<String, BigInteger> numbers;
  private final Map<String, BigInteger> allNumbers;
  private final Map<String, String> texts;
  private final Map<String, Type> types;
  private final List<Type.Defined> defined;
  private final List<Service.Program> programs;
  private final Layout layout;
  private final List<Specification> others;

  Specification(
      String file,
      Constants constants,
      Resolver resolver,
      Programs programs,
      Layout layout,
      List<Specification> others) {
    this.file = file;
    this.numbers = constants.numbers();
    this.allNumbers = constants.allNumbers();
    this.texts = constants.texts();
    this.types = resolver.types();
    this.defined = List.copyOf(resolver.defined());
    this.programs = List.copyOf(programs.programs());
    this.layout = layout;
    this.others = others;
  }

  /// A procedure that can be called.
  ///
  /// @param program the name of its program
  /// @param programNumber the number of it, unsigned
  /// @param version the name of its version
  /// @param versionNumber the number of it, unsigned
  /// @param name as the file has it
  /// @param number unsigned
  /// @param parameters how many arguments it takes
  /// @param arguments of its arguments: [Value.Null] if there are none, the value of a single one,
  ///   a [Value.Array] of several
  /// @param result of its result
  public record Procedure(
      String program,
      long programNumber,
      String version,
      long versionNumber,
      String name,
      long number,
      int parameters,
      XdrCodec<Value> arguments,
      XdrCodec<Value> result) {
    /// {@return the program and the version, as a call needs them}
    public Program target() {
      return new Program(programNumber, versionNumber);
    }
  }

  /// {@return the name of the file}
  public String file() {
    return file;
  }

  /// {@return the names of all types, sorted}
  public SequencedSet<String> typeNames() {
    return Collections.unmodifiableSequencedSet(new TreeSet<>(types.keySet()));
  }

  /// Returns what writes and reads values of a type.
  ///
  /// A value that it refuses to write is an [IllegalArgumentException], bytes that it cannot read
  /// are an [dev.rohrpost.xdr.XdrException]: both with the path to the member.
  ///
  /// @param type its name in the file
  /// @return empty if the file has no such type
  public Optional<XdrCodec<Value>> codec(String type) {
    return Optional.ofNullable(types.get(type)).map(found -> new ValueCodec(found, layout));
  }

  /// {@return all procedures, in the order of the file}
  public List<Procedure> procedures() {
    var procedures = new ArrayList<Procedure>();
    for (var program : programs) {
      for (var version : program.versions()) {
        for (var procedure : version.procedures()) {
          procedures.add(
              new Procedure(
                  program.name(),
                  program.number(),
                  version.name(),
                  version.number(),
                  procedure.name(),
                  procedure.number(),
                  procedure.parameters().size(),
                  arguments(procedure.parameters()),
                  new ValueCodec(procedure.result(), layout)));
        }
      }
    }
    return List.copyOf(procedures);
  }

  private XdrCodec<Value> arguments(List<Type.Member> parameters) {
    return switch (parameters.size()) {
      case 0 -> new ValueCodec(Type.Plain.VOID, layout);
      case 1 -> new ValueCodec(parameters.getFirst().type(), layout);
      default ->
          new ArgumentsCodec(
              parameters.stream().map(each -> new ValueCodec(each.type(), layout)).toList());
    };
  }

  @Override
  public String toString() {
    return file;
  }

  /// {@return the numbers of constants and enumerations}
  Map<String, BigInteger> allNumbers() {
    return allNumbers;
  }

  Map<String, BigInteger> numbers() {
    return numbers;
  }

  Map<String, String> texts() {
    return texts;
  }

  Map<String, Type> types() {
    return types;
  }

  List<Type.Defined> defined() {
    return defined;
  }

  List<Service.Program> programs() {
    return programs;
  }

  /// {@return those whose types it uses}
  List<Specification> others() {
    return others;
  }

  Layout layout() {
    return layout;
  }
}
