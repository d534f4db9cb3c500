package dev.rohrpost.inspect.doctor;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.inspect.kernel.Tables;
import dev.rohrpost.semaphore.SemaphoreSet;
import dev.rohrpost.semaphore.SemaphoreSetStatus;
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
                Ended.lastUser(status.lastSent(), status.lastSender()),
                Ended.lastUser(status.lastReceived(), status.lastReceiver()));
        case IpcObject.SystemVSegment(var status) when status.attachments() == 0 ->
            add(
                Symptom.ORPHAN_SEGMENT,
                object,
                status.size() + " bytes",
                "memory remove sysv:id=" + status.id(),
                sample,
                found,
                status.creator() == 0 ? Ended.STRANGER : status.creator(),
                Ended.lastUser(status.attached(), status.last()));
        case IpcObject.Semaphores(var status) ->
            add(
                Symptom.ORPHAN_SEMAPHORES,
                object,
                status.size() + " semaphores",
                "semaphore remove sysv:id=" + status.id(),
                sample,
                found,
                lastUsers(status));
        case IpcObject.PosixSegment segment when isUnused(visit, segment) ->
            found.add(
                orphan(
                    Symptom.ORPHAN_SEGMENT,
                    List.of(
                        object.id() + " has " + segment.size() + " bytes",
                        "nobody has it open or mapped"),
                    "memory remove " + object.id()));
        default -> {} // goes with its last holder, or was given a name to stay
      }
    }
  }

  /// The kernel does not tell who used it last, so that everybody must have been seen.
  private static boolean isUnused(Visit visit, IpcObject.PosixSegment segment) {
    var earlier = visit.before().picture();
    return segment.device() == 0 // it has its name here
        && earlier.object(segment.id()).isPresent()
        && earlier.holders(segment.id()).isEmpty()
        && visit.after().picture().unknown().stream().noneMatch(Unknown::hidesHolders);
  }

  /// Not to be had without the right to read.
  private static int[] lastUsers(SemaphoreSetStatus status) {
    try {
      var set = SemaphoreSet.of(status);
      var pids = new int[status.size()];
      for (var i = 0; i < pids.length; i++) {
        pids[i] = lastUser(set.status(i).lastProcess());
      }
      return pids;
    } catch (UnixException _) {
      return new int[0];
    }
  }

  /// In the first namespace everybody has a number. In others, nobody knows who the 0 is.
  private static int lastUser(int pid) {
    return pid == 0 && !Tables.isFirstNamespace() ? Ended.STRANGER : pid;
  }

  private static void add(
      Symptom symptom,
      IpcObject object,
      String content,
      String command,
      Sample sample,
      List<Finding> found,
      int... users) {
    var known = IntStream.of(users).filter(pid -> pid != 0).distinct().boxed().toList();
    if (known.isEmpty() || !known.stream().allMatch(pid -> Ended.is(sample, pid))) {
      return;
    }
    var evidence = new ArrayList<String>();
    evidence.add(object.id() + " has " + content);
    known.forEach(pid -> evidence.add("process " + pid + ", which used it, has ended"));
    found.add(orphan(symptom, evidence, command));
  }

  private static Finding orphan(Symptom symptom, List<String> evidence, String command) {
    return new Finding(
        symptom,
        Tier.OPEN,
        Severity.INFO,
        List.of(),
        List.of(),
        List.copyOf(evidence),
        "somebody may come back for it",
        "if nobody will: rohrpost " + command);
  }
}
