package dev.rohrpost.inspect.doctor;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.BusWatch;
import dev.rohrpost.inspect.Inspector;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.OpenBusCall;
import dev.rohrpost.inspect.ThreadInfo;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Finds processes that wait for each other by calls on a message bus, and those that have called
/// somebody who was stopped, or is stuck.
///
/// An open call does not say that its caller waits: it may do something else meanwhile, or have
/// given up. So its processes have to sleep through two looks that come after the call.
final class BusCalls implements Doctor.Check {
  private static final double NANOS = 1e9;

  private final BusWatch watch;
  private final Duration interval;
  private final long first;
  private final long second;

  /// @param watch what was seen on the buses
  /// @param interval between two looks
  /// @param first when the first look began, in nanoseconds
  /// @param second when the second one began
  BusCalls(BusWatch watch, Duration interval, long first, long second) {
    this.watch = watch;
    this.interval = interval;
    this.first = first;
    this.second = second;
  }

  @Override
  public void examine(Visit visit, List<Finding> found) throws UnixException, InterruptedException {
    var calls = before(second);
    var search = new Search(visit, calls);
    if (!search.isWorthIt()) {
      return;
    }
    if (calls.stream().allMatch(call -> call.nanos() < first)) {
      found.addAll(search.find());
      return;
    }
    // Some were made between the looks, so there has to be another one.
    var activity = Activity.of(visit.after(), visit.proc());
    var _ = new CountDownLatch(1).await(interval.toNanos(), TimeUnit.NANOSECONDS);
    var third = new Sample(Inspector.look(), visit.proc());
    var later = new Visit(visit.after(), third, activity, visit.proc());
    found.addAll(new Search(later, before(second)).find());
  }

  /// Returns the calls that were made before a moment and are open now.
  private List<OpenBusCall> before(long nanos) throws InterruptedException {
    return watch.openCalls().stream()
        .filter(call -> call.isCertain() && call.nanos() < nanos)
        .toList();
  }

  /// One search in two looks.
  private final class Search {
    private final Visit visit;
    private final Sample sample;
    private final List<OpenBusCall> calls = new ArrayList<>();
    private final WaitGraph graph = new WaitGraph();
    private final BusWait.Reader waits;

    Search(Visit visit, List<OpenBusCall> all) {
      this.visit = visit;
      this.sample = visit.after();
      this.waits = new BusWait.Reader(visit);
      for (var call : all) {
        if (isSame(call.caller()) && isSame(call.callee())) {
          calls.add(call);
          graph.add(call.caller(), call.callee());
        }
      }
    }

    /// Tells whether the process of a number is the same in both looks.
    private boolean isSame(int pid) {
      var then = visit.before().process(pid);
      return then.isPresent()
          && sample.process(pid).filter(p -> p.started() == then.get().started()).isPresent();
    }

    /// Tells whether there is a circle, or somebody who cannot answer at the moment.
    boolean isWorthIt() {
      if (calls.isEmpty()) {
        return false;
      }
      var dead = Fixpoint.dead(sample, Set.of(), Set.of());
      return !graph.cycles().isEmpty()
          || calls.stream()
              .map(OpenBusCall::callee)
              .anyMatch(pid -> isStopped(pid) || waits.isDead(pid, dead));
    }

    private boolean isStopped(int pid) {
      return sample
          .process(pid)
          .filter(process -> process.threads().stream().allMatch(ThreadInfo::isStopped))
          .isPresent();
    }

    List<Finding> find() throws InterruptedException {
      var found = new ArrayList<Finding>();
      var known = new HashSet<Integer>();
      for (var pids : graph.cycles()) {
        if (callsOf(pids).stream().allMatch(call -> pids.contains(call.callee()))) {
          circle(pids, found);
        }
        known.addAll(pids);
      }
      ends(known, found);
      return found;
    }

    private List<OpenBusCall> callsOf(Set<Integer> callers) {
      return calls.stream().filter(call -> callers.contains(call.caller())).toList();
    }

