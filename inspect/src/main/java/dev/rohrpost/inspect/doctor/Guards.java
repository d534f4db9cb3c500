package dev.rohrpost.inspect.doctor;

import dev.rohrpost.Signal;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.Signals;
import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.signal.SignalSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Says why a knot may come loose all the same. Only one for which there is no reason is proven.
final class Guards {
  private static final List<Signal> TIMERS = List.of(Signal.ALRM, Signal.VTALRM, Signal.PROF);

  private final Visit visit;
  private final Proc proc;
  private @Nullable List<String> general;

  Guards(Visit visit) {
    this.visit = visit;
    this.proc = visit.proc();
  }

  /// Returns the reasons, each the part of a sentence.
  List<String> reasons(Knot knot) {
    var unseen = UnseenHolders.of(knot, visit.after());
    var reasons = new ArrayList<>(unseen.reasons());
    if (!unseen.isAllCounted()) {
      reasons.addAll(general());
    } else if (knot.reaches().stream().anyMatch(reach -> reach.nature() == Nature.CHILD)) {
      // There may be other children.
      reasons.addAll(unknown(unknown -> unknown.matter() == Unknown.Matter.PROCESSES));
    }
    for (var pid : knot.helpers()) {
      signals(pid, knot.natures()).ifPresent(reasons::add);
      timer(pid).ifPresent(reasons::add);
    }
    return reasons;
  }

  /// Returns the reasons why a process may come to run by itself, each the part of a sentence.
  List<String> timers(int pid) {
    var reasons = new ArrayList<String>();
    signals(pid, Set.of()).ifPresent(reasons::add);
    timer(pid).ifPresent(reasons::add);
    return reasons;
  }

  private Optional<String> timer(int pid) {
    var timers = proc.text(FcntlH.AT_FDCWD, "/proc/" + pid + "/timers");
    return timers == null || timers.isEmpty()
        ? Optional.empty()
        : Optional.of("process " + pid + " has a timer");
  }

  /// Reasons that hold for every knot whose holders are not counted by the kernel.
  private List<String> general() {
    var known = general;
    if (known == null) {
      known = List.copyOf(search());
      general = known;
    }
    return known;
  }

  private List<String> search() {
    var reasons = new ArrayList<String>();
    if (UnistdH.geteuid() != 0) {
      reasons.add("this is not root, who alone sees everybody");
    }
    reasons.addAll(unknown(Unknown::hidesHolders));
    var inFlight = inFlight();
    if (inFlight > 0) {
      reasons.add(inFlight + " descriptors are on their way through sockets, perhaps one of these");
    }
    return reasons;
  }

  private List<String> unknown(Predicate<Unknown> counts) {
    return visit.after().picture().unknown().stream()
        .filter(counts)
        .map(unknown -> "unknown: " + unknown.what())
        .toList();
  }

  /// Descriptors that were sent and not received yet keep their objects open, without a holder.
  private long inFlight() {
    var count = 0L;
    for (var link : visit.after().picture().links()) {
      if (link.object().startsWith(Kind.UNIX.label() + ":")) {
        var path = "/proc/" + link.pid() + "/fdinfo/" + link.fd();
        var info = proc.text(FcntlH.AT_FDCWD, path);
        count += info == null ? 0 : Fields.number(info, "scm_fds:", 0);
      }
    }
    return count;
  }

  /// A handler may do what the thread does not come to. Who waits to read may be woken by any
  /// signal that is sent to tell him so; who writes has only himself to wake, by a timer.
  private Optional<String> signals(int pid, Set<Nature> natures) {
    var all = visit.after().process(pid).map(ProcessInfo::signals);
    if (all.filter(Signals::alarm).isPresent()) {
      return Optional.of("process " + pid + " has set an alarm");
    }
    var caught = all.map(Signals::caught).orElse(SignalSet.EMPTY);
    if (natures.equals(Set.of(Nature.READ)) && !caught.equals(SignalSet.EMPTY)) {
      return Optional.of("process " + pid + " catches " + caught + ", whose handler may write");
    }
    return TIMERS.stream()
        .filter(caught::contains)
        .findFirst()
        .map(signal -> "process " + pid + " catches " + signal + ", which a timer may send");
  }
}
