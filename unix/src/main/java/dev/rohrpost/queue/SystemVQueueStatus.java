package dev.rohrpost.queue;

import dev.rohrpost.ipc.Ownership;
import dev.rohrpost.ipc.SystemVKey;
import java.time.Instant;
import java.util.Optional;

/// What the kernel knows of a System V queue.
///
/// @param id its number
/// @param key its name, or [SystemVKey#PRIVATE]
/// @param ownership whose it is and who may use it
/// @param messages how many are waiting
/// @param bytes how many bytes these have
/// @param limit how many bytes there may be
/// @param lastSender the process that sent last, 0 if none did or it is of another namespace
/// @param lastReceiver the process that received last, or the thread of it if that was waiting; 0
///   if none did or it is of another namespace
/// @param lastSent when that was, to the second
/// @param lastReceived when that was, to the second
/// @param changed when it was made, or its owner, mode or limit was changed, to the second
public record SystemVQueueStatus(
    int id,
    SystemVKey key,
    Ownership ownership,
    long messages,
    long bytes,
    long limit,
    int lastSender,
    int lastReceiver,
    Optional<Instant> lastSent,
    Optional<Instant> lastReceived,
    Instant changed) {
  /// Tells whether two answers are about the same queue, unchanged but for its messages.
  boolean isOfTheSame(SystemVQueueStatus other) {
    return id == other.id
        && key.equals(other.key)
        && ownership.equals(other.ownership)
        && changed.equals(other.changed);
  }
}
