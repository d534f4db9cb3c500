package dev.rohrpost.inspect.doctor;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.signal.SignalSet;
import dev.rohrpost.signal.SignalState;
import java.util.List;

/// Finds signals that are pending for a process of which every thread blocks them, and none waits
/// for them.
final class BlockedSignals implements Doctor.Check {
  /// Not those that only tell of a child, a window or urgent data: shells block SIGCHLD while they
  /// ask for the status themselves.
  private static final SignalSet COUNTING =
      new SignalSet(~SignalSet.of(Signal.CHLD, Signal.WINCH, Signal.URG).bits());

  @Override
  public void examine(Visit visit, List<Finding> found) {
    for (var process : visit.after().picture().processes()) {
      var earlier = visit.before().process(process.pid());
      if (earlier.isPresent() && visit.sleptAll(process.pid())) {
        var stuck = stuck(process).intersection(stuck(earlier.get()));
        if (!stuck.equals(SignalSet.EMPTY) && nobodyTakes(visit, process, stuck)) {
          found.add(finding(process, stuck));
        }
      }
    }
  }

  private static SignalSet stuck(ProcessInfo process) {
    return process
        .signals()
        .pending()
        .intersection(process.signals().blocked())
        .intersection(COUNTING);
  }

  private static boolean nobodyTakes(Visit visit, ProcessInfo process, SignalSet stuck) {
    for (var thread : process.threads()) {
      if (thread.call().filter(call -> call.name().startsWith("rt_sig")).isPresent()
          || thread.isStopped()) {
        return false;
      }
    }
    for (var object : visit.after().picture().objects()) {
      if (object instanceof IpcObject.SignalFd signals
          && signals.pid() == process.pid()
          && !signals.signals().intersection(stuck).equals(SignalSet.EMPTY)) {
        return false;
      }
    }
    return everyThreadBlocks(process, stuck);
  }

  private static boolean everyThreadBlocks(ProcessInfo process, SignalSet stuck) {
    if (process.threads().size() == 1) {
      return true;
    }
    try {
      return SignalState.of(process.pid()).threads().stream()
          .allMatch(thread -> thread.blocked().intersection(stuck).equals(stuck));
    } catch (UnixException _) {
      return false;
    }
  }

  private static Finding finding(ProcessInfo process, SignalSet stuck) {
    var name = process.name() + " (pid " + process.pid() + ")";
    return new Finding(
        Symptom.BLOCKED_SIGNAL,
        Tier.OPEN,
        Severity.WARNING,
        List.of(process),
        List.of(),
        List.of(
            stuck + " is pending for " + name,
            "all its threads block it, none waits for it, and no signalfd takes it"),
        "the process may unblock it later",
        "unblock it in process " + process.pid() + "; to end the process, use SIGKILL");
  }
}
