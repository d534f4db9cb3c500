package dev.rohrpost.inspect.doctor;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.semaphore.SemaphoreSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Finds queues, segments and semaphores that outlived all who are known to have used them.
final class Orphans implements Doctor.Check {
  @Override
  public void examine(Visit visit, List<Finding> found) {
    var sample = visit.after();
    for (var object : sample.picture().objects()) {
      if (!sample.picture().holders(object.id()).isEmpty()) {
        continue;
      }
      switch (object) {
        case IpcObject.SystemVQueue(var status) ->
            add(
                Symptom.ORPHAN_QUEUE,
                object,
                status.messages() + " messages",
                "queue remove sysv:id=" + status.id(),
                sample,
                found,
                status.lastSender(),
                status.lastReceiver());
        case IpcObject.SystemVSegment(var status) ->
            add(
                Symptom.ORPHAN_SEGMENT,
                object,
                status.size() + " bytes",
                "memory remove sysv:id=" + status.id(),
                sample,
                found,
                status.creator(),
                status.last());
        case IpcObject.Semaphores(var status) ->
            add(
                Symptom.ORPHAN_SEMAPHORES,
                object,
                status.size() + " semaphores",
                "semaphore remove sysv:id=" + status.id(),
                sample,
                found,
                lastUsers(object));
        default -> {} // goes with its last holder, or was given a name to stay
      }
    }
  }

  /// Not to be had without the right to read.
  private static int[] lastUsers(IpcObject object) {
    var status = ((IpcObject.Semaphores) object).status();
    try {
      var set = SemaphoreSet.of(status);
      var pids = new int[status.size()];
      for (var i = 0; i < pids.length; i++) {
        pids[i] = set.status(i).lastProcess();
      }
      return pids;
    } catch (UnixException _) {
      return new int[0];
    }
  }

  private static void add(
      Symptom symptom,
      IpcObject object,
      String content,
      String command,
      Sample sample,
      List<Finding> found,
      int... users) {
    var known = IntStream.of(users).filter(pid -> pid > 0).distinct().boxed().toList();
    if (known.isEmpty() || known.stream().anyMatch(sample.tids()::contains)) {
      return;
    }
    var evidence = new ArrayList<String>();
    evidence.add(object.id() + " has " + content);
    known.forEach(pid -> evidence.add("process " + pid + ", which used it, has ended"));
    found.add(
        new Finding(
            symptom,
            Tier.OPEN,
            Severity.INFO,
            List.of(),
            List.of(),
            List.copyOf(evidence),
            "somebody may come back for it",
            "if nobody will: rohrpost " + command));
  }
}
