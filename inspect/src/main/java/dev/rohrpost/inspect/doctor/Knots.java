package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds processes that wait for each other for ever.
final class Knots implements Doctor.Check {
  @Override
  public void examine(Visit visit, List<Finding> found) {
    var knots = Knot.among(visit.dead(Set.of()), visit.after());
    if (!knots.isEmpty()) {
      var guards = new Guards(visit);
      for (var knot : knots) {
        found.add(finding(knot, guards.reasons(knot), visit.after()));
      }
    }
  }

  /// Describes a knot.
  ///
  /// @param reasons why it may come loose
  static Finding finding(Knot knot, List<String> reasons, Sample sample) {
    var symptom = symptom(knot);
    return new Finding(
        symptom,
        reasons.isEmpty() ? Tier.PROVEN : Tier.LIKELY,
        symptom == Symptom.MUTUAL_READ ? Severity.WARNING : Severity.ERROR,
        Words.infos(sample, knot.pids(), knot.victims()),
        knot.edges(),
        evidence(knot, sample),
        String.join("; ", reasons),
        Advice.of(symptom, knot, sample));
  }

  private static Symptom symptom(Knot knot) {
    if (knot.natures().contains(Nature.LOCK)) {
      return Symptom.LOCK_CYCLE;
    }
    if (knot.natures().contains(Nature.CHILD) && waitsOnlyForChild(knot)) {
      return Symptom.WAITS_FOR_CHILD;
    }
    return knot.natures().contains(Nature.WRITE) ? Symptom.DEADLOCK : Symptom.MUTUAL_READ;
  }

  /// A virtual machine always has a thread that waits for its children, whatever the others do.
  private static boolean waitsOnlyForChild(Knot knot) {
    var waiting = new HashSet<Integer>();
    knot.edges().stream()
        .filter(edge -> edge.object().isEmpty())
        .forEach(e -> waiting.add(e.pid()));
    knot.edges().stream()
        .filter(edge -> !edge.object().isEmpty())
        .forEach(e -> waiting.remove(e.pid()));
    return !waiting.isEmpty();
  }

  private static List<String> evidence(Knot knot, Sample sample) {
    var evidence = new ArrayList<String>();
    evidence.add("none of them ran between the two looks, and nobody else can end these waits");
    knot.edges().stream()
        .map(Edge::object)
        .distinct()
        .forEach(id -> sample.picture().object(id).ifPresent(object -> queued(object, evidence)));
    if (!knot.victims().isEmpty()) {
      evidence.add("held up by them: " + Words.processes(sample, knot.victims()));
    }
    return List.copyOf(evidence);
  }

  /// Where the kernel does not tell how full a pipe is, it cannot be asked without opening it; that
  /// its writer waits says enough.
  private static void queued(IpcObject object, List<String> evidence) {
    switch (object) {
      case IpcSocket.UnixSocket socket ->
          queued(object, socket.received(), socket.sent(), evidence);
      case IpcSocket.InternetSocket socket ->
          queued(object, socket.received(), socket.sent(), evidence);
      case IpcObject.Pipe pipe -> pipe.fill().ifPresent(fill -> evidence.add(filled(pipe, fill)));
      default -> {} // the kernel does not tell
    }
  }

  private static String filled(IpcObject.Pipe pipe, IpcObject.Pipe.Fill fill) {
    return pipe.id()
        + (fill.isFull() ? " is full: " : " has ")
        + fill.pages()
        + " of "
        + fill.capacity()
        + " pages in use";
  }

  private static void queued(IpcObject object, long received, long sent, List<String> evidence) {
    evidence.add(
        object.id()
            + " has "
            + received
            + " bytes to be read, and "
            + sent
            + " bytes on their way");
  }
}
