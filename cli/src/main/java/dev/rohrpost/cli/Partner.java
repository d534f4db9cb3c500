package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/// The other process of a demonstration. It runs commands of `rohrpost`, one after the other, in
/// one JVM, which saves the start of one for each.
public final class Partner implements AutoCloseable {
  /// Between the words of a command, because words may contain blanks.
  private static final String SEPARATOR = "\u001f";

  /// A command that only partners know: answer one question at an endpoint.
  static final String ECHO = "echo";

  /// Another one: print what comes until [#END_OF_HEARING], or the end of a stream.
  static final String HEAR = "hear";

  /// The word that ends the hearing of a partner.
  static final String END_OF_HEARING = "end of hearing";

  /// Before the exit status.
  private static final String END = "\u0004";

  private final Child child;
  private final BufferedReader answers;

  /// Whether there will be an answer that nobody has read.
  private volatile boolean busy;

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

  /// Returns what starts the process as this one was started: with the same JVM, options and
  /// classes.
  static List<String> command() throws IOException {
    var words = new ArrayList<String>();
    for (var word : Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1)) {
      if (word.endsWith(Main.class.getName())) { // alone, or after the name of the module
        words.add(word.replace(Main.class.getName(), Partner.class.getName()));
        break;
      }
      words.add(word);
    }
    words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return words;
  }

  /// Starts the process.
  ///
  /// @param change what is different for this one, such as its descriptors
  static Partner start(List<String> command, UnaryOperator<Program> change) throws IOException {
    var program =
        Program.of(command.getFirst(), command.subList(1, command.size()).toArray(String[]::new))
            .withInput(Redirect.PIPE)
            .withOutput(Redirect.PIPE)
            .withErrors(new Redirect.SameAs(1));
    return new Partner(change.apply(program).start());
  }

  int pid() {
    return child.pid();
  }

  /// Begins a command; [#answer] waits for its end. The next one begins after it. An answer that
  /// nobody has asked for, because something else failed, is not that of the next.
  void begin(String... words) throws IOException {
    if (busy) {
      var _ = answer();
    }
    busy = true;
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
        busy = false;
        return new Answer(Integer.parseInt(line.substring(END.length())), lines);
      }
      lines.add(line);
    }
  }

  /// Reads the answer at the same time as other things are done.
  Reading reading() {
    return new Reading(
        CompletableFuture.supplyAsync(this::uncheckedAnswer, Thread::startVirtualThread));
  }

  private Answer uncheckedAnswer() {
    try {
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An answer that is being read.
  record Reading(CompletableFuture<Answer> answer) {
    /// Waits for its end.
    Answer await() throws IOException {
      try {
        return answer.join();
      } catch (CompletionException e) {
        throw new IOException("the other process is gone", e);
      }
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
    child.awaitChange(Deadline.NEVER);
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
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = commands.readLine(); line != null; line = commands.readLine()) {
      var words = line.split(SEPARATOR, -1);
      var console = Console.ofProcess(); // one for each command, which says nothing after its end
      var status =
          switch (words[0]) {
            case ECHO -> alone(() -> Echo.at(words[1]).answer(), console);
            case HEAR -> alone(() -> Echo.hear(words[1], console.out()), console);
            default -> Main.run(words, console);
          };
      console.out().line(END + status);
      console.out().flush();
    }
  }

  /// Work that only partners do.
  @FunctionalInterface
  private interface Part {
    void play() throws IOException, InterruptedException;
  }

  private static int alone(Part part, Console console) throws IOException {
    try {
      part.play();
      return Exit.DONE;
    } catch (UnixException | InterruptedException e) {
      console.out().line(String.valueOf(e.getMessage()));
      return Exit.FAILED;
    }
  }
}
