package dev.rohrpost.rpc.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rohrpost.testkit.Row;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class FaultTest {
  private static String faults(String text) {
    var fault = catchThrowableOfType(SpecificationException.class, () -> Snippets.of(text));
    assertThat(fault).as(text).isNotNull();
    var message = String.valueOf(fault.getMessage());
    assertThat(message.lines()).hasSameSizeAs(fault.faults());
    return message;
  }

  static final List<Arguments> TEXTS =
      List.of(
          Arguments.of(
              "struct a {\n  b c;\n};",
              "t.x:2:3: there is no type b; include the file that has it, or say --use FILE.x=PACKAGE"),
          Arguments.of(
              "typedef int a[MANY];",
              "t.x:1:15: there is no constant MANY; say -D MANY=NUMBER if C has it"),
          Arguments.of("const A = 1;\nconst A = 2;", "t.x:2:7: A is declared twice"),
          Arguments.of("const A = 1; enum e { A };", "t.x:1:23: A is declared twice"),
          Arguments.of("struct a { int x; };\nenum a { B };", "t.x:2:6: a is declared twice"),
          Arguments.of("struct a { int x; int x; };", "t.x:1:23: x is declared twice"),
          Arguments.of(
              "struct a { int x; a y; };",
              "t.x:1:21: a contains itself; write a '*' before the name"),
          Arguments.of(
              "struct a { b x; };\nstruct b { a y[2]; };",
              "t.x:2:14: a contains itself; write a '*' before the name"),
          Arguments.of("typedef a b;\ntypedef b a;", "t.x:2:9: b contains itself"),
          Arguments.of("typedef a *a;", "t.x:1:9: a contains itself"),
          Arguments.of(
              "struct a {\n  int x[-1];\n};", "t.x:2:9: a length of -1: it may be 0 to 2147483647"),
          Arguments.of(
              "typedef opaque a<0x100000000>;",
              "t.x:1:18: a length of 4294967296: it may be 0 to 4294967295"),
          Arguments.of(
              "const A = 18446744073709551616;",
              "t.x:1:11: '18446744073709551616' does not fit into 64 bits"),
          Arguments.of(
              "const A = 0x10000000000000000;",
              "t.x:1:11: '0x10000000000000000' does not fit into 64 bits"),
          Arguments.of("const A = 09;", "t.x:1:11: '09' is no number"),
          Arguments.of("const A = B;\nconst B = A;", "t.x:2:11: A depends on itself"),
          Arguments.of("struct a { int x; };\n  /* never", "t.x:2:3: a comment without an end"),
          Arguments.of(
              "enum e { A = 2147483648 };",
              "t.x:1:14: the number 2147483648 of A does not fit into 32 bits"),
          Arguments.of(
              "enum e { A = 2147483647, B };",
              "t.x:1:26: the number 2147483648 of B does not fit into 32 bits"),
          Arguments.of(
              "enum e { A };\nunion u switch (e d) { case 1: void; };",
              "t.x:2:29: the case 1 cannot occur"),
          Arguments.of(
              "union u switch (bool b) { case 2: void; };", "t.x:1:32: the case 2 cannot occur"),
          Arguments.of(
              "const N = -1; union u switch (unsigned d) { case N: void; };",
              "t.x:1:50: the case N (-1) cannot occur"),
          Arguments.of(
              "union u switch (int d) { case 0x80000000: void; };",
              "t.x:1:31: the case 2147483648 cannot occur"),
          Arguments.of(
              "union u switch (int d) { case 1: case 1: void; };",
              "t.x:1:39: the case 1 occurs twice"),
          Arguments.of(
              "enum e { A, B = 0 }; union u switch (e d) { case A: int x; case B: void; };",
              "t.x:1:65: the case B (0) occurs twice"),
          Arguments.of(
              "union u switch (int d) { default: void; default: int x; };",
              "t.x:1:41: a second default"),
          Arguments.of(
              "union u switch (int d) { case 1: int x; case 2: int x; };",
              "t.x:1:53: x is declared twice"),
          Arguments.of(
              "union u switch (hyper d) { case 1: int x; };",
              "t.x:1:23: d can be no discriminant: it is no int, unsigned, bool or enum"),
          Arguments.of(
              "program P { version V { void A(void) = 1; void B(void) = 1; } = 1; } = 1;",
              "t.x:1:58: procedure 1 is A already"),
          Arguments.of(
              "program P { version V { void A(void) = 1; void A(int) = 2; } = 1; } = 1;",
              "t.x:1:48: A is declared twice"),
          Arguments.of(
              "program P { version V { void A(void) = 1; } = 1; version W { int A() = 1; } = 1; } ="
                  + " 1;",
              "t.x:1:79: version 1 is V already"),
          Arguments.of(
              "program P { version V { void A(void) = 1; } = 1; } = 1;\n"
                  + "program Q { version V { void A(void) = 1; } = 1; } = 1;",
              "t.x:2:54: program 1 is P already"),
          Arguments.of(
              "program P { version V { void A(void) = -1; } = 1; } = 1;",
              "t.x:1:40: procedure -1: it may be 0 to 4294967295"),
          Arguments.of(
              "program P { version V { int A(void) = 0; } = 1; } = 1;",
              "t.x:1:29: procedure 0 must be void A(void)"),
          Arguments.of(
              "struct a { string s[3]; };",
              "t.x:1:20: a string has no fixed length: write string NAME<N>, or opaque NAME[N]"),
          Arguments.of(
              "struct a { string s; };", "t.x:1:19: a string needs a bound: write string s<>"),
          Arguments.of(
              "struct a { opaque *o; };",
              "t.x:1:19: opaque has no '*': write opaque NAME<>, which may be empty, or a typedef"
                  + " of it"),
          Arguments.of(
              "struct a { opaque o; };",
              "t.x:1:19: opaque needs a length: [N], or <N> for one up to N"),
          Arguments.of("struct a { int x }", "t.x:1:18: '}' in place of ';'"),
          Arguments.of(
              "strict a { int x; };",
              "t.x:1:1: 'strict' in place of const, enum, struct, union, typedef, program or"
                  + " namespace"),
          Arguments.of("struct a { int x;", "t.x:1:18: the end of the file in place of a type"),
          Arguments.of("#if 1\nconst A = 1;", "t.x:1:1: an #if without an #endif"),
          Arguments.of("const A = 1;\n#endif", "t.x:2:1: no #if before it"),
          Arguments.of(
              "#include \"none.x\"",
              "t.x:1:1: there is no file none.x; say -I DIR to look elsewhere, too"),
          Arguments.of(
              "# 7 \"other.x\"\nconst A = ;",
              "other.x:7:11: ';' in place of a number or the name of one"),
          Arguments.of("const A = \"a;\n", "t.x:1:11: a string that does not end in its line"),
          Arguments.of(
              "struct e { }; struct a { e x[65]; };",
              "t.x:1:28: an array of more than 64 elements that take no bytes"));

  @ParameterizedTest
  @FieldSource("TEXTS")
  @Row("GEN-02")
  void aFaultHasItsPlace(String text, String fault) {
    assertThat(faults(text)).isEqualTo(fault);
  }

  @Test
  @Row("GEN-02")
  void allFaultsAreSaidAtOnceInTheirOrder() {
    assertThat(faults("struct a { b x; };\nstruct a { int y[-1]; c z; };"))
        .isEqualTo(
            """
            t.x:1:12: there is no type b; include the file that has it, or say --use FILE.x=PACKAGE
            t.x:2:8: a is declared twice\
            """);
    assertThat(faults("struct a { b x; };\nstruct d { int y[-1]; c z; };"))
        .isEqualTo(
            """
            t.x:1:12: there is no type b; include the file that has it, or say --use FILE.x=PACKAGE
            t.x:2:18: a length of -1: it may be 0 to 2147483647
            t.x:2:23: there is no type c; include the file that has it, or say --use FILE.x=PACKAGE\
            """);
  }

  private static Sources files(Map<String, String> files) {
    return new Sources() {
      @Override
      public @Nullable String find(String from, String name, boolean beside) {
        return files.containsKey(name) ? name : null;
      }

      @Override
      public String read(String file) {
        return files.getOrDefault(file, "");
      }
    };
  }

  @Test
  @Row("GEN-02")
  void aFaultInAnIncludedFileNamesThatFile() {
    var sources = files(Map.of("b.x", "\nconst B = ;"));
    var fault =
        catchThrowableOfType(
            SpecificationException.class,
            () -> Compiler.create().compile("a.x", "#include \"b.x\"", sources));
    assertThat(fault.faults())
        .isEqualTo(List.of(new Fault("b.x", 2, 11, "';' in place of a number or the name of one")));
  }

  @Test
  void aFileThatIncludesItselfIsAFault() {
    var sources = files(Map.of("a.x", "#include \"a.x\"\n#include \"a.x\"\n"));
    var fault =
        catchThrowableOfType(
            SpecificationException.class,
            () -> Compiler.create().compile("a.x", "#include \"a.x\"", sources));
    assertThat(fault.getMessage()).isEqualTo("a.x:1:1: files that include each other, 64 deep");
  }

  @Test
  void macrosThatDoubleAreAFault() {
    var text = new StringBuilder("#define A0\n");
    for (var i = 1; i < 100; i++) {
      text.append("#define A").append(i).append(" A").append(i - 1).append(" A").append(i - 1);
      text.append('\n');
    }
    assertThat(faults(text + "A99")).isEqualTo("t.x:101:1: more than 200000 tokens from macros");
  }

  @Test
  @Row("GEN-02")
  void aMacroWithParametersIsAFaultWhereItIsUsed() {
    assertThat(faults("#define F(x) x\nconst A = 1;\nconst B = F(2);"))
        .isEqualTo(
            "t.x:3:11: the macro F has parameters, which we do not know:"
                + " write here what it stands for");
  }

  @Test
  void deepNestingIsAFault() {
    assertThat(faults("struct a {" + " struct {".repeat(10_000)))
        .endsWith("nested more than 64 deep");
    assertThat(faults("namespace a { ".repeat(10_000))).endsWith("nested more than 64 deep");
    assertThat(faults("#if " + "(".repeat(10_000) + "\n#endif"))
        .isEqualTo("t.x:1:1: cannot understand the condition");
  }

  @Test
  void longChainsOfNamesAreAFault() {
    var constants = new StringBuilder();
    var typedefs = new StringBuilder();
    var structs = new StringBuilder();
    var optionals = new StringBuilder();
    for (var i = 0; i < 20_000; i++) {
      constants.append("const a%d = a%e;\n".replace("%d", "" + i).replace("%e", "" + (i + 1)));
      typedefs.append("typedef a%e a%d;\n".replace("%d", "" + i).replace("%e", "" + (i + 1)));
      structs.append("struct a%d { a%e x; };".replace("%d", "" + i).replace("%e", "" + (i + 1)));
      optionals.append("struct a%d { a%e *x; };".replace("%d", "" + i).replace("%e", "" + (i + 1)));
    }
    assertThat(faults(constants + "const a20000 = 1;")).contains("that depend on each other");
    assertThat(faults(typedefs + "typedef int a20000;")).contains("more than 500 deep");
    assertThat(faults(structs + "struct a20000 { int x; };")).contains("more than 200 deep");
    assertThat(faults(optionals + "struct a20000 { int x; };")).contains("more than 200 deep");
  }

  @Test
  @Row("GEN-02")
  void aStructThatNoRecordCanHoldIsAFault() throws Exception {
    var members = new StringBuilder();
    for (var i = 0; i < 128; i++) {
      members.append("hyper m").append(i).append(";");
    }
    var specification = Snippets.of("struct big { " + members + "};");
    var fault =
        catchThrowableOfType(
            SpecificationException.class,
            () -> JavaGenerator.create().generate(specification, "x"));
    assertThat(fault.getMessage())
        .isEqualTo("t.x:1:8: big has more members than a record can have");
  }
}
