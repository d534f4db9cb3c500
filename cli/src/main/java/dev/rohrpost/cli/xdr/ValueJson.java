package dev.rohrpost.cli.xdr;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Out;
import dev.rohrpost.rpc.gen.Value;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import java.util.Optional;

/// Values as JSON: in a word of the command line, on standard input, on standard output.
public final class ValueJson {
  private static final String WORD = "JSON";

  private ValueJson() {}

  /// Adds the word that [#read] takes. As a number may be below zero, what looks like an option may
  /// be one, too.
  ///
  /// @param what it is for
  public static Spec word(Spec spec, String what) {
    return spec.optionalWord(WORD, String.class, ValueJson::checked, what).numbersBelowZero();
  }

  private static String checked(String text) {
    if (text.matches("-[^0-9].*")) {
      throw new IllegalArgumentException("unknown option '" + text + "'");
    }
    return text;
  }

  /// Reads a value.
  ///
  /// @param word what was given; standard input is read if it is missing or `-`
  /// @throws Failure if it is no JSON
  /// @throws UnixException if standard input cannot be read
  public static Value read(Optional<String> word) throws Failure, UnixException {
    return word.isEmpty() || word.get().equals("-")
        ? ValueParser.parse(Input.text(), Input.NAME)
        : ValueParser.parse(word.get(), WORD);
  }

  /// Returns the bytes of a value.
  ///
  /// @throws Failure with the path to the member, if it is none of its type
  public static byte[] encode(Value value, XdrCodec<Value> codec) throws Failure {
    try {
      return Xdr.encode(value, codec);
    } catch (IllegalArgumentException e) {
      var line = Escape.text(String.valueOf(e.getMessage()));
      var isOfMember = line.startsWith(".") || line.startsWith("[");
      throw Failure.of(Exit.USAGE, isOfMember ? line : WORD + ": " + line, e);
    }
  }

  /// Writes a value as a line.
  public static void write(Out out, Value value) throws Exception {
    JsonLines.writeValue(out, json -> new ValuePrinter(json).print(value));
  }
}
