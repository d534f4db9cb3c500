package dev.rohrpost;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A signal, by its number.
///
/// A record and not an enum for the reason that [Errno] is one, and because the real-time signals
/// have numbers only.
///
/// @param number 1 to 64
/// @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
public record Signal(int number) {
  /// The terminal hung up; for a server: read the configuration again.
  public static final Signal HUP = new Signal(1);

  /// Interrupted from the terminal.
  public static final Signal INT = new Signal(2);

  /// Quit from the terminal.
  public static final Signal QUIT = new Signal(3);

  /// Illegal instruction.
  public static final Signal ILL = new Signal(4);

  /// Breakpoint.
  public static final Signal TRAP = new Signal(5);

  /// Aborted.
  public static final Signal ABRT = new Signal(6);

  /// Access beyond the object behind a mapping.
  public static final Signal BUS = new Signal(7);

  /// Arithmetic fault.
  public static final Signal FPE = new Signal(8);

  /// Ends a process at once; cannot be caught.
  public static final Signal KILL = new Signal(9);

  /// For the program to give a meaning.
  public static final Signal USR1 = new Signal(10);

  /// Access to memory that is not there.
  public static final Signal SEGV = new Signal(11);

  /// For the program to give a meaning.
  public static final Signal USR2 = new Signal(12);

  /// Write to a pipe that nobody reads.
  public static final Signal PIPE = new Signal(13);

  /// Timer of alarm(2).
  public static final Signal ALRM = new Signal(14);

  /// Please end.
  public static final Signal TERM = new Signal(15);

  /// Unused.
  public static final Signal STKFLT = new Signal(16);

  /// A child ended, stopped or went on.
  public static final Signal CHLD = new Signal(17);

  /// Go on after a stop.
  public static final Signal CONT = new Signal(18);

  /// Stops a process; cannot be caught.
  public static final Signal STOP = new Signal(19);

  /// Stopped from the terminal.
  public static final Signal TSTP = new Signal(20);

  /// A background process read from the terminal.
  public static final Signal TTIN = new Signal(21);

  /// A background process wrote to the terminal.
  public static final Signal TTOU = new Signal(22);

  /// Urgent data on a socket.
  public static final Signal URG = new Signal(23);

  /// Limit of processor time passed.
  public static final Signal XCPU = new Signal(24);

  /// Limit of file size passed.
  public static final Signal XFSZ = new Signal(25);

  /// Timer of own processor time.
  public static final Signal VTALRM = new Signal(26);

  /// Profiling timer.
  public static final Signal PROF = new Signal(27);

  /// The terminal changed its size.
  public static final Signal WINCH = new Signal(28);

  /// A descriptor is ready.
  public static final Signal IO = new Signal(29);

  /// Power fails.
  public static final Signal PWR = new Signal(30);

  /// Bad system call.
  public static final Signal SYS = new Signal(31);

  /// The lowest real-time signal that programs may use; the C library keeps 32 and 33 for itself.
  public static final Signal RTMIN = new Signal(34);

  /// The highest real-time signal.
  public static final Signal RTMAX = new Signal(64);

  private static final List<String> NAMES =
      List.of(
          ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT"
                  + " STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
              .split(" "));

  /// Older names of the same numbers.
  private static final Map<String, String> ALIASES =
      Map.of("CLD", "CHLD", "POLL", "IO", "IOT", "ABRT", "UNUSED", "SYS");

  /// Makes the signal of a number.
  ///
  /// @throws IllegalArgumentException unless the number is 1 to 64
  public Signal {
    if (number < 1 || number > 64) {
      throw new IllegalArgumentException("signal numbers are 1 to 64, not " + number);
    }
  }

  /// Returns a real-time signal; these are queued and may carry a value.
  ///
  /// @param offset 0 to 30, counted from [#RTMIN]
  /// @return the signal `RTMIN+offset`
  /// @throws IllegalArgumentException if the offset is out of range
  public static Signal realTime(int offset) {
    if (offset < 0 || offset > RTMAX.number - RTMIN.number) {
      throw new IllegalArgumentException(
          "real-time signals are RTMIN+0 to RTMIN+30, not +" + offset);
    }
    return new Signal(RTMIN.number + offset);
  }

  /// Reads a signal as people and scripts write it: by name with or without `SIG` in any case, by
  /// number, or as `RTMIN+n` and `RTMAX-n`.
  ///
  /// @param text such as `TERM`, `sigterm`, `15` or `RTMIN+3`
  /// @return the signal
  /// @throws IllegalArgumentException if no signal of Linux is called so
  public static Signal parse(String text) {
    var name = text.toUpperCase(Locale.ROOT);
    name = name.startsWith("SIG") ? name.substring(3) : name;
    try {
      if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
        return new Signal(Integer.parseInt(name));
      }
      if (name.equals("RTMIN") || name.startsWith("RTMIN+")) {
        return realTime(offset(name));
      }
      if (name.equals("RTMAX") || name.startsWith("RTMAX-")) {
        return realTime(RTMAX.number - RTMIN.number - offset(name));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no such signal: " + text, e);
    }
    var index = NAMES.indexOf(ALIASES.getOrDefault(name, name));
    if (index < 0) {
      throw new IllegalArgumentException("no such signal: " + text);
    }
    return new Signal(index + 1);
  }

  private static int offset(String name) {
    return name.length() == 5 ? 0 : Integer.parseUnsignedInt(name.substring(6));
  }

  /// {@return whether signals of this number are queued, each with its value, rather than merged}
  public boolean isRealTime() {
    return number >= RTMIN.number;
  }

  /// Returns the name of signal(7), such as `SIGTERM` or `SIGRTMIN+3`; `SIG32` for the two numbers
  /// that the C library keeps. What a record has without this is put together by the JVM at its
  /// first use, which takes several milliseconds; every program that handles signals would wait for
  /// it when it starts.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Signal that && that.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public String toString() {
    if (number <= NAMES.size()) {
      return "SIG" + NAMES.get(number - 1);
    }
    if (number == RTMAX.number) {
      return "SIGRTMAX";
    }
    var offset = number - RTMIN.number;
    return offset < 0 ? "SIG" + number : offset == 0 ? "SIGRTMIN" : "SIGRTMIN+" + offset;
  }
}
