package dev.rohrpost.inspect;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of objects through which processes talk.
public enum Kind {
  /// A pipe.
  PIPE("pipe"),
  /// A named pipe.
  FIFO("fifo"),
  /// A socket of the UNIX domain.
  UNIX("unix"),
  /// A TCP socket.
  TCP("tcp"),
  /// A UDP socket.
  UDP("udp"),
  /// A socket of another domain, such as netlink.
  SOCKET("socket"),
  /// A System V message queue.
  SYSTEM_V_QUEUE("sysv"),
  /// A POSIX message queue.
  POSIX_QUEUE("mq"),
  /// A System V segment of shared memory.
  SYSTEM_V_SEGMENT("segment"),
  /// A POSIX segment of shared memory.
  POSIX_SEGMENT("shm"),
  /// A set of System V semaphores.
  SEMAPHORES("semaphore"),
  /// A file that is only memory.
  MEMFD("memfd"),
  /// A counter to wait for.
  EVENTFD("eventfd"),
  /// A handle to a process.
  PIDFD("pidfd"),
  /// A queue of signals.
  SIGNALFD("signalfd"),
  /// A timer to wait for.
  TIMERFD("timerfd"),
  /// A set of descriptors to wait for.
  EPOLL("epoll"),
  /// A lock on a file.
  LOCK("lock"),
  /// A name on a message bus.
  BUS_NAME("dbus");

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  /// {@return the word for it, which also begins the id of an object}
  public String label() {
    return label;
  }

  /// Returns the kind with a label.
  ///
  /// @param label such as `pipe`
  /// @return the kind, or empty if there is none
  public static Optional<Kind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }
}
