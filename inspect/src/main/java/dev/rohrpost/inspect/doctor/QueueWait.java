package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A thread that waits for a message, or for space in a queue.
///
/// @param flow [Flow#READ] if it waits for a message
/// @param partners of a System V queue, who did the opposite last; of a POSIX queue, who has it
///   open to do the opposite
/// @param state of the queue, the end of a sentence
record QueueWait(
    Sample.Task task,
    String call,
    int fd,
    String object,
    Flow flow,
    Set<Integer> partners,
    String state) {
  static Optional<QueueWait> of(Sample sample, Sample.Task task) {
    return task.thread().call().flatMap(call -> of(sample, task, call));
  }

  private static Optional<QueueWait> of(Sample sample, Sample.Task task, Call call) {
    return switch (call.name()) {
      case "msgrcv" -> systemV(sample, task, call, Flow.READ);
      case "msgsnd" -> systemV(sample, task, call, Flow.WRITE);
      case "mq_timedreceive" -> posix(sample, task, call, Flow.READ);
      case "mq_timedsend" -> posix(sample, task, call, Flow.WRITE);
      default -> Optional.empty();
    };
  }

  private static Optional<QueueWait> systemV(
      Sample sample, Sample.Task task, Call call, Flow flow) {
    var id = Kind.SYSTEM_V_QUEUE.label() + ":" + (int) call.argument(0);
    if (!sample.isLinked(task.pid(), id)
        || !(sample.picture().object(id).orElse(null)
            instanceof IpcObject.SystemVQueue(var status))) {
      return Optional.empty();
    }
    var last = flow == Flow.READ ? status.lastSender() : status.lastReceiver();
    var partner = sample.find(last).map(Sample.Task::pid).orElse(last);
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
    var partners = partner > 0 ? Set.of(partner) : Set.<Integer>of();
    return Optional.of(
        new QueueWait(task, call.name(), Link.NO_DESCRIPTOR, id, flow, partners, state));
  }

  private static Optional<QueueWait> posix(Sample sample, Sample.Task task, Call call, Flow flow) {
    var isTimed = call.argument(4) != 0;
    if (isTimed) {
      return Optional.empty();
    }
    var state = flow == Flow.READ ? " is empty" : " is full";
    return sample
        .link(task.pid(), (int) call.argument(0))
        .map(link -> {
          var partners = new TreeSet<Integer>();
          for (var other : sample.picture().holders(link.object())) {
            if (flow == Flow.READ ? other.flow().writes() : other.flow().reads()) {
              partners.add(other.pid());
            }
          }
          return new QueueWait(task, call.name(), link.fd(), link.object(), flow, partners, state);
        });
  }

  boolean isPosix() {
    return fd != Link.NO_DESCRIPTOR;
  }

  int pid() {
    return task.pid();
  }

  /// Returns the partners but for the process itself.
  List<Integer> others() {
    return partners.stream().filter(other -> other != pid()).toList();
  }

  /// Tells whether each of two waits for the other.
  boolean crosses(QueueWait other) {
    return pid() != other.pid()
        && !object.equals(other.object)
        && partners.contains(other.pid())
        && other.partners.contains(pid());
  }

  Edge edge() {
    return new Edge(pid(), task.tid(), call, fd, object, others());
  }

  String evidence(Sample sample) {
    var who = Words.processes(sample, others());
    var partner =
        isPosix() ? "; who could end that has it open: " + who : "; its partner there was " + who;
    return Words.process(sample, pid())
        + " waits in "
        + call
        + " on "
        + object
        + ", which"
        + state
        + (who.isEmpty() ? "" : partner);
  }

  /// What would end the wait, as an advice.
  String remedy(Sample sample) {
    return flow == Flow.READ
        ? "send to " + object + " what " + Words.process(sample, pid()) + " waits for"
        : "take a message out of it: rohrpost receive " + object.replace("sysv:", "sysv:id=");
  }
}
