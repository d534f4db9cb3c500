package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.Inspector;
import dev.rohrpost.inspect.Picture;
import java.util.Set;

/// A check that the processes that somebody asks for are there.
final class Presence {
  private Presence() {}

  /// Fails where one of the processes is not in the picture.
  static void require(Set<Integer> pids, Picture picture) throws UnixException {
    for (var pid : pids) {
      if (picture.process(pid).isEmpty()) {
        throw UnixException.of("open", "/proc/" + pid, Errno.ESRCH);
      }
    }
  }

  /// Fails where one of the processes is not there now: for commands that look again and again,
  /// which is no mistake where somebody has ended later.
  static void requireNow(Set<Integer> pids) throws UnixException {
    if (!pids.isEmpty()) {
      require(pids, Inspector.look());
    }
  }
}
