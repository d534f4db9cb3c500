package dev.rohrpost.process;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.CProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the program `self.c` tells about itself.
///
/// @param lines the values by name
record Self(Map<String, String> lines) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static Path program() {
    return CProgram.of(Self.class, "self.c");
  }

  static Program of(String... arguments) {
    return Program.of(program().toString(), arguments);
  }

  /// Runs the program to its end, with its output in a pipe.
  static Self of(Program program) throws IOException, InterruptedException {
    try (var child = program.withOutput(Redirect.PIPE).start()) {
      var said = child.communicate(new byte[0], Deadline.after(PATIENCE));
      if (said instanceof Conversation.Complete(ExitStatus status, _, _) && status.isSuccess()) {
        return parse(said.outText());
      }
      throw new AssertionError(said + "\n" + said.outText() + said.errText());
    }
  }

  static Self parse(String text) {
    var lines = new TreeMap<String, String>();
    text.lines()
        .forEach(line -> {
          var colon = line.indexOf(':');
          lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
    return new Self(lines);
  }

  String get(String name) {
    var value = lines.get(name);
    if (value == null) {
      throw new AssertionError("no " + name + " in " + lines);
    }
    return value;
  }

  int number(String name) {
    return Integer.parseInt(get(name));
  }

  List<Integer> numbers(String name) {
    return Arrays.stream(get(name).split(" "))
        .filter(word -> !word.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  String target(int fd) {
    return get("fd " + fd);
  }
}
