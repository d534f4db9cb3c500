package dev.rohrpost.signal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What `/proc/…/status` says about the signals of a process or thread.
///
/// @param name the name of the program or thread, as the kernel escapes it
/// @param state the letter of the state, such as `S`
/// @param pending for this thread
/// @param shared pending for the process
/// @param blocked by this thread
/// @param ignored by the process
/// @param caught by the process
/// @see <a
///   href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
record ProcStatus(
    String name,
    String state,
    SignalSet pending,
    SignalSet shared,
    SignalSet blocked,
    SignalSet ignored,
    SignalSet caught) {

  /// Reads the status.
  ///
  /// @param directory of a process or thread
  /// @return the status, or null if it has ended
  /// @throws IOException if it cannot be read
  static @Nullable ProcStatus read(Path directory) throws IOException {
    try {
      return parse(Files.readString(directory.resolve("status"), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return null; // opened before it ended, read afterwards: ESRCH
      }
      throw e;
    }
  }

  /// Tells whether it may still run a signal handler.
  boolean lives() {
    return !state.startsWith("Z") && !state.startsWith("X");
  }

  static ProcStatus parse(String text) {
    return new ProcStatus(
        field(text, "Name:"),
        field(text, "State:"),
        set(text, "SigPnd:"),
        set(text, "ShdPnd:"),
        set(text, "SigBlk:"),
        set(text, "SigIgn:"),
        set(text, "SigCgt:"));
  }

  private static SignalSet set(String text, String name) {
    return SignalSet.parse(field(text, name));
  }

  private static String field(String text, String name) {
    var at = text.startsWith(name) ? 0 : text.indexOf("\n" + name) + 1;
    if (at == 0 && !text.startsWith(name)) {
      throw new IllegalArgumentException("no " + name + " in status");
    }
    return text.substring(at + name.length(), text.indexOf('\n', at)).trim();
  }
}
