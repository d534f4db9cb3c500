package dev.rohrpost.cli.map.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final Token TOKEN = Token.random();
  private static final List<String> HERE = List.of("127.0.0.1:8080");
  private final Gate gate = new Gate(8080, TOKEN, Set.of("", "page.js"));

  @Test
  void whoKnowsTheTokenIsLetIn() {
    assertThat(gate.judge("GET", "/" + TOKEN.text() + "/", HERE, List.of()))
        .isEqualTo(new Gate.Verdict.Admitted(""));
    assertThat(
            gate.judge(
                "HEAD", "/" + TOKEN.text() + "/page.js", HERE, List.of("http://127.0.0.1:8080")))
        .isEqualTo(new Gate.Verdict.Admitted("page.js"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/page.js", "/x/page.js", "//page.js", "/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/"})
  void whoDoesNotIsNot(String path) {
    assertThat(status("GET", path, HERE, List.of())).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:8080",
        "127.0.0.1:8081",
        "127.0.0.1",
        "127.0.0.1:8080.evil.example",
        ""
      })
  void anotherNameOfThisServerIsNoNameOfIt(String host) {
    assertThat(status("GET", "/" + TOKEN.text() + "/", List.of(host), List.of())).isEqualTo(403);
  }

  @Test
  void thereIsExactlyOneHost() {
    var path = "/" + TOKEN.text() + "/";
    assertThat(status("GET", path, List.of(), List.of())).isEqualTo(403);
    assertThat(status("GET", path, List.of(HERE.getFirst(), "x"), List.of())).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://evil.example", "https://127.0.0.1:8080", "null", "http://127.0.0.1:80"})
  void otherPagesAreRefused(String origin) {
    assertThat(status("GET", "/" + TOKEN.text() + "/", HERE, List.of(origin))).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"POST,405", "DELETE,405", "OPTIONS,405"})
  void onlyGetIsAnswered(String method, int status) {
    assertThat(status(method, "/" + TOKEN.text() + "/", HERE, List.of())).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../page.js",
        "..%2fpage.js",
        "page.js/..",
        "nothing",
        "%2e%2e/page.js",
        "page.js%00"
      })
  void whatIsNotThereIsNotThere(String name) {
    assertThat(status("GET", "/" + TOKEN.text() + "/" + name, HERE, List.of())).isEqualTo(404);
  }

  @Test
  void noTwoTokensAreTheSame() {
    assertThat(Token.random().text()).hasSize(32).isNotEqualTo(Token.random().text());
    assertThat(TOKEN.toString()).doesNotContain(TOKEN.text());
  }

  private int status(String method, String path, List<String> hosts, List<String> origins) {
    return switch (gate.judge(method, path, hosts, origins)) {
      case Gate.Verdict.Admitted _ -> 200;
      case Gate.Verdict.Refused(var status, _) -> status;
    };
  }
}
