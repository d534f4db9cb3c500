package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.SocketState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds listeners whose queue is over full, and whose owner does nothing about it.
final class Backlogs implements Doctor.Check {
  /// What is known of a listener.
  private record Listener(long pending, long limit, long dropped) {
    static Optional<Listener> of(IpcObject object) {
      return switch (object) {
        case IpcObject.UnixSocket socket when socket.state() == SocketState.LISTENING ->
            Optional.of(new Listener(socket.received(), socket.sent(), 0));
        case IpcObject.InternetSocket socket when socket.state() == SocketState.LISTENING ->
            Optional.of(new Listener(socket.received(), socket.sent(), socket.dropped()));
        default -> Optional.empty();
      };
    }

    boolean isOverFull() {
      return pending > limit;
    }
  }

  @Override
  public void examine(Visit visit, List<Finding> found) {
    for (var object : visit.after().picture().objects()) {
      var now = Listener.of(object).filter(Listener::isOverFull);
      var earlier =
          visit
              .before()
              .picture()
              .object(object.id())
              .flatMap(Listener::of)
              .filter(Listener::isOverFull);
      var owners = new TreeSet<Integer>();
      visit.after().picture().holders(object.id()).forEach(link -> owners.add(link.pid()));
      if (now.isPresent() && earlier.isPresent() && owners.stream().allMatch(visit::sleptAll)) {
        found.add(finding(visit.after(), object, now.get(), owners));
      }
    }
  }

  private static Finding finding(
      Sample sample, IpcObject object, Listener listener, Set<Integer> owners) {
    var evidence = new ArrayList<String>();
    evidence.add(
        object.id()
            + " "
            + object.name()
            + " has "
            + listener.pending()
            + " connections that nobody accepts, where "
            + listener.limit()
            + " may wait");
    if (listener.dropped() > 0) {
      evidence.add(listener.dropped() + " connections were refused room");
    }
    evidence.add("its owner did not run between the two looks: " + Words.processes(sample, owners));
    return new Finding(
        Symptom.ACCEPT_BACKLOG,
        Tier.LIKELY,
        Severity.WARNING,
        Words.infos(sample, owners),
        List.of(),
        List.copyOf(evidence),
        "the owner may accept later",
        "see why "
            + Words.processes(sample, owners)
            + " does not accept; a longer backlog only"
            + " hides it");
  }
}
