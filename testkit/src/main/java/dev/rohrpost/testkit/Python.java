package dev.rohrpost.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Counterparts written in Python.
///
/// They are run by the interpreter itself: `python3` may be a script that starts other programs
/// first, which then hold the descriptors too, and has another process id.
public final class Python {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Python() {}

  private static final class Interpreter {
    static final String PATH = find();

    private static String find() {
      try {
        var command = "import sys; print(sys.executable)";
        return Foreign.run(PATIENCE, "python3", "-c", command).orFail().out().strip();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  /// Returns where the interpreter is, and ends the test if it is nowhere.
  public static String interpreter() {
    Foreign.require("python3");
    return Interpreter.PATH;
  }

  /// Starts a program; closing the result kills it.
  ///
  /// @param program its text
  /// @param arguments what it finds in `sys.argv`
  public static Running start(String program, String... arguments) {
    return Running.start(new ProcessBuilder(command(program, arguments)));
  }

  /// Returns the command line of a program, for those who start it in their own way.
  ///
  /// @param program its text
  /// @param arguments what it finds in `sys.argv`
  public static List<String> command(String program, String... arguments) {
    var command = new ArrayList<>(List.of(interpreter(), "-c", program));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Returns the text of a program that lies beside a class in the test resources.
  ///
  /// @param beside a class of the package that it is in
  /// @param source its file name, such as `echo.py`
  public static String source(Class<?> beside, String source) {
    try (InputStream text = beside.getResourceAsStream(source)) {
      if (text == null) {
        throw new AssertionError("no " + source + " beside " + beside);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
