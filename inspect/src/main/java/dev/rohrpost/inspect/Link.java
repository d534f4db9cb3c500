package dev.rohrpost.inspect;

/// That a process holds an object.
///
/// @param pid the process
/// @param fd its descriptor, or [#NO_DESCRIPTOR]
/// @param object the id of the object
/// @param flow what it may do with it
public record Link(int pid, int fd, String object, Flow flow) {
  /// Of a mapping, a lock, a thread that waits for a queue, a name on a bus.
  public static final int NO_DESCRIPTOR = -1;
}
