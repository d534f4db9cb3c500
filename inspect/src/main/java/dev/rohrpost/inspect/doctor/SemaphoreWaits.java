package dev.rohrpost.inspect.doctor;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.libc.SysSemH;
import dev.rohrpost.semaphore.SemaphoreSet;
import dev.rohrpost.semaphore.SemaphoreSetStatus;
import dev.rohrpost.semaphore.SemaphoreStatus;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds threads that wait to take a semaphore, where who changed it last has ended: he may have
/// taken it and never given it back.
///
/// A semaphore has no owner, so that nothing is certain: anybody who may use it could give.
final class SemaphoreWaits implements Doctor.Check {
  private static final int SIZE = (int) SysSemH.SEMBUF.byteSize();
  private static final int NUMBER = offset("sem_num");
  private static final int CHANGE = offset("sem_op");
  private static final int MOST = 1000; // operations at once

  /// A semaphore that cannot be taken.
  private record Taken(SemaphoreSetStatus set, int index, SemaphoreStatus status) {
    String name() {
      return "semaphore " + index + " of " + new IpcObject.Semaphores(set).id();
    }
  }

  /// A thread that waits.
  ///
  /// @param wanted how much
  private record Waiter(Sample.Task task, String call, int wanted, Taken semaphore) {}

  private static int offset(String member) {
    return (int) SysSemH.SEMBUF.byteOffset(PathElement.groupElement(member));
  }

  @Override
  public void examine(Visit visit, List<Finding> found) {
    Map<String, List<Waiter>> bySemaphore = new TreeMap<>();
    for (var task : visit.after().tasks()) {
      if (visit.slept(task.tid())) {
        task.thread()
            .call()
            .flatMap(call -> waiter(visit, task, call))
            .filter(waiter -> Ended.is(visit.after(), waiter.semaphore().status().lastProcess()))
            .ifPresent(waiter ->
                bySemaphore
                    .computeIfAbsent(waiter.semaphore().name(), _ -> new ArrayList<>())
                    .add(waiter));
      }
    }
    bySemaphore.values().forEach(waiters -> found.add(finding(visit.after(), waiters)));
  }

  private static Optional<Waiter> waiter(Visit visit, Sample.Task task, Call call) {
    var isEndless =
        call.name().equals("semop") || (call.name().equals("semtimedop") && call.argument(3) == 0);
    var count = (int) call.argument(2);
    if (!isEndless || count <= 0 || count > MOST) {
      return Optional.empty();
    }
    var id = Kind.SEMAPHORES.label() + ":" + (int) call.argument(0);
    var sample = visit.after();
    if (!sample.isLinked(task.pid(), id)) {
      return Optional.empty();
    }
    var bytes = visit.proc().memory(task.pid(), call.argument(1), count * SIZE);
    return bytes != null
            && sample.picture().object(id).orElse(null) instanceof IpcObject.Semaphores(var set)
        ? waiter(task, call.name(), set, ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()))
        : Optional.empty();
  }

  /// The operations are done in their order, all or none: it waits for the first that cannot be
  /// done.
  private static Optional<Waiter> waiter(
      Sample.Task task, String call, SemaphoreSetStatus set, ByteBuffer operations) {
    try {
      var semaphores = SemaphoreSet.of(set);
      var values = new HashMap<Integer, Integer>();
      for (var at = 0; at < operations.limit(); at += SIZE) {
        var index = Short.toUnsignedInt(operations.getShort(at + NUMBER));
        var change = operations.getShort(at + CHANGE);
        var status = semaphores.status(index);
        var value = values.getOrDefault(index, status.value());
        if (change == 0 && value != 0) {
          return Optional.empty(); // waits for others to take
        }
        if (value + change < 0) {
          return Optional.of(new Waiter(task, call, -change, new Taken(set, index, status)));
        }
        values.put(index, value + change);
      }
    } catch (UnixException _) {
      // It has gone, or this user may not look.
    }
    return Optional.empty();
  }

  private static Finding finding(Sample sample, List<Waiter> waiters) {
    var pids = new TreeSet<Integer>();
    var edges = new ArrayList<Edge>();
    var evidence = new ArrayList<String>();
    var semaphore = waiters.getFirst().semaphore();
    var last = semaphore.status().lastProcess();
    var least = Integer.MAX_VALUE;
    for (var waiter : waiters) {
      var pid = waiter.task().pid();
      pids.add(pid);
      edges.add(
          new Edge(
              pid,
              waiter.task().tid(),
              waiter.call(),
              Link.NO_DESCRIPTOR,
              new IpcObject.Semaphores(semaphore.set()).id(),
              List.of(last)));
      evidence.add(
          Words.process(sample, pid)
              + " waits to take "
              + waiter.wanted()
              + " from "
              + semaphore.name()
              + ", which has "
              + semaphore.status().value());
      least = Math.min(least, waiter.wanted());
    }
    evidence.add("process " + last + " changed it last, and is dead");
    return new Finding(
        Symptom.DEAD_HOLDER,
        Tier.OPEN,
        Severity.WARNING,
        Words.infos(sample, pids),
        List.copyOf(edges),
        List.copyOf(evidence),
        "a semaphore has no owner: anybody who may use it could give",
        "take semaphores with SEM_UNDO, which gives them back when a process dies; to go on now:"
            + " rohrpost semaphore set sysv:id="
            + semaphore.set().id()
            + " "
            + semaphore.index()
            + " "
            + least);
  }
}
