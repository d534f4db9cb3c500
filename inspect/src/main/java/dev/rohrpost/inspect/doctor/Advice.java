package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import java.util.Optional;

/// What to do about a knot.
final class Advice {
  private Advice() {}

  static String of(Symptom symptom, Knot knot, Sample sample) {
    return switch (symptom) {
      case WAITS_FOR_CHILD -> child(knot, sample);
      case LOCK_CYCLE ->
          "take these locks in the same order everywhere; to go on now, end one of "
              + Words.processes(sample, knot.pids());
      case MUTUAL_READ ->
          spareWriteEnd(knot, sample)
              .map(link ->
                  "close descriptor "
                      + link.fd()
                      + " in process "
                      + link.pid()
                      + ": as long as it is open, the reader waits for what it may write")
              .orElseGet(() ->
                  "let one of them write first; to go on now, end one of "
                      + Words.processes(sample, knot.pids()));
      default -> written(knot, sample);
    };
  }

  private static String child(Knot knot, Sample sample) {
    for (var edge : knot.edges()) {
      if (edge.object().isEmpty()) {
        var parent = edge.pid();
        for (var other : knot.edges()) {
          if (other.waitsFor().contains(parent) && other.fd() != Link.NO_DESCRIPTOR) {
            return "let process "
                + parent
                + " read what "
                + Words.process(sample, other.pid())
                + " writes to descriptor "
                + other.fd()
                + ", or close it, before it waits for the child to end";
          }
        }
      }
    }
    return "let the parent close what it shares with the child before it waits for it";
  }

  /// A reader that holds a write end of its own, or whose partner only inherited one.
  private static Optional<Link> spareWriteEnd(Knot knot, Sample sample) {
    for (var edge : knot.edges()) {
      if (edge.object().startsWith(Kind.PIPE.label() + ":")) {
        for (var link : sample.picture().holders(edge.object())) {
          if (link.flow() != Flow.READ && knot.pids().contains(link.pid())) {
            return Optional.of(link);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String written(Knot knot, Sample sample) {
    for (var edge : knot.edges()) {
      if (knot.natures().contains(Nature.WRITE)
          && edge.fd() != Link.NO_DESCRIPTOR
          && edge.call().matches("p?(write|send).*")) {
        return "let "
            + Words.processes(sample, edge.waitsFor())
            + " read "
            + edge.object()
            + " while it writes (a thread, poll, or descriptors that do not wait),"
            + " or let "
            + Words.process(sample, edge.pid())
            + " write less before it reads;"
            + " to go on now, end one of them";
      }
    }
    return "to go on now, end one of " + Words.processes(sample, knot.pids());
  }
}
