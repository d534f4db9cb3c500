package dev.rohrpost.cli.xdr;

import dev.rohrpost.cli.codegen.Generating;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.rpc.gen.SpecificationException;
import java.util.HexFormat;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost xdr encode`.
public final class XdrEncodeCommand implements Command {
  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of("rohrpost xdr encode", "Encodes a JSON value as XDR (RFC 4506).")
            .flag("--hex", "Write hexadecimal digits instead of bytes.");
    var words = Typed.words(Specifications.options(spec));
    return ValueJson.word(words, "The value; without it, or with -, standard input is read.")
        .examples(
            "echo 'struct p { int a; int b; };' >p.x;"
                + " rohrpost xdr encode p.x p '{\"a\":40,\"b\":2}' --hex",
            "echo 'typedef string s<>;' >s.x; echo '\"Hello\"' | rohrpost xdr encode s.x s | od -c")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    try {
      var codec = Typed.codec(given);
      var value = ValueJson.read(Optional.ofNullable(given.matchedPositionalValue(2, null)));
      var bytes = ValueJson.encode(value, codec);
      if (given.hasMatchedOption("--hex")) {
        console.out().line(HexFormat.of().formatHex(bytes));
      } else {
        console.out().write(bytes);
      }
      return Exit.DONE;
    } catch (SpecificationException e) {
      return Generating.report(e.faults(), console);
    }
  }
}
