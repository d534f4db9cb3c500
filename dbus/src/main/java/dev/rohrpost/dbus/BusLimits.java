package dev.rohrpost.dbus;

/// How much a connection takes and keeps.
///
/// @param callsInFlight how many calls may wait for replies at a time; others wait for their turn.
///   A bus has a limit of its own, 128 for dbus-daemon if its configuration does not say otherwise,
///   and counts calls that were given up here until they are answered
/// @param queuedBytes how many bytes of messages may wait to be written while the peer does not
///   read, how many bytes of signals may wait in one subscription, and how many bytes of calls that
///   came may be kept until they are carried out
/// @param callsServed how many calls that came may wait or be carried out at a time; others are
///   answered with `LimitsExceeded`
public record BusLimits(int callsInFlight, long queuedBytes, int callsServed) {
  /// 100 calls in flight, 16 MiB in a queue, and 1,000 calls that are served.
  public static final BusLimits DEFAULT = new BusLimits(100, 16 << 20, 1000);

  /// Checks the limits.
  ///
  /// @throws IllegalArgumentException if one is not positive
  public BusLimits {
    if (callsInFlight < 1 || queuedBytes < 1 || callsServed < 1) {
      throw new IllegalArgumentException("limits of at least 1");
    }
  }

  /// {@return the same with another number of calls in flight}
  ///
  /// @param calls how many
  public BusLimits withCallsInFlight(int calls) {
    return new BusLimits(calls, queuedBytes, callsServed);
  }

  /// {@return the same with another number of bytes that wait}
  ///
  /// @param bytes how many
  public BusLimits withQueuedBytes(long bytes) {
    return new BusLimits(callsInFlight, bytes, callsServed);
  }

  /// {@return the same with another number of calls that are served}
  ///
  /// @param calls how many
  public BusLimits withCallsServed(int calls) {
    return new BusLimits(callsInFlight, queuedBytes, calls);
  }
}
