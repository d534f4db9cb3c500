package dev.rohrpost.signal;

import dev.rohrpost.UnixException;
import org.jspecify.annotations.Nullable;

/// What `/proc/…/status` says about the signals of a process or thread.
///
/// @param name the name of the program or thread, as the kernel escapes it
/// @param state the letter of the state, such as `S`
/// @param threads how many the process has
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
    int threads,
    SignalSet pending,
    SignalSet shared,
    SignalSet blocked,
    SignalSet ignored,
    SignalSet caught) {

  /// Reads the status.
  ///
  /// @param directory of a process or thread
  /// @return the status, or null if it has ended
  /// @throws UnixException if it cannot be read
  static @Nullable ProcStatus read(String directory) throws UnixException {
    try {
      return parse(ProcFile.read(directory + "/status"));
    } catch (UnixException.NotFound e) {
      return null;
    }
  }

  /// Tells whether it may still run a signal handler. A thread of a JVM that catches nothing has
  /// been taken apart already, though it may still seem to run.
  boolean lives() {
    return !state.startsWith("Z") && !state.startsWith("X") && !caught.equals(SignalSet.EMPTY);
  }

  static ProcStatus parse(String text) {
    return new ProcStatus(
        field(text, "Name:"),
        field(text, "State:"),
        Integer.parseInt(field(text, "Threads:")),
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
    if (!text.startsWith(name, at)) {
      throw new IllegalArgumentException("no " + name + " in status");
    }
    return text.substring(at + name.length(), text.indexOf('\n', at)).trim();
  }
}
