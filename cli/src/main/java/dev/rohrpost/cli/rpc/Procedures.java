package dev.rohrpost.cli.rpc;

import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.xdr.Specifications;
import dev.rohrpost.rpc.gen.Specification;
import dev.rohrpost.rpc.gen.Specification.Procedure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Which procedure of a `.x` file is meant.
///
/// @param name of the procedure
/// @param program its name or number, if it was said
/// @param version its number, if it was said
record Procedures(String name, Optional<String> program, Optional<Long> version) {
  /// Returns the procedure: of the newest version that has it, unless one was said.
  ///
  /// @throws Failure if there is none, or if there is one in several programs
  Procedure of(Specification file) throws Failure {
    var inProgram =
        file.procedures().stream().filter(each -> program.isEmpty() || isIn(each)).toList();
    if (inProgram.isEmpty()) {
      throw missing(
          file + " has no program" + program.map(it -> " " + it).orElse(""),
          file.procedures(),
          Procedure::program);
    }
    var named = inProgram.stream().filter(each -> each.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw missing(file + " has no procedure " + name, inProgram, Procedure::name);
    }
    var found =
        named.stream()
            .filter(each -> version.isEmpty() || each.versionNumber() == version.get())
            .toList();
    if (found.isEmpty()) {
      throw missing(
          file + " has no " + name + " in version " + version.orElseThrow(),
          named,
          each -> Long.toString(each.versionNumber()));
    }
    var programs = distinct(found, Procedure::program);
    if (programs.size() > 1) {
      throw Failure.usage(
          name + " is in " + String.join(" and in ", programs) + "; choose with --program");
    }
    return found.stream().max(Comparator.comparingLong(Procedure::versionNumber)).orElseThrow();
  }

  private boolean isIn(Procedure procedure) {
    return program
        .filter(it -> it.equals(procedure.program()) || isNumber(it, procedure.programNumber()))
        .isPresent();
  }

  private static boolean isNumber(String text, long number) {
    return Character.isDigit(text.charAt(0)) && Where.program(text) == number;
  }

  private static Failure missing(
      String what, List<Procedure> present, Function<Procedure, String> property) {
    return Failure.usage(what + Specifications.instead(distinct(present, property)));
  }

  private static List<String> distinct(
      List<Procedure> procedures, Function<Procedure, String> property) {
    return procedures.stream().map(property).distinct().toList();
  }
}
