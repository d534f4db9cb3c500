package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.process.OrphanReaper;
import dev.rohrpost.process.ThisProcess;
import org.jspecify.annotations.Nullable;

/// The duty of a command to the processes that become its children when their parents end: the
/// command of a container is process 1.
final class Orphans {
  private Orphans() {}

  /// Reaps them, if this process is the one that adopts them.
  ///
  /// @return to be closed when the command has done its work; null if there will be none
  static @Nullable OrphanReaper reap() throws UnixException {
    return ThisProcess.adoptsOrphans() ? OrphanReaper.start(_ -> {}) : null;
  }
}
