package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysEpollH;
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

  private Poller() throws UnixException {
    set = SysEpollH.epoll_create1(SysEpollH.EPOLL_CLOEXEC);
    Thread.ofPlatform().name("rohrpost-poller").daemon().start(this::run);
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

  /// Asks the kernel to tell once.
  ///
  /// @return false if the descriptor is of a kind that is always ready
  boolean arm(int number, int events, long token, boolean registered) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(SysEpollH.EPOLL_EVENT);
      event.set(ValueLayout.JAVA_INT, EVENTS, events | SysEpollH.EPOLLONESHOT);
      event.set(TOKEN, DATA, token);
      var operation = registered ? SysEpollH.EPOLL_CTL_MOD : SysEpollH.EPOLL_CTL_ADD;
      var result = SysEpollH.epoll_ctl(set, operation, number, event);
      if (result == -Errno.EPERM.number()) {
        return false;
      }
      if (result < 0) {
        throw UnixException.of("epoll_ctl", "fd " + number, new Errno(-result));
      }
      return true;
    }
  }

  void forget(int number, long token) {
    byToken.remove(token);
    var _ = SysEpollH.epoll_ctl(set, SysEpollH.EPOLL_CTL_DEL, number, MemorySegment.NULL);
  }

  private void run() {
    var events = Arena.global().allocate(SysEpollH.EPOLL_EVENT, BATCH);
    while (true) {
      var count = SysEpollH.epoll_wait(set, events, BATCH, -1);
      for (var i = 0; i < count; i++) {
        dispatch(events.asSlice(i * EVENT, EVENT));
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
