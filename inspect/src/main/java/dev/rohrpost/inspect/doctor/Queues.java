package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.queue.SystemVQueueStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds processes that wait for each other at queues, and senders to a full queue from which
/// nobody receives any longer.
///
/// Anybody may open a queue by its name, so that nothing is certain. A System V queue does not even
/// have holders: the kernel only says who used it last.
final class Queues implements Doctor.Check {
  @Override
  public void examine(Visit visit, List<Finding> found) {
    var waiting = new ArrayList<QueueWait>();
    for (var task : visit.after().tasks()) {
      if (visit.slept(task.tid())) {
        QueueWait.of(visit.after(), task).ifPresent(waiting::add);
      }
    }
    for (var object : visit.after().picture().objects()) {
      if (object instanceof IpcObject.SystemVQueue(var status)
          && isFullAndLeft(visit, object, status)) {
        found.add(left(visit.after(), object, status));
      }
    }
    if (waiting.isEmpty()) {
      return;
    }
    var stuck = stuck(visit, waiting);
    var crossed = new HashSet<QueueWait>();
    for (var one : stuck) {
      for (var other : stuck) {
        if (one.task().tid() < other.task().tid()
            && one.crosses(other)
            && !crossed.contains(one)
            && crossed.add(other)) {
          crossed.add(one);
          found.add(crossed(visit.after(), one, other));
        }
      }
    }
    for (var one : waiting) {
      if (one.flow() == Flow.WRITE && !crossed.contains(one) && isDeserted(visit, one, waiting)) {
        found.add(full(visit.after(), one));
      }
    }
  }

  /// Leaves out those who wait for a POSIX queue that somebody has open who may go on: he may use
  /// it at any time. Of System V queues nobody knows who that is.
  private static List<QueueWait> stuck(Visit visit, List<QueueWait> waiting) {
    var stuck = new ArrayList<>(waiting);
    while (true) {
      var tids =
          stuck.stream()
              .filter(QueueWait::isPosix)
              .map(wait -> wait.task().tid())
              .collect(Collectors.toSet());
      if (tids.isEmpty()) {
        return stuck;
      }
      var still = new HashSet<>(visit.dead(tids));
      still.addAll(tids);
      if (!stuck.removeIf(wait -> wait.isPosix() && mayBeHelped(visit.after(), wait, still))) {
        return stuck;
      }
    }
  }

  private static boolean mayBeHelped(Sample sample, QueueWait wait, Set<Integer> still) {
    return wait.partners().stream()
        .map(sample::process)
        .anyMatch(partner ->
            partner.isEmpty()
                || partner.get().threads().stream()
                    .anyMatch(thread -> !still.contains(thread.tid())));
  }

  private static Finding crossed(Sample sample, QueueWait one, QueueWait other) {
    var evidence = new ArrayList<>(List.of(one.evidence(sample), other.evidence(sample)));
    if (one.isPosix() && other.isPosix()) {
      evidence.add(holders(sample, one, other));
    }
    return new Finding(
        Symptom.CROSSED_QUEUES,
        Tier.OPEN,
        Severity.WARNING,
        Words.infos(sample, List.of(one.pid(), other.pid())),
        List.of(one.edge(), other.edge()),
        List.copyOf(evidence),
        one.isPosix()
            ? "anybody who may open these queues by their names could end the waits"
            : "anybody who may use these queues could end the waits",
        (one.flow() == Flow.READ
                ? "one of them has to send before it receives; to go on now, "
                : "one of them has to receive before it sends; to go on now, ")
            + one.remedy(sample));
  }

  /// Says who else has the queues open: if anybody, then he cannot go on either.
  private static String holders(Sample sample, QueueWait one, QueueWait other) {
    var others = new TreeSet<Integer>();
    for (var queue : List.of(one.object(), other.object())) {
      sample.picture().holders(queue).stream().map(Link::pid).forEach(others::add);
    }
    others.removeAll(Set.of(one.pid(), other.pid()));
    return others.isEmpty()
        ? "nobody else who is to be seen has these queues open"
        : "nobody else who has these queues open could end the waits, or only after them: "
            + Words.processes(sample, others);
  }

  /// Nobody who received is left, and nobody waits to receive.
  private static boolean isDeserted(Visit visit, QueueWait sender, List<QueueWait> waiting) {
    var receivers =
        waiting.stream()
            .anyMatch(other -> other.flow() == Flow.READ && other.object().equals(sender.object()));
    return !receivers
        && (visit.after().picture().object(sender.object()).orElse(null)
                instanceof IpcObject.SystemVQueue(var status)
            ? hasNoReceiver(visit.after(), status)
            : sender.others().isEmpty());
  }

  /// Nobody waits for it, but it takes no more messages of the size that they have, and who
  /// received has ended. If the sender has ended as well, it is an orphan.
  private static boolean isFullAndLeft(Visit visit, IpcObject object, SystemVQueueStatus status) {
    var earlier = visit.before().picture().object(object.id()).orElse(null);
    return earlier instanceof IpcObject.SystemVQueue(var then)
        && then.equals(status)
        && status.messages() > 0
        && status.limit() - status.bytes() < status.bytes() / status.messages()
        && visit.after().picture().holders(object.id()).isEmpty()
        && status.lastReceived().isPresent()
        && hasNoReceiver(visit.after(), status)
        && !Ended.is(visit.after(), status.lastSender());
  }

  private static Finding left(Sample sample, IpcObject object, SystemVQueueStatus status) {
    var sender = status.lastSender();
    var evidence = new ArrayList<String>();
    evidence.add(
        object.id()
            + " has "
            + status.messages()
            + " messages, "
            + status.bytes()
            + " of "
            + status.limit()
            + " bytes");
    if (sender > 0) {
      evidence.add(Words.process(sample, sender) + " sent last");
    }
    evidence.add("process " + status.lastReceiver() + " received last, and has ended");
    return new Finding(
        Symptom.FULL_QUEUE,
        Tier.OPEN,
        Severity.INFO,
        Words.infos(sample, sender > 0 ? List.of(sender) : List.of()),
        List.of(),
        List.copyOf(evidence),
        "nobody waits for room in it, and anybody who may use the queue could receive",
        "start the receiver again, or take a message out of it: rohrpost receive sysv:id="
            + status.id());
  }

  private static boolean hasNoReceiver(Sample sample, SystemVQueueStatus status) {
    var last = Ended.lastUser(status.lastReceived(), status.lastReceiver());
    return last == 0 || Ended.is(sample, last);
  }

  private static Finding full(Sample sample, QueueWait sender) {
    var last = sender.others();
    return new Finding(
        Symptom.FULL_QUEUE,
        Tier.OPEN,
        Severity.WARNING,
        Words.infos(sample, List.of(sender.pid())),
        List.of(sender.edge()),
        List.of(
            sender.evidence(sample),
            last.isEmpty()
                ? "nobody who could receive is to be seen"
                : "process " + last.getFirst() + " received last, and has ended"),
        "anybody who may use the queue could receive",
        "start the receiver again, or " + sender.remedy(sample));
  }
}
