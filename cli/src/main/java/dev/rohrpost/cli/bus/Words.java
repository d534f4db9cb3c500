package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// The words at the end of a command line: a signature, and the words of its values.
///
/// @param signature the types; `@` if the object is to be asked for them
/// @param values the words
record Words(String signature, List<String> values) {
  private static final String ASK = "@";
  private static final String END_OF_OPTIONS = "--";

  /// Adds the word of the connection that is called.
  static Spec service(Spec spec) {
    return spec.word(
        "SERVICE",
        String.class,
        Names::checkBusName,
        "The name of the connection, such as org.freedesktop.login1 or :1.7.");
  }

  /// Adds the word of an object.
  static Spec path(Spec spec) {
    return spec.word(
        "PATH", ObjectPath.class, ObjectPath::of, "The object, such as /org/freedesktop/login1.");
  }

  /// Adds the word of an interface.
  static Spec face(Spec spec) {
    return spec.word(
        "INTERFACE",
        String.class,
        Names::checkInterface,
        "The interface, such as org.freedesktop.login1.Manager.");
  }

  /// Adds the words that [#of] reads.
  ///
  /// @param canAsk whether the signature may be `@`
  static Spec values(Spec spec, boolean canAsk) {
    return spec.optionalWord(
            "SIGNATURE",
            String.class,
            text -> canAsk && text.equals(ASK) ? text : Signature.of(text).toString(),
            "The types of the arguments, such as si"
                + (canAsk
                    ? "; with @ they are taken from the object's introspection document."
                    : "."))
        .words(
            "ARG",
            "0..*",
            String.class,
            text -> text,
            "The arguments. An array begins with the number of its elements, a variant with its"
                + " signature; h is the number of an open descriptor. Strings that begin with a"
                + " dash come after --.")
        .numbersBelowZero();
  }

  /// Reads them.
  ///
  /// @param first which word is the signature, counted from 0
  /// @throws Failure if a word can only have been meant as an option
  static Words of(ParseResult given, int first) throws Failure {
    List<String> values = given.matchedPositionalValue(first + 1, List.of());
    var original = given.originalArgs();
    var end = original.indexOf(END_OF_OPTIONS);
    var plain = values.size() - (end < 0 ? 0 : original.size() - end - 1);
    for (var i = 0; i < plain; i++) {
      if (values.get(i).matches("-(?![0-9.]|(?i:inf|nan)).+")) {
        throw Failure.usage(
            "unknown option: '" + Escape.text(values.get(i)) + "'; a string comes after --");
      }
    }
    return new Words(given.matchedPositionalValue(first, ""), values);
  }

  /// {@return whether the object is to be asked for the signature}
  boolean ask() {
    return signature.equals(ASK);
  }
}
