package dev.rohrpost.cli.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.codegen.Generating;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.xdr.Specifications;
import dev.rohrpost.cli.xdr.ValueJson;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Credential;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.gen.Specification.Procedure;
import dev.rohrpost.rpc.gen.SpecificationException;
import dev.rohrpost.rpc.gen.Value;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost rpc call`.
public final class RpcCallCommand implements Command {
  /// As long as the clients of libtirpc wait.
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /// In the examples, somebody to call.
  private static final String SERVER =
      " rohrpost rpc bind --listen unix:s & until test -S s; do sleep 0.1; done;";

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
                "rohrpost rpc call",
                "Calls a procedure that is described in a .x file, and shows its result as"
                    + " JSON.")
            .option(
                "--program",
                "P",
                String.class,
                text -> text,
                "The program of the procedure, by its name in the file or its number; needed"
                    + " if several have it.")
            .option(
                "--version",
                "N",
                Long.class,
                Where::version,
                "The version of the program (default: the highest in the file that has the"
                    + " procedure).")
            .option(
                "--timeout",
                "D",
                Duration.class,
                Values::duration,
                "Give up after this time, with exit status 124 (default: 25s).");
    spec = Specifications.options(Claim.options(Where.options(spec)));
    return ValueJson.word(
            spec.word("WHERE", Where.class, Where::parse, Where.HELP)
                .word("FILE.x", Path.class, Values::path, "The file that describes the procedure.")
                .word(
                    "PROCEDURE",
                    String.class,
                    text -> text,
                    "The name of the procedure in the file."),
            "The argument, or an array of several; without it, or with -, standard input"
                + " is read, unless the argument is void.")
        .examples(
            "echo 'program P { version V { unsigned TIME(void) = 6; } = 4; } = 100000;' >time.x;"
                + SERVER
                + " rohrpost rpc call unix:s time.x TIME; kill $!",
            "echo 'program P { version V { bool SET(int, int, int, int) = 1; } = 2; } = 100000;'"
                + " >set.x;"
                + SERVER
                + " rohrpost rpc call unix:s set.x SET '[536870913,1,6,2049]'; kill $!")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Where where = given.matchedPositional(0).getValue();
    Path file = given.matchedPositional(1).getValue();
    try {
      var procedure = procedures(given).of(Specifications.compile(given, file));
      var netid = where.netid(given);
      var credential = Claim.of(given);
      var argument = encoded(procedure, Optional.ofNullable(given.matchedPositionalValue(3, null)));
      var deadline = Deadline.after(given.matchedOptionValue("--timeout", PATIENCE));
      try (var reached = where.reach(procedure.target(), netid, deadline)) {
        var result = call(reached, procedure, argument, credential, deadline);
        ValueJson.write(console.out(), result);
      }
      return Exit.DONE;
    } catch (SpecificationException e) {
      return Generating.report(e.faults(), console);
    } catch (RpcException e) {
      throw RpcFailures.of(e);
    }
  }

  private static Procedures procedures(ParseResult given) {
    return new Procedures(
        given.matchedPositional(2).getValue(),
        Optional.ofNullable(given.matchedOptionValue("--program", null)),
        Optional.ofNullable(given.matchedOptionValue("--version", null)));
  }

  /// A value that cannot be sent is refused before anybody is asked for anything. Where there is
  /// nothing to send, a terminal is not waited for.
  private static Opaque encoded(Procedure procedure, Optional<String> json)
      throws Failure, UnixException {
    var value = procedure.parameters() == 0 && json.isEmpty() ? Value.NULL : ValueJson.read(json);
    return Opaque.of(ValueJson.encode(value, procedure.arguments()));
  }

  private static Value call(
      Where.Reached reached,
      Procedure procedure,
      Opaque argument,
      Credential credential,
      Deadline deadline)
      throws RpcException, InterruptedException {
    return reached
        .client()
        .with(credential)
        .deadlineAfter(Duration.ofNanos(deadline.remainingNanos()))
        .call(
            procedure.target(),
            (int) procedure.number(),
            Xdr.ENCODED,
            argument,
            procedure.result());
  }
}
