package dev.rohrpost.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void nothingOfARequestIsMarkup() {
    assertThat(Page.escaped("<script>\"&'\u0000\u001b\u007f\r\n\t"))
        .isEqualTo("&lt;script&gt;&quot;&amp;&#39;\u2400\u241b\u2421\n\t");
  }

  @Test
  void theLengthIsThatOfTheBytes() {
    var request = "GET /ä HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    var answer =
        new String(
            Page.of(request, new RequestParser.Step.Whole(request.length, "GET", true)),
            StandardCharsets.UTF_8);
    var content = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: " + content.getBytes(StandardCharsets.UTF_8).length + "\r\n")
        .doesNotContain("Connection: close");
    assertThat(content)
        .contains("<h1>Hallo Webbrowser</h1>", "Deine Anfrage war ...", "<pre>\nGET /ä HTTP/1.1\n");
  }

  @Test
  void headIsAnsweredWithoutContent() {
    var request = "HEAD / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    var answer = Page.of(request, new RequestParser.Step.Whole(request.length, "HEAD", false));
    assertThat(new String(answer, StandardCharsets.UTF_8))
        .endsWith("\r\nConnection: close\r\n\r\n");
  }
}
