package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Link;
import java.util.List;
import java.util.Set;

/// What a thread waits for, and who could end that.
sealed interface Wait {
  /// It may go on without anybody who was seen.
  ///
  /// @param cause why
  record Live(Cause cause) implements Wait {}

  /// Why a thread may go on.
  enum Cause {
    /// It runs, or is about to.
    RUNS,
    /// It was stopped, and goes on when it is continued.
    STOPPED,
    /// It waits for some time only.
    TIMED,
    /// It waits for something from outside, or for something that the kernel does not show.
    OUTSIDE
  }

  /// It can only be helped by others that were seen: any of them.
  ///
  /// @param call the system call
  /// @param reaches what it waits for; any of them would do
  record Blocked(String call, List<Reach> reaches) implements Wait {}

  /// Something that a thread waits for.
  ///
  /// @param fd its descriptor, or [dev.rohrpost.inspect.Link#NO_DESCRIPTOR]
  /// @param object the id of the object; empty if there is none, as for a child
  /// @param nature how it waits
  /// @param processes who could end that
  /// @param threads threads of its own process that could end that
  /// @param ends the descriptors with which those processes could; empty if it takes none
  record Reach(
      int fd,
      String object,
      Nature nature,
      Set<Integer> processes,
      Set<Integer> threads,
      Set<Link> ends) {
    Reach(int fd, String object, Nature nature, Set<Integer> processes, Set<Integer> threads) {
      this(fd, object, nature, processes, threads, Set.of());
    }
  }

  /// How a thread waits.
  enum Nature {
    /// For something to come, or its end.
    READ,
    /// For space.
    WRITE,
    /// For somebody to give back a lock.
    LOCK,
    /// For a process to end.
    CHILD,
    /// For another thread of its process, by a futex.
    FUTEX
  }
}
