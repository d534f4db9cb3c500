package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.dbus.Monitor;
import dev.rohrpost.dbus.trace.EndedCall;
import dev.rohrpost.dbus.trace.OpenCall;
import dev.rohrpost.dbus.trace.Outcome;
import dev.rohrpost.dbus.wire.Header;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a monitor sees, as lines for people. Columns begin at the same place as long as names are
/// not too long: nobody knows the names that come.
final class SeenText {
  /// The longest text of arguments.
  private static final int LONGEST = 400;

  private static final int NAMES = 24;
  private static final int METHOD = 40;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private SeenText() {}

  /// {@return a message on one line}
  static String line(Monitor.Seen seen) throws UnixException {
    var header = seen.header();
    var line = begin(seen.time(), ShownMessage.kind(header.type()));
    connections(line, name(header.sender(), seen.senderNames()), destination(seen));
    var isReply = header.type() == Header.RETURN || header.type() == Header.ERROR;
    column(line, "#" + header.serial() + (isReply ? " to #" + header.replySerial() : ""), 8);
    if (header.errorName() != null) {
      column(line, header.errorName(), 0);
    }
    if (header.path() != null) {
      column(line, header.path().text(), 0);
      column(line, method(header), 0);
    }
    return line.append(cut(ShownMessage.Body.of(seen).text())).toString().stripTrailing();
  }

  /// {@return a call that has ended, on one line}
  static String line(EndedCall ended) throws UnixException {
    var isTimed = ended.outcome() != Outcome.UNWANTED;
    var line = begin(ended.call().time(), isTimed ? milliseconds(ended.duration()) : "-");
    column(line, ended.outcome().text(), 8);
    call(line, ended.call());
    ended.error().ifPresent(error -> column(line, "= " + error, 0));
    if (ended.reply().isPresent()) {
      var results = ShownMessage.Body.of(ended.reply().get()).text();
      if (!results.isEmpty()) {
        line.append(ended.error().isPresent() ? "" : "= ").append(cut(results));
      }
    }
    return line.toString().stripTrailing();
  }

  /// {@return a call that is open, on one line}
  static String line(OpenCall open, long now) throws UnixException {
    var line = begin(open.time(), milliseconds(Duration.ofNanos(now - open.nanos())));
    column(line, open.isCertain() ? "open" : "unknown", 8);
    call(line, open);
    return line.toString().stripTrailing();
  }

  private static void call(StringBuilder line, OpenCall call) throws UnixException {
    var header = call.header();
    connections(line, name(header.sender(), call.senderNames()), callee(call));
    column(line, String.valueOf(header.path()), 0);
    column(line, method(header), METHOD);
    if (call.request().isPresent()) {
      column(line, cut(ShownMessage.Body.of(call.request().get()).text()), 0);
    }
  }

  private static StringBuilder begin(Instant time, String next) {
    var line = new StringBuilder(160);
    column(line, TIME.format(time), 0);
    line.append(" ".repeat(Math.max(0, 10 - next.length()))); // numbers end at one place
    column(line, next, 0);
    return line;
  }

  private static void connections(StringBuilder line, String from, String to) {
    column(line, from, NAMES);
    line.append("-> ");
    column(line, to, NAMES);
  }

  private static String destination(Monitor.Seen seen) {
    return name(seen.header().destination(), seen.destinationNames());
  }

  private static String callee(OpenCall call) {
    return name(call.header().destination(), call.calleeNames());
  }

  /// {@return what a connection is called: as the message says, or by the name that it has}
  static String name(@Nullable String said, List<String> names) {
    if (said == null) {
      return "*";
    }
    return said.startsWith(":") && !names.isEmpty() ? names.getFirst() : said;
  }

  /// {@return the method or signal with its interface, if it has one}
  static String method(Header header) {
    return Optional.ofNullable(header.interfaceName()).map(face -> face + ".").orElse("")
        + header.member();
  }

  static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3fms", duration.toNanos() / 1e6);
  }

  private static String cut(String text) {
    return Escape.cut(text, LONGEST);
  }

  private static void column(StringBuilder line, String text, int width) {
    line.append(text).append(" ".repeat(Math.max(0, width - text.length())));
    if (!text.isEmpty()) {
      line.append("  ");
    }
  }
}
