package dev.rohrpost.cli.xdr;

import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.rpc.gen.SpecificationException;
import dev.rohrpost.rpc.gen.Value;
import dev.rohrpost.xdr.XdrCodec;
import java.nio.file.Path;
import picocli.CommandLine.ParseResult;

/// A type of a `.x` file, as both commands name it.
final class Typed {
  private Typed() {}

  /// Adds the words that [#codec] reads.
  static Spec words(Spec spec) {
    return spec.word("FILE.x", Path.class, Values::path, "The file that describes the type.")
        .word("TYPE", String.class, text -> text, "The name of the type in the file.");
  }

  /// @throws Failure if the file cannot be read, or has no such type
  /// @throws SpecificationException if something is wrong with the file
  static XdrCodec<Value> codec(ParseResult given) throws Failure, SpecificationException {
    Path file = given.matchedPositional(0).getValue();
    String type = given.matchedPositional(1).getValue();
    var specification = Specifications.compile(given, file);
    return specification
        .codec(type)
        .orElseThrow(() ->
            Failure.usage(
                file
                    + " has no type '"
                    + type
                    + "'"
                    + Specifications.instead(specification.typeNames())));
  }
}
