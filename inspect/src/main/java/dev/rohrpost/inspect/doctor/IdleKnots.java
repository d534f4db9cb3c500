package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.doctor.Wait.Nature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds knots in which virtual machines take part: some of their threads always wake up from time
/// to time, to keep house, so that strictly nothing is ever stuck.
final class IdleKnots implements Doctor.Check {
  /// What nobody waits for who has nothing to do.
  private static final Set<Nature> WORK = EnumSet.of(Nature.WRITE, Nature.LOCK);

  @Override
  public void examine(Visit visit, List<Finding> found) {
    var housekeeping = Housekeeping.of(visit);
    if (housekeeping.isEmpty()) {
      return;
    }
    var known = new HashSet<Integer>();
    found.forEach(finding -> finding.processes().forEach(process -> known.add(process.pid())));
    var guards = new Guards(visit);
    for (var knot : Knot.among(visit.dead(housekeeping), visit.after())) {
      // Who only listens to others, or for the end of a child that listens, may well be told to go
      // on by such a thread: an event loop waits like that for what its user wants.
      var isStuck = knot.pids().size() > 1 && !Collections.disjoint(knot.natures(), WORK);
      if (isStuck && known.stream().noneMatch(knot.pids()::contains)) {
        var reasons = new ArrayList<String>();
        for (var pid : knot.helpers()) {
          var count = housekeeping.stream().filter(tid -> isOf(visit, tid, pid)).count();
          if (count > 0) {
            reasons.add(
                count + " threads of process " + pid + " wait for a time only, and may help then");
          }
        }
        reasons.addAll(guards.reasons(knot));
        found.add(Knots.finding(knot, reasons, visit.after()));
      }
    }
  }

  private static boolean isOf(Visit visit, int tid, int pid) {
    return visit.after().task(tid).pid() == pid;
  }
}
