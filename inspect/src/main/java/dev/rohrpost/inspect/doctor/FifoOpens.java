package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.libc.FcntlH;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds processes that wait for somebody to open the other end of a FIFO.
final class FifoOpens implements Doctor.Check {
  /// A wait.
  ///
  /// @param path what was given to `open`, from the root on
  /// @param session of the process
  private record Opening(
      ProcessInfo process, int tid, String call, String path, int flags, int session) {
    String missing() {
      return (flags & FcntlH.O_ACCMODE) == FcntlH.O_WRONLY ? "reader" : "writer";
    }

    String folder() {
      return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /// Tells whether the other is probably the one to open it: a relative, or somebody who works in
    /// the same folder. Servers that wait for their clients have sessions of their own.
    boolean isRelatedTo(Opening other) {
      return process.pid() != other.process.pid()
          && !path.equals(other.path)
          && session == other.session
          && (folder().equals(other.folder())
              || (process.parent() == other.process.parent() && process.parent() > 1)
              || process.parent() == other.process.pid()
              || process.pid() == other.process.parent());
    }

    Edge edge(List<Integer> waitsFor) {
      return new Edge(process.pid(), tid, call, Link.NO_DESCRIPTOR, "fifo:" + path, waitsFor);
    }

    String evidence() {
      return process.name()
          + " (pid "
          + process.pid()
          + ") waits in "
          + call
          + "(\""
          + path
          + "\") for a "
          + missing();
    }
  }

  @Override
  public void examine(Visit visit, List<Finding> found) {
    var left = new ArrayList<Opening>();
    for (var task : visit.after().tasks()) {
      if (visit.slept(task.tid())) {
        opening(visit, task).ifPresent(left::add);
      }
    }
    while (!left.isEmpty()) {
      var one = left.removeFirst();
      var other = left.stream().filter(one::isRelatedTo).findFirst();
      other.ifPresent(left::remove);
      found.add(other.map(two -> crossed(one, two)).orElseGet(() -> single(one)));
    }
  }

  private static Optional<Opening> opening(Visit visit, Sample.Task task) {
    var call = task.thread().call();
    var channel = task.thread().channel();
    if (call.isEmpty()
        || !(channel.contains("wait_for_partner") || channel.contains("fifo_open"))) {
      return Optional.empty();
    }
    var name = call.get().name();
    var first = name.equals("open") ? 0 : 1; // openat begins with a directory
    var path = Memory.string(visit.proc(), task.pid(), call.get().argument(first));
    return path.map(given ->
        new Opening(
            task.process(),
            task.tid(),
            name,
            absolute(visit, task.pid(), given),
            (int) call.get().argument(first + 1),
            visit.session(task.pid()).orElse(-task.pid())));
  }

  private static String absolute(Visit visit, int pid, String path) {
    if (path.startsWith("/")) {
      return path;
    }
    var folder = visit.proc().link(FcntlH.AT_FDCWD, "/proc/" + pid + "/cwd");
    return (folder == null ? "" : folder) + "/" + path;
  }

  private static Finding single(Opening one) {
    return new Finding(
        Symptom.FIFO_OPEN,
        Tier.OPEN,
        Severity.INFO,
        List.of(one.process()),
        List.of(one.edge(List.of())),
        List.of(one.evidence()),
        "anybody may open the other end",
        "open " + one.path() + " as a " + one.missing());
  }

  private static Finding crossed(Opening one, Opening two) {
    return new Finding(
        Symptom.FIFO_OPEN,
        Tier.OPEN,
        Severity.WARNING,
        List.of(one.process(), two.process()),
        List.of(one.edge(List.of(two.process().pid())), two.edge(List.of(one.process().pid()))),
        List.of(one.evidence(), two.evidence()),
        "anybody may open the other ends",
        "open FIFOs in the same order on both sides: whoever is to read first opens "
            + one.path()
            + " while the other writes it; to go on now, open it as a "
            + one.missing());
  }
}
