package dev.rohrpost.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.gen.Compiler;
import dev.rohrpost.rpc.gen.Specification.Procedure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProceduresTest {
  private static final String FILE =
      "program P { version OLD { int F(int) = 1; int G(void) = 2; } = 1;"
          + " version NEW { int F(int, int) = 1; } = 4294967295; } = 0x20000001;"
          + " program Q { version OLD { int F(int) = 1; int H(void) = 2; } = 1; } = 7;";

  private static Procedure procedure(String name, String program, Long version) throws Exception {
    return new Procedures(name, Optional.ofNullable(program), Optional.ofNullable(version))
        .of(Compiler.create().compile("f.x", FILE));
  }

  @ParameterizedTest
  @CsvSource({
    "G, , , 536870913, 1, 0",
    "H, , , 7, 1, 0",
    "F, P, , 536870913, 4294967295, 2",
    "F, 0x20000001, 1, 536870913, 1, 1",
    "F, 7, , 7, 1, 1",
    "F, , 4294967295, 536870913, 4294967295, 2"
  })
  void theNewestIsMeantUnlessAnotherIsNamed(
      String name, String program, Long version, long number, long chosen, int parameters)
      throws Exception {
    var procedure = procedure(name, program, version);
    assertThat(procedure.target()).isEqualTo(new Program(number, chosen));
    assertThat(procedure.parameters()).isEqualTo(parameters);
  }

  @ParameterizedTest
  @CsvSource({
    "F, , , F is in P and in Q; choose with --program",
    "F, , 1, F is in P and in Q; choose with --program",
    "X, , , 'f.x has no procedure X; it has F, G, H'",
    "H, P, , 'f.x has no procedure H; it has F, G'",
    "F, R, , 'f.x has no program R; it has P, Q'",
    "F, 8, , 'f.x has no program 8; it has P, Q'",
    "G, , 3, f.x has no G in version 3; it has 1"
  })
  void whatIsNotThereOrNotClearIsWrongUsage(
      String name, String program, Long version, String said) {
    assertThatThrownBy(() -> procedure(name, program, version))
        .isInstanceOf(Failure.class)
        .hasMessage(said);
  }

  @Test
  void aFileWithoutProgramsHasNone() throws Exception {
    var file = Compiler.create().compile("f.x", "struct s { int a; };");
    assertThatThrownBy(() -> new Procedures("F", Optional.empty(), Optional.empty()).of(file))
        .hasMessage("f.x has no program");
  }
}
