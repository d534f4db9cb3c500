package dev.rohrpost.cli.http;

import java.nio.charset.StandardCharsets;

/// The answers of the server.
final class Page {
  private static final byte[] BEFORE =
      utf8(
          """
          <!DOCTYPE html>
          <html lang="de"><head><meta charset="utf-8"><title>Hallo Webbrowser</title></head>
          <body><h1>Hallo Webbrowser</h1>
          <p>Deine Anfrage war ...</p>
          <pre>
          """);
  private static final byte[] AFTER = utf8("</pre>\n</body></html>\n");
  private static final byte[] CONTINUE = utf8("HTTP/1.1 100 Continue\r\n\r\n");

  private Page() {}

  static byte[] proceed() {
    return CONTINUE;
  }

  /// Returns the answer to a request.
  ///
  /// @param request its bytes, and perhaps others after them
  static byte[] of(byte[] request, RequestParser.Step.Whole step) {
    var shown = utf8(escaped(new String(request, 0, step.length(), StandardCharsets.UTF_8)));
    var length = BEFORE.length + shown.length + AFTER.length;
    var head = head("200 OK", "text/html", length, step.staysOpen());
    var content = !step.method().equals("HEAD");
    var answer = new byte[head.length + (content ? length : 0)];
    System.arraycopy(head, 0, answer, 0, head.length);
    if (content) {
      System.arraycopy(BEFORE, 0, answer, head.length, BEFORE.length);
      System.arraycopy(shown, 0, answer, head.length + BEFORE.length, shown.length);
      System.arraycopy(AFTER, 0, answer, answer.length - AFTER.length, AFTER.length);
    }
    return answer;
  }

  /// Returns the answer to what is no request; the connection ends with it.
  static byte[] refusal(RequestParser.Step.Refused step) {
    var content = utf8(step.reason() + "\n");
    var head =
        head(step.status() + " " + phrase(step.status()), "text/plain", content.length, false);
    var answer = new byte[head.length + content.length];
    System.arraycopy(head, 0, answer, 0, head.length);
    System.arraycopy(content, 0, answer, head.length, content.length);
    return answer;
  }

  /// Nothing of what is shown may be run, whatever the request was.
  private static byte[] head(String status, String type, int length, boolean staysOpen) {
    return utf8(
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + type
            + "; charset=utf-8\r\nContent-Length: "
            + length
            + "\r\nCache-Control: no-store"
            + "\r\nContent-Security-Policy: default-src 'none'"
            + "\r\nX-Content-Type-Options: nosniff"
            + (staysOpen ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n"));
  }

  private static String phrase(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 431 -> "Request Header Fields Too Large";
      case 501 -> "Not Implemented";
      default -> "HTTP Version Not Supported";
    };
  }

  /// Returns text that means itself in HTML. What cannot be seen is shown by its picture.
  static String escaped(String text) {
    var result = new StringBuilder(text.length() + 64);
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '&' -> result.append("&amp;");
        case '<' -> result.append("&lt;");
        case '>' -> result.append("&gt;");
        case '"' -> result.append("&quot;");
        case '\'' -> result.append("&#39;");
        case '\t', '\n' -> result.append(c);
        case '\r' -> {
          // The end of a line is told by the line feed after it.
        }
        case 0x7f -> result.append('\u2421');
        default -> result.append(c < ' ' ? (char) ('\u2400' + c) : c);
      }
    }
    return result.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
