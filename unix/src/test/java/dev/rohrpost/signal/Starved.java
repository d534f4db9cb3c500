package dev.rohrpost.signal;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;

/// A JVM that subscribes with no descriptor left, then with one, with two, until it can.
final class Starved {
  private static final Deque<Integer> OPEN = new ArrayDeque<>();

  private Starved() {}

  public static void main(String[] arguments) throws Exception {
    loadAll();
    for (var fd = open(); fd != -Errno.EMFILE.number(); fd = open()) {
      OPEN.push(fd);
    }
    var failures = 0;
    while (!subscribed(failures)) {
      UnistdH.close(OPEN.pop());
      failures++;
    }
    System.out.println(failures < 4 ? "with too few" : "received");
  }

  private static int open() {
    try (var arena = Arena.ofConfined()) {
      return FcntlH.open(arena.allocateFrom("/dev/null"), FcntlH.O_CLOEXEC, 0);
    }
  }

  /// Tries it with some descriptors, which have to be there again afterwards, but for the two that
  /// the first subscription opens for good.
  private static boolean subscribed(int descriptors) throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN, Signal.TERM)) {
      Here.SELF.queue(Signal.RTMIN, 1);
      return signals.take(Here.soon()).isPresent();
    } catch (UnixException.LimitReached e) {
      if (!e.errno().equals(Errno.EMFILE)) {
        throw e;
      }
      assertFree(descriptors);
      return false;
    }
  }

  private static void assertFree(int descriptors) {
    var free = new ArrayDeque<Integer>();
    for (var fd = open(); fd != -Errno.EMFILE.number(); fd = open()) {
      free.push(fd);
    }
    free.forEach(UnistdH::close);
    if (free.size() != descriptors && free.size() != descriptors - 2) {
      throw new AssertionError(free.size() + " of " + descriptors + " descriptors are left");
    }
  }

  /// Loading a class from a folder takes a descriptor, and is not what is tested.
  private static void loadAll() throws IOException, ReflectiveOperationException {
    Here.state(Here.PID);
    Here.untilIn("futex", Here.PID);
    for (var module : new Class<?>[] {Signals.class, UnixException.class}) {
      var reference =
          ModuleLayer.boot()
              .configuration()
              .findModule(module.getModule().getName())
              .orElseThrow()
              .reference();
      try (var reader = reference.open();
          var names = reader.list()) {
        for (var name :
            names
                .filter(n ->
                    n.matches("dev/rohrpost/(|fd/|libc/|signal/)\\w.*class") && !n.contains("Test"))
                .toList()) {
          Class.forName(
              name.replace(".class", "").replace('/', '.'), true, Starved.class.getClassLoader());
        }
      }
    }
    new File("/proc/self/task").list();
  }
}
