package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.signal.SignalSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds out which threads go on although nobody seems to help them. That takes a closer look, so
/// it is only taken at those who seem dead.
final class Exemptions {
  private static final List<String> HOLD_UPS = List.of("freezer", "seccomp", "userfault", "fuse");

  private final Sample sample;
  private final Proc proc;
  private final SocketTimeouts timeouts = new SocketTimeouts();
  private final Map<Integer, Boolean> threads = new HashMap<>();
  private final Map<Integer, Boolean> rings = new HashMap<>();

  Exemptions(Sample sample, Proc proc) {
    this.sample = sample;
    this.proc = proc;
  }

  /// Returns those of the dead who are not.
  Set<Integer> of(Set<Integer> dead) {
    var live = new HashSet<Integer>();
    for (var tid : dead) {
      if (threads.computeIfAbsent(tid, this::isExempt)) {
        live.add(tid);
      }
    }
    return live;
  }

  private boolean isExempt(int tid) {
    var task = sample.task(tid);
    return !(sample.waitOf(tid) instanceof Wait.Blocked blocked)
        || hasRun(task)
        || isHeldUp(task)
        || rings.computeIfAbsent(task.pid(), this::usesRings)
        || blocked.reaches().stream().anyMatch(reach -> endsInTime(task, reach))
        || wakesItself(task, blocked);
  }

  /// What was read of the memory of a thread is true only if it slept all the time.
  private boolean hasRun(Sample.Task task) {
    var path = "/proc/" + task.pid() + "/task/" + task.tid() + "/schedstat";
    var schedule = proc.text(FcntlH.AT_FDCWD, path);
    return schedule == null || !schedule.trim().endsWith(" " + task.thread().runs());
  }

  /// A thread may be in a call, and yet wait for something else: to be thawed, to be told that it
  /// may make the call, to be given a page.
  private boolean isHeldUp(Sample.Task task) {
    var path = "/proc/" + task.pid() + "/task/" + task.tid() + "/wchan";
    var channel = proc.text(FcntlH.AT_FDCWD, path);
    return channel != null && HOLD_UPS.stream().anyMatch(channel::contains);
  }

  /// The kernel works for who has an `io_uring`, without any of its threads.
  private boolean usesRings(int pid) {
    var directory = proc.directory(FcntlH.AT_FDCWD, "/proc/" + pid + "/fd");
    if (directory < 0) {
      return true;
    }
    try {
      var numbers = proc.numbers(directory);
      for (var fd : numbers == null ? new int[0] : numbers) {
        var target = proc.link(directory, Integer.toString(fd));
        if (target == null ? proc.isDenied() : target.equals("anon_inode:[io_uring]")) {
          return true;
        }
      }
      return numbers == null;
    } finally {
      proc.close(directory);
    }
  }

  private boolean endsInTime(Sample.Task task, Wait.Reach reach) {
    var isTcp = reach.object().startsWith(Kind.TCP.label() + ":");
    var isSocket = isTcp || reach.object().startsWith(Kind.UNIX.label() + ":");
    return isSocket && timeouts.has(task.pid(), reach.fd(), isTcp);
  }

  /// A process that waits for itself only may be an event loop that a signal handler wakes: through
  /// an eventfd, or a pipe that never makes the handler wait.
  private boolean wakesItself(Sample.Task task, Wait.Blocked blocked) {
    var own = Set.of(task.pid());
    for (var reach : blocked.reaches()) {
      if (reach.nature() != Wait.Nature.READ || !reach.processes().equals(own)) {
        return false;
      }
    }
    return !task.process().signals().caught().equals(SignalSet.EMPTY)
        && blocked.reaches().stream().anyMatch(reach -> isWakeup(reach));
  }

  private boolean isWakeup(Wait.Reach reach) {
    if (reach.object().startsWith(Kind.EVENTFD.label() + ":")) {
      return true;
    }
    for (var link : sample.picture().holders(reach.object())) {
      if ((link.flow() != Flow.READ || link.fd() == reach.fd()) && neverWaits(link)) {
        return true;
      }
    }
    return false;
  }

  private boolean neverWaits(Link link) {
    var path = "/proc/" + link.pid() + "/fdinfo/" + link.fd();
    var info = proc.text(FcntlH.AT_FDCWD, path);
    return info == null
        || (Integer.parseInt(Fields.of(info, "flags:"), 8) & FcntlH.O_NONBLOCK) != 0;
  }
}
