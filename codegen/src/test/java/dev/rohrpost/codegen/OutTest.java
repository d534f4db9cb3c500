package dev.rohrpost.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutTest {
  private static final String LONG = "l".repeat(90);
  private static final List<String> LONGS = List.of(LONG, LONG);

  @Test
  void anEmptyBlockIsOneLine() {
    assertThat(new Out().open("void a() {").close("}")).hasToString("void a() {}\n");
    assertThat(new Out().open("{").line("a;\n\nb;").turn("} else {").close("}"))
        .hasToString("{\n  a;\n\n  b;\n} else {}\n");
  }

  @Test
  void aListIsBrokenWhereItIsTooLong() {
    assertThat(new Out().list("f", List.of("a", "b"), ";")).hasToString("f(a, b);\n");
    assertThat(new Out().list("function", List.of("a", LONG), ";"))
        .hasToString("function(\n    a, " + LONG + ");\n");
    assertThat(new Out().list("f", LONGS, ";"))
        .hasToString("f(\n    " + LONG + ",\n    " + LONG + ");\n");
    assertThat(new Out().list("f", List.of("a", "b -> {\n  c;\n}"), ";"))
        .hasToString("f(\n    a,\n    b -> {\n      c;\n    });\n");
    var filled = new Out().list("f", Collections.nCopies(40, "x"), ";").toString();
    assertThat(filled.lines()).hasSize(3).allMatch(line -> line.length() <= 100);
  }

  @Test
  void theEndOfAHeaderAndTheRightSideMoveToALine() {
    assertThat(new Out().header(LONG, List.of("a"), "throws E {"))
        .hasToString(LONG + "(a)\n    throws E {\n");
    assertThat(new Out().header("f", LONGS, "throws E {"))
        .hasToString("f(\n    " + LONG + ",\n    " + LONG + ")\n    throws E {\n");
    assertThat(new Out().arrow("a =", "b;").arrow(LONG, LONG))
        .hasToString("a = b;\n" + LONG + "\n    " + LONG + "\n");
    assertThat(new Out().assign("var a =", "f", List.of("b"), ";").assign(LONG, "f", LONGS, ";"))
        .hasToString(
            "var a = f(b);\n" + LONG + "\n    f(\n        " + LONG + ",\n        " + LONG + ");\n");
  }

  @Test
  void conditionsAndLabelsAreBroken() {
    assertThat(new Out().condition("f", "a", List.of("b", "c"), "&&"))
        .hasToString("f(a, b && c);\n");
    assertThat(new Out().condition("f", LONG, LONGS, "&&").toString().lines())
        .containsExactly("f(", "    " + LONG + ",", "    " + LONG, "        && " + LONG + ");");
    assertThat(new Out().labels(List.of("A", "B"), "c;")).hasToString("case A, B -> c;\n");
    assertThat(new Out().labels(LONGS, "c;").toString().lines())
        .containsExactly("case " + LONG + ",", "    " + LONG + " ->", "    c;");
  }

  @Test
  void commentsAreBrokenBetweenWords() {
    assertThat(new Out().comment("a " + LONG + " " + LONG, "  "))
        .hasToString("/// a " + LONG + "\n///   " + LONG + "\n");
    assertThat(new Out().nested(2).line("a").raw("b\n")).hasToString("  a\nb\n");
  }
}
