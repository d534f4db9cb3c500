package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.IpcSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells whether those who have a listener do anything about it.
///
/// Who has run between the two looks may just be busy. So nobody may have accepted anything
/// meanwhile, nor have been about to.
final class Acceptors {
  private static final Pattern POLLS =
      Pattern.compile("p?poll|select|pselect6|epoll_wait|epoll_pwait2?|restart_syscall");

  private final Visit visit;
  private final String listener;
  private final List<Integer> owners;

  Acceptors(Visit visit, String listener, List<Integer> owners) {
    this.visit = visit;
    this.listener = listener;
    this.owners = owners;
  }

  /// Tells whether somebody may have accepted between the two looks, or be about to.
  boolean areAtWork() {
    return waitForConnections(visit.before())
        || waitForConnections(visit.after())
        || haveNewSockets()
        || !waiting(visit.after()).containsAll(waiting(visit.before()));
  }

  private boolean waitForConnections(Sample sample) {
    var polls = new PollSets(sample, visit.proc());
    for (var owner : owners) {
      var process = sample.process(owner);
      if (process.isEmpty()) {
        return true; // it has just begun
      }
      for (var thread : process.get().threads()) {
        var task = sample.task(thread.tid());
        if (thread.call().filter(call -> accepts(sample, polls, task, call)).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean accepts(Sample sample, PollSets polls, Sample.Task task, Call call) {
    return switch (call.name()) {
      case "accept", "accept4" -> isListener(sample, task, (int) call.argument(0));
      case "io_uring_enter" -> true; // perhaps
      default -> polls(sample, polls, task, call);
    };
  }

  /// Who sleeps on although somebody wants to be accepted does not look at it.
  private boolean polls(Sample sample, PollSets polls, Sample.Task task, Call call) {
    if (!POLLS.matcher(call.name()).matches() || visit.slept(task.tid())) {
      return false;
    }
    return !(polls.set(task, call) instanceof PollSets.Watched(var watched))
        || watched.stream().anyMatch(watch -> isListener(sample, task, watch.fd()));
  }

  private boolean isListener(Sample sample, Sample.Task task, int fd) {
    return sample.link(task.pid(), fd).filter(link -> link.object().equals(listener)).isPresent();
  }

  private boolean haveNewSockets() {
    return !sockets(visit.before()).containsAll(sockets(visit.after()));
  }

  private Set<String> sockets(Sample sample) {
    var sockets = new HashSet<String>();
    for (var link : sample.picture().links()) {
      if (owners.contains(link.pid())
          && sample.object(link).filter(IpcSocket.class::isInstance).isPresent()) {
        sockets.add(link.pid() + " " + link.object());
      }
    }
    return sockets;
  }

  /// Those who wait to be accepted, as far as they are on this machine.
  private Set<String> waiting(Sample sample) {
    var waiting = new HashSet<String>();
    sample.picture().waiting(listener).forEach(socket -> waiting.add(socket.id()));
    return waiting;
  }
}
