package dev.rohrpost.inspect.doctor;

import java.util.Locale;

/// The kinds of findings, those that explain most first.
public enum Symptom {
  /// Processes wait for each other, and one of them writes or waits for a lock.
  DEADLOCK,
  /// A process waits for the end of a child that waits for that process.
  WAITS_FOR_CHILD,
  /// Processes wait for each other to write something.
  MUTUAL_READ,
  /// A process waits for one that was stopped.
  STOPPED_PEER,
  /// A reader waits for an end of file that does not come, because somebody holds the other end.
  WITHHELD_EOF,
  /// Processes wait for replies of each other on a message bus.
  BUS_CYCLE,
  /// A process has called somebody on a message bus who cannot answer.
  BUS_CHAIN,
  /// Processes wait for locks that they have from each other.
  LOCK_CYCLE,
  /// A listener does not accept, and those who connect wait.
  ACCEPT_BACKLOG,
  /// A process waits for somebody to open the other end of a FIFO.
  FIFO_OPEN,
  /// Processes wait for each other to send a message, or to receive one.
  CROSSED_QUEUES,
  /// A message queue is full, and who received from it has gone.
  FULL_QUEUE,
  /// A process waits for a semaphore, and who changed it last has gone.
  DEAD_HOLDER,
  /// A message queue whose users have gone.
  ORPHAN_QUEUE,
  /// A segment of shared memory whose users have gone.
  ORPHAN_SEGMENT,
  /// Semaphores whose users have gone.
  ORPHAN_SEMAPHORES,
  /// A signal is pending that nobody will take.
  BLOCKED_SIGNAL,
  /// A mutex whose owner has gone.
  DEAD_OWNER,
  /// The file of a socket that nobody has.
  STALE_SOCKET;

  /// {@return the name for machines, such as `waits_for_child`}
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
