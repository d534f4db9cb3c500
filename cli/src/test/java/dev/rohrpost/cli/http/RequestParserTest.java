package dev.rohrpost.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.cli.http.RequestParser.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        GET,
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\n\n",
        "POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\n"
      })
  void theEndIsFoundHoweverItIsCut(String request) {
    var bytes = bytes(request + "GET");
    var parser = new RequestParser();
    for (var count = 0; count < request.length(); count++) {
      assertThat(parser.look(bytes, count)).isEqualTo(new Step.More());
    }
    assertThat(parser.look(bytes, bytes.length))
        .isInstanceOfSatisfying(
            Step.Whole.class, step -> assertThat(step.length()).isEqualTo(request.length()));
    assertThat(new RequestParser().look(bytes, bytes.length))
        .isEqualTo(parser.look(bytes, bytes.length));
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1|Host: x||', true",
    "'GET / HTTP/1.1|Host: x|Connection: close||', false",
    "'GET / HTTP/1.0||', false",
    "'GET / HTTP/1.0|Connection: Keep-Alive||', true"
  })
  void theClientSaysWhetherItStays(String request, boolean stays) {
    assertThat(look(request.replace("|", "\r\n")))
        .isInstanceOfSatisfying(
            Step.Whole.class, step -> assertThat(step.staysOpen()).isEqualTo(stays));
  }

  @ParameterizedTest
  @CsvSource({
    "'||', 400",
    "'GET /||', 400",
    "'GET  / HTTP/1.1|Host: x||', 400",
    "'GET / HTTP/1.1||', 400",
    "'GET / HTTP/1.1|Host: x|Host: y||', 400",
    "'GET / HTTP/1.1|Host : x||', 400",
    "'GET / HTTP/1.1|Host: x| folded||', 400",
    "'PRI * HTTP/2.0||', 505",
    "'POST / HTTP/1.1|Host: x|Content-Length: x||', 400",
    "'POST / HTTP/1.1|Host: x|Content-Length: -1||', 400",
    "'POST / HTTP/1.1|Host: x|Content-Length: 3|Content-Length: 3||', 400",
    "'POST / HTTP/1.1|Host: x|Content-Length: 65537||', 413",
    "'POST / HTTP/1.1|Host: x|Content-Length: 999999999999999999||', 413",
    "'POST / HTTP/1.1|Host: x|Transfer-Encoding: gzip||', 501",
    "'POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked|Content-Length: 3||', 400",
    "'POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||x|', 400",
    "'POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||fffffff|', 400",
    "'POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||ffffff|ab', 413",
    "'POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||1|abc||', 400"
  })
  void whatIsNoRequestIsRefused(String request, int status) {
    assertThat(look(request.replace("|", "\r\n")))
        .isInstanceOfSatisfying(
            Step.Refused.class, step -> assertThat(step.status()).isEqualTo(status));
  }

  @Test
  void aHeadWithoutEndIsRefusedBeforeItFillsTheMemory() {
    var endless =
        bytes("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(RequestParser.LONGEST_HEAD));
    assertThat(new RequestParser().look(endless, endless.length))
        .isEqualTo(new Step.Refused(431, "header fields too large"));
  }

  @Test
  void aClientThatWaitsIsToldOnceToGoOn() {
    var head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    var parser = new RequestParser();
    assertThat(parser.look(bytes(head), head.length())).isEqualTo(new Step.Continue());
    assertThat(parser.look(bytes(head), head.length())).isEqualTo(new Step.More());
    assertThat(parser.look(bytes(head + "ab"), head.length() + 2)).isInstanceOf(Step.Whole.class);
  }

  /// Whatever comes, it ends in a step, and a whole request lies within the bytes.
  @Test
  void randomBytesDoNoHarm() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var parts =
        List.of(
            GET,
            "\r\n",
            "0\r\n",
            "Transfer-Encoding: chunked\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\n");
    for (var round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(6); i >= 0; i--) {
        text.append(
            random.nextBoolean()
                ? parts.get(random.nextInt(parts.size()))
                : (char) random.nextInt(256));
      }
      var bytes = bytes(text.toString());
      if (new RequestParser().look(bytes, bytes.length) instanceof Step.Whole whole) {
        assertThat(whole.length()).as("seed " + seed).isBetween(1, bytes.length);
      }
    }
  }

  private static Step look(String request) {
    var bytes = bytes(request);
    return new RequestParser().look(bytes, bytes.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
