package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The other process of a demonstration. It runs commands of `rohrpost`, one after the other, in
/// one JVM, which saves the start of one for each.
public final class Partner implements AutoCloseable {
  /// Between the words of a command, because words may contain blanks.
  private static final String SEPARATOR = "\u001f";

  /// Before the exit status.
  private static final String END = "\u0004";

  private final Child child;
  private final BufferedReader answers;

  private Partner(Child child) {
    this.child = child;
    var stream = child.stdout().inputStream();
    this.answers = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /// What a command has printed, both outputs together, and how it ended.
  record Answer(int status, List<String> lines) {
    /// Insists on success.
    Answer orFail() throws IOException {
      if (status != Exit.DONE) {
        throw new IOException("exit status " + status + ": " + String.join(" ", lines));
      }
      return this;
    }

    String text() {
      return String.join("\n", lines);
    }
  }

  /// Starts the process, as this one was started.
  static Partner start() throws IOException {
    var words = new ArrayList<String>();
    for (var word : Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1)) {
      if (word.equals("-m") || word.equals("--module")) {
        break;
      }
      words.add(word);
    }
    words.addAll(List.of("-m", "dev.rohrpost.cli/" + Partner.class.getName()));
    var arguments = words.subList(1, words.size()).toArray(String[]::new);
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new Partner(
        Program.of(java.toString(), arguments)
            .withInput(Redirect.PIPE)
            .withOutput(Redirect.PIPE)
            .withErrors(new Redirect.SameAs(1))
            .start());
  }

  int pid() {
    return child.pid();
  }

  /// Begins a command; [#answer] waits for its end. The next one begins after it.
  void begin(String... words) throws IOException {
    var line = String.join(SEPARATOR, words) + "\n";
    child.stdin().outputStream().write(line.getBytes(StandardCharsets.UTF_8));
  }

  /// Waits for the next line of the command that was begun.
  String line() throws IOException {
    var line = answers.readLine();
    if (line == null) {
      throw new IOException("the other process is gone");
    }
    return line;
  }

  /// Waits for the end of the command that was begun.
  Answer answer() throws IOException {
    var lines = new ArrayList<String>();
    for (var line = line(); ; line = line()) {
      if (line.startsWith(END)) {
        return new Answer(Integer.parseInt(line.substring(END.length())), lines);
      }
      lines.add(line);
    }
  }

  /// Runs a command to its end.
  Answer run(String... words) throws IOException {
    begin(words);
    return answer();
  }

  /// Stops the process: it receives nothing until [#goOn].
  void stop() throws UnixException, InterruptedException {
    child.stop();
    child.awaitChange(dev.rohrpost.fd.Deadline.NEVER);
  }

  void goOn() throws UnixException {
    child.resume();
  }

  /// Ends the process, whatever it does.
  @Override
  public void close() {
    try {
      child.kill(Signal.KILL);
    } catch (UnixException e) {
      throw new AssertionError("our own child", e);
    }
    child.close();
  }

  /// The process itself.
  ///
  /// @param args none
  /// @throws IOException if nobody is there any more
  public static void main(String[] args) throws IOException {
    var console = Console.ofProcess();
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = commands.readLine(); line != null; line = commands.readLine()) {
      var status = Main.run(line.split(SEPARATOR, -1), console);
      console.out().line(END + status);
      console.out().flush();
    }
  }
}
