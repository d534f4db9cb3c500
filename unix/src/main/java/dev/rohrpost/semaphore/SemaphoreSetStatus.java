package dev.rohrpost.semaphore;

import dev.rohrpost.ipc.Ownership;
import dev.rohrpost.ipc.SystemVKey;
import java.time.Instant;
import java.util.Optional;

/// What the kernel knows of a set of semaphores.
///
/// @param id its number
/// @param key its name, or [SystemVKey#PRIVATE]
/// @param ownership whose it is and who may use it; changing a semaphore is writing
/// @param size how many semaphores it has
/// @param lastOperation when the last operation was done, to the second
/// @param changed when it was made, or its owner, mode or a value was set, to the second
public record SemaphoreSetStatus(
    int id,
    SystemVKey key,
    Ownership ownership,
    int size,
    Optional<Instant> lastOperation,
    Instant changed) {
  /// Tells whether two answers are about the same set. Setting a value changes the time, so that
  /// does not count.
  boolean isOfTheSame(SemaphoreSetStatus other) {
    return id == other.id
        && key.equals(other.key)
        && ownership.equals(other.ownership)
        && size == other.size;
  }
}
