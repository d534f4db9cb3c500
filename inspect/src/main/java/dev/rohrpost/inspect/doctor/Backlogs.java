package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.SocketState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds listeners whose queue is over full, and whose owner does nothing about it.
final class Backlogs implements Doctor.Check {
  private static final int MOST_NAMED = 10;

  /// What is known of a listener.
  private record Listener(IpcObject object, long pending, long limit, long dropped) {
    static Optional<Listener> of(IpcObject object) {
      return switch (object) {
        case IpcSocket.UnixSocket socket when socket.state() == SocketState.LISTENING ->
            Optional.of(new Listener(object, socket.received(), socket.sent(), 0));
        case IpcSocket.InternetSocket socket when socket.state() == SocketState.LISTENING ->
            Optional.of(new Listener(object, socket.received(), socket.sent(), socket.dropped()));
        default -> Optional.empty();
      };
    }

    boolean isOverFull() {
      return pending > limit;
    }

    List<Integer> owners(Picture picture) {
      var owners = new TreeSet<Integer>();
      picture.holders(object.id()).forEach(link -> owners.add(link.pid()));
      return List.copyOf(owners);
    }
  }

  @Override
  public void examine(Visit visit, List<Finding> found) {
    var picture = visit.after().picture();
    var callers = new Callers(visit);
    for (var object : picture.objects()) {
      var now = Listener.of(object).filter(Listener::isOverFull);
      var earlier =
          visit
              .before()
              .picture()
              .object(object.id())
              .flatMap(Listener::of)
              .filter(Listener::isOverFull);
      if (now.isPresent() && earlier.isPresent()) {
        examine(visit, earlier.get(), now.get(), callers, found);
      }
    }
  }

  private static void examine(
      Visit visit, Listener earlier, Listener now, Callers callers, List<Finding> found) {
    var owners = now.owners(visit.after().picture());
    if (owners.isEmpty()) {
      return; // whoever has it cannot be seen
    }
    var slept = owners.stream().allMatch(visit::sleptAll);
    var acceptors = new Acceptors(visit, now.object().id(), owners);
    if (slept || (now.pending() >= earlier.pending() && !acceptors.areAtWork())) {
      var running = owners.stream().filter(pid -> !visit.sleptAll(pid)).toList();
      found.add(finding(visit.after(), now, callers, running));
    }
  }

  /// @param running those of its owners who do something else
  private static Finding finding(
      Sample sample, Listener listener, Callers callers, List<Integer> running) {
    var owners = listener.owners(sample.picture());
    var clients = new TreeSet<Integer>();
    var edges = new ArrayList<Edge>();
    for (var link : callers.of(listener.object())) {
      clients.add(link.pid());
      edges.addAll(edges(sample, link, owners));
    }
    clients.removeAll(owners);
    return new Finding(
        Symptom.ACCEPT_BACKLOG,
        running.isEmpty() ? Tier.LIKELY : Tier.OPEN,
        Severity.WARNING,
        Words.infos(sample, owners, clients),
        List.copyOf(edges),
        evidence(sample, listener, owners, clients, running),
        running.isEmpty()
            ? "the owner may accept later"
            : Words.processes(sample, running) + " still runs, and may accept later",
        "see why "
            + Words.processes(sample, owners)
            + " does not accept; a longer backlog only"
            + " hides it");
  }

  /// The threads that wait in a call with a descriptor.
  private static List<Edge> edges(Sample sample, Link link, List<Integer> owners) {
    var edges = new ArrayList<Edge>();
    for (var thread : sample.process(link.pid()).orElseThrow().threads()) {
      thread
          .call()
          .filter(call -> isOn(call.name()) && (int) call.argument(0) == link.fd())
          .map(call ->
              new Edge(link.pid(), thread.tid(), call.name(), link.fd(), link.object(), owners))
          .ifPresent(edges::add);
    }
    return edges;
  }

  private static boolean isOn(String call) {
    return call.equals("connect") || call.matches("(read|recv|write|send).*");
  }

  private static List<String> evidence(
      Sample sample,
      Listener listener,
      Collection<Integer> owners,
      Set<Integer> clients,
      List<Integer> running) {
    var evidence = new ArrayList<String>();
    evidence.add(
        listener.object().id()
            + " "
            + listener.object().name()
            + " has "
            + listener.pending()
            + " connections that nobody accepts, where "
            + listener.limit()
            + " may wait");
    if (listener.dropped() > 0) {
      evidence.add(listener.dropped() + " connections were refused room");
    }
    if (!clients.isEmpty()) {
      var named = clients.stream().limit(MOST_NAMED).toList();
      var more = clients.size() - named.size();
      evidence.add(
          "these wait to be accepted: "
              + Words.processes(sample, named)
              + (more > 0 ? ", and " + more + " more" : ""));
    }
    evidence.add(
        (running.isEmpty()
                ? "its owner did not run between the two looks: "
                : "its owner accepted nothing between the two looks, and none of its threads waits"
                    + " for connections: ")
            + Words.processes(sample, owners));
    return List.copyOf(evidence);
  }
}
