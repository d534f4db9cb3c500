package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysEpollH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One epoll set and the thread that waits on it, for all descriptors that somebody is parked on.
final class Poller {
  static final int READABLE = SysEpollH.EPOLLIN;
  static final int WRITABLE = SysEpollH.EPOLLOUT;

  private static final int BATCH = 64;
  private static final long EVENT = SysEpollH.EPOLL_EVENT.byteSize();
  private static final long EVENTS =
      SysEpollH.EPOLL_EVENT.byteOffset(PathElement.groupElement("events"));
  private static final long DATA =
      SysEpollH.EPOLL_EVENT.byteOffset(PathElement.groupElement("data"));
  private static final ValueLayout.OfLong TOKEN = ValueLayout.JAVA_LONG_UNALIGNED;

  private static @Nullable Poller instance;

  private final int set;

  /// An event carries a token and not the number: the number may be somebody else's by then.
  private final Map<Long, Parked> byToken = new ConcurrentHashMap<>();

  private final AtomicLong tokens = new AtomicLong();

  /// Written by the poller's thread.
  private volatile long events;

  private Poller() throws UnixException {
    set = SysEpollH.epoll_create1(SysEpollH.EPOLL_CLOEXEC);
    try {
      var _ = Daemon.start("rohrpost-poller", this::run);
    } catch (UnixException e) {
      var _ = UnistdH.close(set);
      throw e;
    }
  }

  private static synchronized Poller instance() throws UnixException {
    var poller = instance;
    if (poller == null) {
      poller = new Poller();
      instance = poller;
    }
    return poller;
  }

  /// Returns where to park on a descriptor.
  static Parked of(Fd fd) throws UnixException {
    var parked = fd.parked;
    if (parked == null) {
      synchronized (fd) {
        parked = fd.parked;
        if (parked == null) {
          var poller = instance();
          var token = poller.tokens.incrementAndGet();
          parked = new Parked(fd, poller, token);
          poller.byToken.put(token, parked);
          fd.parked = parked;
        }
      }
    }
    return parked;
  }

  /// Lets the next one try who is parked on a descriptor, if there is one.
  static void passOn(Fd fd) {
    var parked = fd.parked;
    if (parked != null) {
      parked.passOn();
    }
  }

  /// Adds a descriptor to the set, and asks the kernel to tell once.
  ///
  /// @return the number that is in the set now: a duplicate if the set has this number already, as
  ///   it has when two owners were made for standard input; -1 if the descriptor is of a kind that
  ///   is always ready
  int add(int number, int events, long token) throws UnixException {
    var result = control(SysEpollH.EPOLL_CTL_ADD, number, events, token);
    if (result == -Errno.EEXIST.number()) {
      var copy = FcntlH.fcntl(number, FcntlH.F_DUPFD_CLOEXEC, 3);
      check(control(SysEpollH.EPOLL_CTL_ADD, copy, events, token), copy);
      return copy;
    }
    if (result == -Errno.EPERM.number()) {
      return -1;
    }
    check(result, number);
    return number;
  }

  /// Asks the kernel to tell once more.
  void arm(int number, int events, long token) throws UnixException {
    check(control(SysEpollH.EPOLL_CTL_MOD, number, events, token), number);
  }

  private int control(int operation, int number, int events, long token) {
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(SysEpollH.EPOLL_EVENT);
      event.set(ValueLayout.JAVA_INT, EVENTS, events | SysEpollH.EPOLLONESHOT);
      event.set(TOKEN, DATA, token);
      return SysEpollH.epoll_ctl(set, operation, number, event);
    }
  }

  private static void check(int result, int number) throws UnixException {
    if (result < 0) {
      throw UnixException.of("epoll_ctl", "fd " + number, new Errno(-result));
    }
  }

  /// Takes a descriptor out before its number is closed, because an open file description that
  /// another process shares would stay in the set.
  void forget(long token, int number) {
    byToken.remove(token);
    var _ = SysEpollH.epoll_ctl(set, SysEpollH.EPOLL_CTL_DEL, number, MemorySegment.NULL);
  }

  /// {@return how often a descriptor was ready}
  long events() {
    return events;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
  private void run() {
    var batch = Arena.global().allocate(SysEpollH.EPOLL_EVENT, BATCH);
    while (true) {
      var count = SysEpollH.epoll_wait(set, batch, BATCH, -1);
      for (var i = 0; i < count; i++) {
        events++;
        dispatch(batch.asSlice(i * EVENT, EVENT));
      }
    }
  }

  private void dispatch(MemorySegment event) {
    var parked = byToken.get(event.get(TOKEN, DATA));
    if (parked != null) {
      parked.ready(event.get(ValueLayout.JAVA_INT, EVENTS));
    }
  }
}
