package dev.rohrpost.rpc;

/// How much a client takes and keeps.
///
/// @param callsInFlight how many calls may wait for replies at a time; others wait for their turn
/// @param queuedBytes how many bytes of calls may wait to be written while the peer does not read
/// @param record the longest message that is sent or taken over a stream, in bytes
/// @param fragments in how many pieces a reply may come
public record ClientLimits(int callsInFlight, long queuedBytes, long record, int fragments) {
  /// 1,024 calls, 1 MiB in the queue, records of 1 MiB and 4 KiB in up to 1,024 fragments.
  public static final ClientLimits DEFAULT =
      new ClientLimits(1024, 1 << 20, (1 << 20) + 4096, 1024);

  /// Checks the limits.
  ///
  /// @throws IllegalArgumentException if one is not positive
  public ClientLimits {
    if (callsInFlight < 1 || queuedBytes < 1 || record < 1 || fragments < 1) {
      throw new IllegalArgumentException("limits of at least 1");
    }
  }

  /// {@return the same with another number of calls in flight}
  ///
  /// @param calls how many
  public ClientLimits withCallsInFlight(int calls) {
    return new ClientLimits(calls, queuedBytes, record, fragments);
  }

  /// {@return the same with another number of bytes that wait}
  ///
  /// @param bytes how many
  public ClientLimits withQueuedBytes(long bytes) {
    return new ClientLimits(callsInFlight, bytes, record, fragments);
  }

  /// {@return the same with another length of the longest message, in bytes}
  ///
  /// @param bytes how many
  public ClientLimits withRecord(long bytes) {
    return new ClientLimits(callsInFlight, queuedBytes, bytes, fragments);
  }
}
