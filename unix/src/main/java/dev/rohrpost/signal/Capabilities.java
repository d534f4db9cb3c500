package dev.rohrpost.signal;

/// What this JVM learns about the signals it receives.
///
/// @param senders whether it learns who sent a signal, and why
/// @param values whether it learns the value that came with a signal
/// @param realTime whether real-time signals can be received, in order and without loss
/// @param reason why something is missing; empty where nothing is
public record Capabilities(boolean senders, boolean values, boolean realTime, String reason) {
  static final Capabilities ALL = new Capabilities(true, true, true, "");

  static Capabilities portable(String reason) {
    return new Capabilities(false, false, false, reason);
  }
}
