package dev.rohrpost.cli.command;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.testkit.Foreign;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import tools.jackson.core.io.JsonStringEncoder;

/// Chromium without a window, told what to do over two pipes by the protocol of its developer
/// tools. Playwright would bring 200 MB for what is four commands here.
///
/// @see <a href="https://chromedevtools.github.io/devtools-protocol/">the protocol</a>
final class Browser implements AutoCloseable {
  private static final int COMMANDS = 3;
  private static final int ANSWERS = 4;
  private static final Pattern SESSION = Pattern.compile("\"sessionId\":\"([^\"]+)\"");
  private static final Pattern TARGET = Pattern.compile("\"targetId\":\"([^\"]+)\"");
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");
  private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]*)\"");

  private final Child child;
  private final WriteEnd commandEnd;
  private final ReadEnd answerEnd;
  private final OutputStream commands;
  private final InputStream answers;
  private final String session;
  private int last;

  /// @param profile a folder of its own
  Browser(Path profile) throws IOException {
    try (var toBrowser = Pipe.open();
        var fromBrowser = Pipe.open()) {
      child =
          Program.of(
                  Foreign.require("chromium").toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--user-data-dir=" + profile,
                  "--remote-debugging-pipe",
                  "about:blank")
              .withNewGroup()
              .withInput(new Redirect.Discard())
              .withOutput(new Redirect.Discard())
              .withErrors(new Redirect.Discard())
              .withDescriptor(COMMANDS, new Redirect.To(toBrowser.readEnd().fd()))
              .withDescriptor(ANSWERS, new Redirect.To(fromBrowser.writeEnd().fd()))
              .start();
      commandEnd = new WriteEnd(toBrowser.writeEnd().fd().duplicate());
      answerEnd = new ReadEnd(fromBrowser.readEnd().fd().duplicate());
    }
    commands = commandEnd.outputStream();
    answers = new BufferedInputStream(answerEnd.inputStream());
    var target = found(TARGET, call("Target.createTarget", "{\"url\":\"about:blank\"}", ""));
    session =
        found(
            SESSION,
            call(
                "Target.attachToTarget", "{\"targetId\":\"" + target + "\",\"flatten\":true}", ""));
  }

  /// Goes to a page.
  void open(String url) throws IOException {
    call("Page.navigate", "{\"url\":\"" + url + "\"}");
  }

  /// {@return the text that a script in the page comes to}
  String evaluate(String script) throws IOException {
    var quoted =
        new String(JsonStringEncoder.getInstance().quoteAsCharArray("String(" + script + ")"));
    return found(
        VALUE,
        call("Runtime.evaluate", "{\"expression\":\"" + quoted + "\",\"returnByValue\":true}"));
  }

  /// Waits until a script comes to a text.
  void await(String expected, String script, Duration patience) throws IOException {
    var end = System.nanoTime() + patience.toNanos();
    var seen = evaluate(script);
    while (!seen.equals(expected)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(script + " came to '" + seen + "' and not to '" + expected + "'");
      }
      // The page answers only when it has nothing else to do; no need to pause.
      seen = evaluate(script);
    }
  }

  /// Writes what the page looks like to a file, for people who want to see it.
  void screenshot(Path file) throws IOException {
    Files.write(
        file, Base64.getDecoder().decode(found(DATA, call("Page.captureScreenshot", "{}"))));
  }

  private String call(String method, String parameters) throws IOException {
    return call(method, parameters, ",\"sessionId\":\"" + session + "\"");
  }

  private String call(String method, String parameters, String where) throws IOException {
    var id = "{\"id\":" + ++last + ",";
    var command = id + "\"method\":\"" + method + "\",\"params\":" + parameters + where + "}\0";
    commands.write(command.getBytes(StandardCharsets.UTF_8));
    commands.flush();
    for (var answer = next(); ; answer = next()) {
      if (answer.startsWith(id)) {
        return answer;
      }
    }
  }

  private String next() throws IOException {
    var answer = new ByteArrayOutputStream();
    for (var b = answers.read(); b > 0; b = answers.read()) {
      answer.write(b);
    }
    if (answer.size() == 0) {
      throw new IOException("the browser has ended");
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  private static String found(Pattern pattern, String answer) {
    var match = pattern.matcher(answer);
    if (!match.find()) {
      throw new AssertionError(answer);
    }
    return match.group(1);
  }

  @Override
  public void close() throws IOException {
    commandEnd.close();
    answerEnd.close();
    child.killGroup(Signal.KILL);
    child.close();
  }
}
