package dev.rohrpost.cli.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds where an HTTP/1 request ends, in bytes that come in pieces. It does no input or output.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
final class RequestParser {
  /// The longest request line and header fields together.
  static final int LONGEST_HEAD = 16 * 1024;

  /// The longest content, with the sizes of its chunks.
  static final int LONGEST_CONTENT = 64 * 1024;

  private static final Pattern REQUEST_LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\\x21-\\x7e]+) HTTP/(\\d)\\.(\\d)");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([^\\x00\\r\\n]*?)[ \\t]*");
  private static final int LONGEST_CHUNK_LINE = 256;

  /// What the bytes so far are.
  sealed interface Step {
    /// Not all of a request.
    record More() implements Step {}

    /// Not all of a request, and the client waits to be told to go on (RFC 9110, section 10.1.1).
    record Continue() implements Step {}

    /// A request.
    ///
    /// @param length its bytes; what follows is the next one
    /// @param method such as `GET`
    /// @param staysOpen whether the client wants to send another one
    record Whole(int length, String method, boolean staysOpen) implements Step {}

    /// Nothing that can be answered, but with this.
    ///
    /// @param status such as 400
    /// @param reason what is wrong
    record Refused(int status, String reason) implements Step {}
  }

  private static final Step MORE = new Step.More();

  /// Where the content begins; -1 until the empty line has come.
  private int contentAt = -1;

  private int searchedTo;
  private boolean continued;
  private String method = "";
  private boolean staysOpen;
  private boolean chunked;
  private boolean expects;
  private int contentLength;

  /// Tells how many bytes are empty lines before the request line, which section 2.2 lets a server
  /// ignore: some clients send one after the content of a request.
  ///
  /// @param bytes what comes next
  /// @param count how many they are
  static int emptyLines(byte[] bytes, int count) {
    var at = 0;
    while (at < count
        && (bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < count && bytes[at + 1] == '\n'))) {
      at += bytes[at] == '\n' ? 1 : 2;
    }
    return at;
  }

  /// Looks at a request from its beginning.
  ///
  /// @param bytes the same as before, and perhaps more
  /// @param count how many they are
  Step look(byte[] bytes, int count) {
    if (contentAt < 0) {
      var end = endOfHead(bytes, count);
      if (end < 0) {
        return count < LONGEST_HEAD ? MORE : new Step.Refused(431, "header fields too large");
      }
      contentAt = end;
      var refused = head(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    var step = chunked ? chunks(bytes, count) : content(count);
    if (step instanceof Step.More && expects && !continued) {
      continued = true;
      return new Step.Continue();
    }
    return step;
  }

  /// Lines end in CR LF; a single LF is accepted, as section 2.2 allows.
  private int endOfHead(byte[] bytes, int count) {
    for (var i = Math.max(1, searchedTo); i < count; i++) {
      if (bytes[i] == '\n'
          && (bytes[i - 1] == '\n' || (i > 1 && bytes[i - 1] == '\r' && bytes[i - 2] == '\n'))) {
        return i + 1;
      }
    }
    searchedTo = count;
    return -1;
  }

  private Optional<Step> head(String head) {
    if (head.length() > LONGEST_HEAD) {
      return refused(431, "header fields too large");
    }
    var lines = List.of(head.split("\r?\n"));
    var line = REQUEST_LINE.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!line.matches()) {
      return refused(400, "no request line");
    }
    if (!line.group(3).equals("1")) {
      return refused(505, "only HTTP/1 is spoken here");
    }
    method = line.group(1);
    staysOpen = !line.group(4).equals("0");
    return fields(lines.subList(1, lines.size()), staysOpen);
  }

  private Optional<Step> fields(List<String> lines, boolean needsHost) {
    var hosts = 0;
    var lengths = 0;
    for (var line : lines) {
      var field = FIELD.matcher(line);
      if (!field.matches()) {
        return refused(400, "a header field is malformed");
      }
      var value = field.group(2);
      switch (field.group(1).toLowerCase(Locale.ROOT)) {
        case "host" -> hosts++;
        case "connection" -> connection(value.toLowerCase(Locale.ROOT));
        case "expect" -> expects = value.equalsIgnoreCase("100-continue");
        case "transfer-encoding" -> {
          if (!value.equalsIgnoreCase("chunked") || chunked) {
            return refused(501, "only chunked transfer is understood");
          }
          chunked = true;
        }
        case "content-length" -> {
          lengths++;
          if (!value.matches("\\d{1,18}")) {
            return refused(400, "the content length is no number");
          }
          if (Long.parseLong(value) > LONGEST_CONTENT) {
            return refused(413, "the content is too long");
          }
          contentLength = Integer.parseInt(value);
        }
        default -> {
          // Shown, but without a meaning here.
        }
      }
    }
    if (lengths > 1 || (lengths == 1 && chunked)) { // what another server reads otherwise
      return refused(400, "the length of the content is said twice");
    }
    return hosts > 1 || (hosts == 0 && needsHost)
        ? refused(400, "exactly one host is needed")
        : Optional.empty();
  }

  private void connection(String options) {
    if (options.contains("close")) {
      staysOpen = false;
    } else if (options.contains("keep-alive")) {
      staysOpen = true;
    }
  }

  private Step content(int count) {
    var end = contentAt + contentLength;
    return count < end ? MORE : new Step.Whole(end, method, staysOpen);
  }

  /// Walks over the chunks, which section 7.1 describes.
  private Step chunks(byte[] bytes, int count) {
    var at = contentAt;
    while (true) {
      if (at - contentAt > LONGEST_CONTENT) {
        return new Step.Refused(413, "the content is too long");
      }
      var end = endOfLine(bytes, at, count);
      if (end < 0) {
        return count - at < LONGEST_CHUNK_LINE
            ? MORE
            : new Step.Refused(400, "a chunk is malformed");
      }
      var line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1).strip();
      var digits = line.split("[; \\t]", 2)[0];
      if (!digits.matches("[0-9a-fA-F]{1,6}")) {
        return new Step.Refused(400, "the size of a chunk is no number");
      }
      var size = HexFormat.fromHexDigits(digits);
      at = end + size;
      if (size == 0) {
        return trailer(bytes, at, count);
      }
      if (count < at + 2) {
        return tooLong(at) ? new Step.Refused(413, "the content is too long") : MORE;
      }
      at = endOfLine(bytes, at, count);
      if (at < 0) {
        return new Step.Refused(400, "a chunk does not end");
      }
    }
  }

  private boolean tooLong(int at) {
    return at - contentAt > LONGEST_CONTENT;
  }

  private Step trailer(byte[] bytes, int from, int count) {
    var at = from;
    while (true) {
      var end = endOfLine(bytes, at, count);
      if (end < 0) {
        return tooLong(count) ? new Step.Refused(413, "the content is too long") : MORE;
      }
      if (end - at <= 2 && (bytes[at] == '\r' || bytes[at] == '\n')) {
        return new Step.Whole(end, method, staysOpen);
      }
      at = end;
    }
  }

  private static int endOfLine(byte[] bytes, int from, int count) {
    for (var i = from; i < count; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static Optional<Step> refused(int status, String reason) {
    return Optional.of(new Step.Refused(status, reason));
  }
}
