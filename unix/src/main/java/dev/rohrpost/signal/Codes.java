package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.libc.SignalH;
import java.util.Map;

/// The names of signal codes.
final class Codes {
  private static final Map<Integer, String> ANY =
      Map.of(
          SignalH.SI_USER, "SI_USER",
          SignalH.SI_KERNEL, "SI_KERNEL",
          SignalH.SI_QUEUE, "SI_QUEUE",
          SignalH.SI_TIMER, "SI_TIMER",
          SignalH.SI_MESGQ, "SI_MESGQ",
          SignalH.SI_ASYNCIO, "SI_ASYNCIO",
          SignalH.SI_SIGIO, "SI_SIGIO",
          SignalH.SI_TKILL, "SI_TKILL");

  private static final Map<Integer, String> CHILD =
      Map.of(
          SignalH.CLD_EXITED, "CLD_EXITED",
          SignalH.CLD_KILLED, "CLD_KILLED",
          SignalH.CLD_DUMPED, "CLD_DUMPED",
          SignalH.CLD_TRAPPED, "CLD_TRAPPED",
          SignalH.CLD_STOPPED, "CLD_STOPPED",
          SignalH.CLD_CONTINUED, "CLD_CONTINUED");

  private Codes() {}

  static String name(Signal signal, int code) {
    var names = isChild(signal, code) ? CHILD : ANY;
    return names.getOrDefault(code, Integer.toString(code));
  }

  /// Tells whether the siginfo is that of a child: a SIGCHLD may also come from kill(2).
  static boolean isChild(Signal signal, int code) {
    return signal.equals(Signal.CHLD) && code > 0 && code != SignalH.SI_KERNEL;
  }

  static boolean carriesValue(int code) {
    return code == SignalH.SI_QUEUE || code == SignalH.SI_TIMER || code == SignalH.SI_MESGQ;
  }
}
