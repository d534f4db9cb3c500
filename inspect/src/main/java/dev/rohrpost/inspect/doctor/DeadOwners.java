package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Link;
import java.util.List;

/// Finds threads that wait for a mutex whose owner has ended.
///
/// Only the memory of a mutex tells its owner, in the layout of the GNU C library: the futex word,
/// a count, the thread that owns it, how many use it, and its kind.
final class DeadOwners implements Doctor.Check {
  private static final int WORDS = 5;
  private static final int CONTENDED = 2;
  private static final int MOST_USERS = 1 << 16;
  private static final int KINDS = 0x1ff;
  private static final int HIGHEST_TID = 1 << 22;

  @Override
  public void examine(Visit visit, List<Finding> found) {
    var sample = visit.after();
    for (var task : sample.tasks()) {
      var call = task.thread().call().filter(given -> given.name().equals("futex"));
      if (call.isPresent() && call.get().argument(3) == 0 && visit.slept(task.tid())) {
        Memory.ints(visit.proc(), task.pid(), call.get().argument(0), WORDS)
            .filter(DeadOwners::isMutex)
            .filter(mutex -> isDead(visit, task, mutex[2]))
            .ifPresent(mutex -> found.add(finding(sample, task, mutex[2])));
      }
    }
  }

  private static boolean isMutex(int[] words) {
    return words[0] == CONTENDED
        && words[1] >= 0
        && words[2] > 0
        && words[2] <= HIGHEST_TID
        && words[3] > 0
        && words[3] < MOST_USERS
        && (words[4] & ~KINDS) == 0;
  }

  /// Numbers of another namespace mean others.
  private static boolean isDead(Visit visit, Sample.Task task, int owner) {
    var own = visit.after().process((int) ProcessHandle.current().pid());
    return own.isPresent()
        && own.get().namespaces().pid() == task.process().namespaces().pid()
        && Ended.is(visit.after(), owner);
  }

  private static Finding finding(Sample sample, Sample.Task task, int owner) {
    var process = Words.process(sample, task.pid());
    return new Finding(
        Symptom.DEAD_OWNER,
        Tier.LIKELY,
        Severity.ERROR,
        List.of(task.process()),
        List.of(new Edge(task.pid(), task.tid(), "futex", Link.NO_DESCRIPTOR, "", List.of(owner))),
        List.of(
            process + ", thread " + task.tid() + " waits for a mutex of thread " + owner,
            "there is no thread " + owner + " any longer"),
        "the mutex was recognised by its memory, and a signal handler may end the wait",
        "make the mutex robust (pthread_mutexattr_setrobust(3)); to go on now, end process "
            + task.pid());
  }
}
