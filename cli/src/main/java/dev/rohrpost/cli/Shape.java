package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.output.Hexdump;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.messaging.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// How a received message is written.
final class Shape {
  private final boolean json;
  private final boolean hex;
  private final boolean raw;
  private final Hexdump dump = new Hexdump();

  private Shape(boolean json, boolean hex, boolean raw) {
    this.json = json;
    this.hex = hex;
    this.raw = raw;
  }

  static Shape of(ParseResult given) throws Failure {
    var json = given.hasMatchedOption("--json");
    var hex = given.hasMatchedOption("--hex");
    var raw = given.hasMatchedOption("--raw");
    if ((json && hex) || (json && raw) || (hex && raw)) {
      throw Failure.usage("--json, --hex and --raw exclude each other");
    }
    return new Shape(json, hex, raw);
  }

  /// Writes a message at once: somebody may wait for it.
  ///
  /// @param borders whether it is a message of its own and not a piece of a stream
  void write(Message message, boolean borders, Console console) throws Exception {
    var out = console.out();
    if (json) {
      JsonLines.write(out, generator -> fields(generator, message));
    } else if (hex) {
      if (borders) {
        dump.restart();
      }
      for (var line : dump.lines(message.body())) {
        out.line(line);
      }
    } else {
      out.write(message.body());
      if (borders && !raw) {
        out.write('\n');
      }
    }
    out.flush();
  }

  private static void fields(JsonGenerator json, Message message) {
    json.writeNumberProperty("bytes", message.body().length);
    var text = text(message.body());
    json.writeStringProperty(
        text.isPresent() ? "text" : "base64",
        text.orElseGet(() -> Base64.getEncoder().encodeToString(message.body())));
    if (message.type().isPresent()) {
      json.writeNumberProperty("type", message.type().getAsLong());
    }
    number(json, "priority", message.priority());
    if (message.from().isPresent()) {
      json.writeStringProperty("from", message.from().get());
    }
    number(json, "pid", message.pid());
    number(json, "uid", message.uid());
    if (!message.descriptors().isEmpty()) {
      json.writeArrayPropertyStart("fds");
      for (var fd : message.descriptors()) {
        json.writeString(described(fd));
      }
      json.writeEndArray();
    }
  }

  /// What a received descriptor leads to: its number is of no use to anybody else.
  private static String described(Fd fd) {
    try {
      return fd.borrow(Shape::link);
    } catch (UnixException e) {
      return "unknown";
    }
  }

  private static String link(int number) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static void number(JsonGenerator json, String name, OptionalInt number) {
    if (number.isPresent()) {
      json.writeNumberProperty(name, number.getAsInt());
    }
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