    private void circle(Set<Integer> pids, List<Finding> found) throws InterruptedException {
      var own = callsOf(pids);
      var reasons = new ArrayList<String>();
      var longest = Duration.ZERO;
      var areAlone = true;
      var guards = new Guards(visit);
      for (var pid : pids) {
        var wait = waits.read(pid, daemon(pid, own));
        if (wait.isLive()) {
          return;
        }
        areAlone &= wait.isAlone();
        if (wait.longest().isPresent()) {
          var limit = wait.longest().get();
          longest = longest.compareTo(limit) > 0 ? longest : limit;
          reasons.add(
              "process "
                  + pid
                  + " waits for "
                  + limit.plusMillis(999).toSeconds() // what is left of 100 s may be 99.999
                  + " s at the most, as for a deadline");
        }
        reasons.addAll(wait.reasons());
        reasons.addAll(guards.timers(pid));
      }
      reasons.add(
          "whether they wait for the replies alone, or go on with whatever else comes from the bus, is"
              + " not to be seen");
      var isOpen = longest.isPositive();
      var victims = graph.waitingFor(pids);
      found.add(
          new Finding(
              Symptom.BUS_CYCLE,
              isOpen ? Tier.OPEN : Tier.LIKELY,
              isOpen || !areAlone ? Severity.WARNING : Severity.ERROR,
              Words.infos(sample, pids, victims),
              edges(own),
              evidence(own, victims),
              String.join("; ", reasons),
              "let one of them go on while it waits for the reply, or call the other before or after it"
                  + " answers; to go on now, end one of "
                  + Words.processes(sample, pids)));
    }

    private int daemon(int pid, List<OpenBusCall> own) throws InterruptedException {
      for (var call : own) {
        if (call.caller() == pid) {
          return watch.daemon(call.bus()).orElse(0);
        }
      }
      return 0;
    }

    /// Finds who has called somebody who was stopped or is stuck, also by way of others.
    private void ends(Set<Integer> known, List<Finding> found) {
      var stopped = visit.stopped();
      var dead = visit.dead(Set.of());
      var called = new TreeSet<Integer>();
      calls.forEach(call -> called.add(call.callee()));
      called.removeAll(known);
      for (var pid : called) {
        if (waits.isStopped(pid, stopped)) {
          found.add(
              chain(
                  pid,
                  Words.process(sample, pid) + " was stopped, by a signal or a debugger",
                  "whoever stopped it may mean to continue it, and a caller that has given up does not"
                      + " tell",
                  "kill -CONT " + pid + ", or end it"));
        } else if (waits.isDead(pid, dead)) {
          found.add(
              chain(
                  pid,
                  Words.process(sample, pid) + " waits itself for what nobody can give it",
                  "a caller that has given up does not tell",
                  "see what " + Words.process(sample, pid) + " waits for; to go on now, end it"));
        }
      }
    }

    private Finding chain(int pid, String why, String doubt, String advice) {
      var callers = graph.waitingFor(Set.of(pid));
      var reaching = new HashSet<>(callers);
      reaching.add(pid);
      var own = callsOf(callers).stream().filter(call -> reaching.contains(call.callee())).toList();
      var evidence = new ArrayList<>(evidence(own, Set.of()));
      evidence.add(why);
      return new Finding(
          Symptom.BUS_CHAIN,
          Tier.LIKELY,
          Severity.WARNING,
          Words.infos(sample, List.of(pid), callers),
          edges(own),
          List.copyOf(evidence),
          doubt,
          advice);
    }

    private static List<Edge> edges(List<OpenBusCall> calls) {
      return calls.stream()
          .map(call ->
              new Edge(
                  call.caller(),
                  call.caller(),
                  call.method(),
                  Link.NO_DESCRIPTOR,
                  "dbus:" + call.bus() + "/" + call.service(),
                  List.of(call.callee())))
          .distinct()
          .toList();
    }

    private List<String> evidence(List<OpenBusCall> own, Set<Integer> victims) {
      var evidence = new ArrayList<String>();
      for (var call : own) {
        evidence.add(
            Words.process(sample, call.caller())
                + " has called "
                + call.method()
                + " of "
                + call.path()
                + " at "
                + call.service()
                + " on the "
                + call.bus()
                + " bus, which is "
                + Words.process(sample, call.callee())
                + ": no reply since "
                + call.since().truncatedTo(ChronoUnit.MILLIS)
                + ", "
                + seconds(call));
      }
      if (!victims.isEmpty()) {
        evidence.add("held up by them: " + Words.processes(sample, victims));
      }
      return List.copyOf(evidence);
    }

    private static String seconds(OpenBusCall call) {
      return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - call.nanos()) / NANOS);
    }
  }
}
