package dev.rohrpost.cli.xdr;

import dev.rohrpost.cli.codegen.Generating;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.rpc.gen.SpecificationException;
import dev.rohrpost.rpc.gen.Value;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import java.lang.foreign.MemorySegment;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost xdr decode`.
public final class XdrDecodeCommand implements Command {
  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
                "rohrpost xdr decode",
                "Decodes a value in XDR (RFC 4506) from all of standard input and shows it as"
                    + " JSON.")
            .flag("--strict", "Also refuse padding that is not zero.")
            .flag(
                "--hex", "Read hexadecimal digits, with blanks and line breaks, instead of bytes.");
    return Typed.words(Specifications.options(spec))
        .examples(
            "echo 'struct p { int a; int b; };' >p.x;"
                + " echo 00000028 00000002 | rohrpost xdr decode p.x p --hex",
            "echo 'typedef string s<>;' >s.x;"
                + " rohrpost xdr encode s.x s '\"Hello\"' | rohrpost xdr decode s.x s --strict")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    try {
      var codec = Typed.codec(given);
      var input = Input.bytes();
      var bytes = given.hasMatchedOption("--hex") ? Hex.parse(input) : input;
      ValueJson.write(console.out(), decoded(bytes, codec, given.hasMatchedOption("--strict")));
      return Exit.DONE;
    } catch (SpecificationException e) {
      return Generating.report(e.faults(), console);
    } catch (XdrException e) {
      throw Failure.of(Exit.FAILED, Input.NAME + ": " + e.getMessage(), e);
    }
  }

  /// A file that has more than the value is another one than the user thinks.
  private static Value decoded(byte[] bytes, XdrCodec<Value> codec, boolean strict)
      throws XdrException {
    var segment = MemorySegment.ofArray(bytes);
    var in = strict ? XdrReader.strict(segment) : XdrReader.of(segment);
    var value = codec.decode(in);
    in.end();
    return value;
  }
}
