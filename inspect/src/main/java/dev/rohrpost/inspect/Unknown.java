package dev.rohrpost.inspect;

import java.util.List;

/// Something that could not be read.
///
/// @param matter what it is about
/// @param what it is, for people, such as `descriptors of 3 processes`
/// @param why the reason, for people, such as `EACCES: permission denied`
/// @param pids the processes that it is about; empty if it is about none
public record Unknown(Matter matter, String what, String why, List<Integer> pids) {
  /// What may remain unknown.
  public enum Matter {
    /// Processes, of which nothing is seen.
    PROCESSES,
    /// What processes that are seen have, and do.
    DESCRIPTORS,
    /// Sockets, of all processes of a network namespace.
    SOCKETS,
    /// Queues, segments or semaphores that nobody needs to hold.
    SYSTEM_OBJECTS,
    /// Locks on files.
    LOCKS,
    /// Names on a message bus.
    BUS_NAMES,
    /// Calls on a message bus.
    BUS_CALLS,
    /// Which remote programs listen where.
    RPC_PROGRAMS
  }

  /// {@return whether somebody may have something, and is not seen to}
  public boolean hidesHolders() {
    return matter == Matter.PROCESSES || matter == Matter.DESCRIPTORS;
  }
}
