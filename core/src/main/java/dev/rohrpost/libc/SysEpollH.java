package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.Arch;
import dev.rohrpost.UnixException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What this library uses of `<sys/epoll.h>`.
public final class SysEpollH {
  /// Closed when a program is executed.
  public static final int EPOLL_CLOEXEC = 0x80000;

  /// Add a descriptor.
  public static final int EPOLL_CTL_ADD = 1;

  /// Remove a descriptor.
  public static final int EPOLL_CTL_DEL = 2;

  /// Change what is waited for.
  public static final int EPOLL_CTL_MOD = 3;

  /// There is something to read.
  public static final int EPOLLIN = 1;

  /// There is room to write.
  public static final int EPOLLOUT = 4;

  /// The object is in error.
  public static final int EPOLLERR = 8;

  /// The other side is gone.
  public static final int EPOLLHUP = 16;

  /// Tell once, then wait to be armed again.
  public static final int EPOLLONESHOT = 1 << 30;

  /// An event and the word that belongs to it; x86-64 packs it as 32-bit programs did.
  public static final StructLayout EPOLL_EVENT =
      Arch.pick(
              structLayout(
                  JAVA_INT.withName("events"), JAVA_LONG.withByteAlignment(4).withName("data")),
              structLayout(
                  JAVA_INT.withName("events"), paddingLayout(4), JAVA_LONG.withName("data")))
          .withName("epoll_event");

  private static final CFunction EPOLL_CREATE1 = CFunction.of("int epoll_create1(int)");
  private static final CFunction EPOLL_CTL =
      CFunction.of("int epoll_ctl(int, int, int, struct epoll_event *)");
  private static final CFunction EPOLL_WAIT =
      CFunction.of("int epoll_wait(int, struct epoll_event *, int, int)");

  private SysEpollH() {}

  /// `int epoll_create1(int flags)`
  ///
  /// Makes an epoll set.
  ///
  /// @param flags `EPOLL_CLOEXEC`
  /// @return the descriptor
  /// @throws UnixException with EMFILE, ENFILE or ENOMEM
  public static int epoll_create1(int flags) throws UnixException {
    return EPOLL_CREATE1.checked(EPOLL_CREATE1.call(flags));
  }

  /// `int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)`
  ///
  /// Changes an epoll set.
  ///
  /// @param epfd the set
  /// @param op `EPOLL_CTL_*`
  /// @param fd the descriptor
  /// @param event an `epoll_event`
  /// @return 0, or the negated errno; EPERM where a descriptor is always ready
  public static int epoll_ctl(int epfd, int op, int fd, MemorySegment event) {
    return EPOLL_CTL.call(epfd, op, fd, event.address());
  }

  /// `int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)`
  ///
  /// Waits for events.
  ///
  /// @param epfd the set
  /// @param events where they go
  /// @param maxevents how many at the most
  /// @param timeout in milliseconds, -1 for no limit
  /// @return how many, or the negated errno
  public static int epoll_wait(int epfd, MemorySegment events, int maxevents, int timeout) {
    return EPOLL_WAIT.call(epfd, events.address(), maxevents, timeout);
  }
}
