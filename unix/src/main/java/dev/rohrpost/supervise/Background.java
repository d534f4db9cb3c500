package dev.rohrpost.supervise;

import dev.rohrpost.process.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether a worker has put itself in the background, as daemons do: it forks, and the parent ends
/// with 0 at once. Nobody can supervise such a process, and a second one finds its port taken.
final class Background {
  /// What the kernel counts times of processes in, on every architecture.
  private static final double TICKS_PER_SECOND = 100;

  private Background() {}

  /// Tells whether the end of a worker looks like that.
  static boolean isLikely(Worker worker, ExitStatus status) {
    return status.isSuccess()
        && !worker.wasReady()
        && !worker.isTold()
        && worker.age().compareTo(CrashLimiter.AT_ONCE) < 0;
  }

  /// Finds what a worker has left in a session of its own, if this process is the one that orphans
  /// come to.
  static List<Event.LeftProcess> of(Worker worker) {
    try {
      var self = ProcessEntry.of(ProcessHandle.current().pid()).orElseThrow(IOException::new);
      var uptime = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
      var since = (uptime - worker.timeSinceBefore().toNanos() / 1e9) * TICKS_PER_SECOND - 1;
      return ProcessEntry.all().stream()
          .filter(process -> process.parent() == self.pid())
          .filter(process -> process.session() != self.session())
          .filter(process -> process.startedAt() >= since && !process.isZombie())
          .map(ProcessEntry::told)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
