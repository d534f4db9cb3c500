package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds processes that wait for messages from each other, and senders to a full queue from which
/// nobody receives any longer.
///
/// A queue has no holders, so the kernel cannot say who will use it: only who did so last.
final class Queues implements Doctor.Check {
  /// A thread that waits.
  ///
  /// @param flow [Flow#READ] if it waits for a message
  /// @param partner who did the opposite last; 0 if nobody did
  private record Waiting(
      Sample.Task task, String call, int fd, String object, Flow flow, int partner, String state) {
    Edge edge() {
      var partners = partner > 0 ? List.of(partner) : List.<Integer>of();
      return new Edge(task.pid(), task.tid(), call, fd, object, partners);
    }

    String evidence(Sample sample) {
      return Words.process(sample, task.pid())
          + " waits in "
          + call
          + " on "
          + object
          + ", which"
          + state
          + (partner > 0 ? "; its partner there was " + Words.process(sample, partner) : "");
    }
  }

  @Override
  public void examine(Visit visit, List<Finding> found) {
    var waiting = new ArrayList<Waiting>();
    for (var task : visit.after().tasks()) {
      if (visit.slept(task.tid())) {
        waiting(visit.after(), task).ifPresent(waiting::add);
      }
    }
    var crossed = new HashSet<Waiting>();
    for (var one : waiting) {
      for (var other : waiting) {
        if (one.task().tid() < other.task().tid() && areCrossed(one, other)) {
          crossed.add(one);
          crossed.add(other);
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

  private static Optional<Waiting> waiting(Sample sample, Sample.Task task) {
    if (task.thread().call().isEmpty()) {
      return Optional.empty();
    }
    var call = task.thread().call().get();
    return switch (call.name()) {
      case "msgrcv" -> systemV(sample, task, Flow.READ);
      case "msgsnd" -> systemV(sample, task, Flow.WRITE);
      case "mq_timedreceive" ->
          call.argument(4) == 0 ? posix(sample, task, Flow.READ) : Optional.empty();
      case "mq_timedsend" ->
          call.argument(4) == 0 ? posix(sample, task, Flow.WRITE) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Waiting> systemV(Sample sample, Sample.Task task, Flow flow) {
    var call = task.thread().call().orElseThrow();
    var id = Kind.SYSTEM_V_QUEUE.label() + ":" + (int) call.argument(0);
    if (!(sample.picture().object(id).orElse(null) instanceof IpcObject.SystemVQueue(var status))) {
      return Optional.empty();
    }
    var last = flow == Flow.READ ? status.lastSender() : status.lastReceiver();
    var partner = sample.tids().contains(last) ? sample.task(last).pid() : last;
    var type = flow == Flow.READ ? " (it wants type " + call.argument(3) + ")" : "";
    var state =
        " has "
            + status.messages()
            + " messages, "
            + status.bytes()
            + " of "
            + status.limit()
            + " bytes"
            + type;
    return Optional.of(
        new Waiting(task, call.name(), Link.NO_DESCRIPTOR, id, flow, partner, state));
  }

  private static Optional<Waiting> posix(Sample sample, Sample.Task task, Flow flow) {
    var call = task.thread().call().orElseThrow();
    var fd = (int) call.argument(0);
    return sample
        .link(task.pid(), fd)
        .map(link ->
            new Waiting(
                task,
                call.name(),
                fd,
                link.object(),
                flow,
                0,
                flow == Flow.READ ? " is empty" : " is full"));
  }

  private static boolean areCrossed(Waiting one, Waiting other) {
    return one.task().pid() != other.task().pid()
        && !one.object().equals(other.object())
        && one.partner() == other.task().pid()
        && other.partner() == one.task().pid();
  }

  private static Finding crossed(Sample sample, Waiting one, Waiting other) {
    return new Finding(
        Symptom.CROSSED_QUEUES,
        Tier.OPEN,
        Severity.WARNING,
        Words.infos(sample, List.of(one.task().pid(), other.task().pid())),
        List.of(one.edge(), other.edge()),
        List.of(one.evidence(sample), other.evidence(sample)),
        "anybody who may use these queues could end the waits",
        "one of them has to send before it receives; to go on now, send to "
            + one.object()
            + " what "
            + Words.process(sample, one.task().pid())
            + " waits for");
  }

  /// Nobody who received is left, and nobody waits to receive.
  private static boolean isDeserted(Visit visit, Waiting sender, List<Waiting> waiting) {
    var receivers =
        waiting.stream()
            .anyMatch(other -> other.flow() == Flow.READ && other.object().equals(sender.object()));
    if (receivers) {
      return false;
    }
    if (sender.fd() == Link.NO_DESCRIPTOR) {
      return sender.partner() == 0 || !visit.after().tids().contains(sender.partner());
    }
    Set<Integer> others = new HashSet<>();
    for (var link : visit.after().picture().holders(sender.object())) {
      if (link.flow().reads() && link.pid() != sender.task().pid()) {
        others.add(link.pid());
      }
    }
    return others.isEmpty();
  }

  private static Finding full(Sample sample, Waiting sender) {
    var last = sender.partner();
    return new Finding(
        Symptom.FULL_QUEUE,
        Tier.OPEN,
        Severity.WARNING,
        Words.infos(sample, List.of(sender.task().pid())),
        List.of(sender.edge()),
        List.of(
            sender.evidence(sample),
            last > 0
                ? "process " + last + " received last, and has ended"
                : "nobody who could receive is to be seen"),
        "anybody who may use the queue could receive",
        "start the receiver again, or take the messages out: rohrpost receive "
            + sender.object().replace("sysv:", "sysv:id="));
  }
}
