package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.signal.SignalSet;

/// What a process does with signals.
///
/// @param pending those that wait for it, or for its first thread
/// @param blocked those that its first thread blocks
/// @param ignored those that it ignores
/// @param caught those for which it has a handler
/// @param alarm whether a timer is about to send it one (setitimer(2)); false where that is not
///   known
public record Signals(
    SignalSet pending, SignalSet blocked, SignalSet ignored, SignalSet caught, boolean alarm) {
  static Signals parse(String status) {
    return new Signals(
        set(status, "ShdPnd:").union(set(status, "SigPnd:")),
        set(status, "SigBlk:"),
        set(status, "SigIgn:"),
        set(status, "SigCgt:"),
        false);
  }

  private static SignalSet set(String status, String word) {
    return SignalSet.parse(Fields.of(status, word));
  }
}
