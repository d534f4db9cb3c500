package dev.rohrpost.dbus;

/// How much a connection takes and keeps.
///
/// @param callsInFlight how many calls may wait for replies at a time; others wait for their turn.
///   A bus has a limit of its own, 128 for dbus-daemon if its configuration does not say otherwise,
///   and counts calls that were given up here until they are answered
/// @param queuedBytes how many bytes of messages may wait to be written while the peer does not
///   read, and how many bytes of signals may wait in one subscription
public record BusLimits(int callsInFlight, long queuedBytes) {
  /// 100 calls, and 16 MiB in a queue.
  public static final BusLimits DEFAULT = new BusLimits(100, 16 << 20);

  /// Checks the limits.
  ///
  /// @throws IllegalArgumentException if one is not positive
  public BusLimits {
    if (callsInFlight < 1 || queuedBytes < 1) {
      throw new IllegalArgumentException("limits of at least 1");
    }
  }

  /// {@return the same with another number of calls in flight}
  ///
  /// @param calls how many
  public BusLimits withCallsInFlight(int calls) {
    return new BusLimits(calls, queuedBytes);
  }

  /// {@return the same with another number of bytes that wait}
  ///
  /// @param bytes how many
  public BusLimits withQueuedBytes(long bytes) {
    return new BusLimits(callsInFlight, bytes);
  }
}
