package dev.rohrpost.inspect.doctor;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.BusWatch;
import dev.rohrpost.inspect.Inspector;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.proc.Proc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Says why nothing moves.
public final class Doctor {
  /// Each finds one kind of trouble. The order is that of their findings, among equally bad ones.
  private static final List<Check> CHECKS =
      List.of(
          new Knots(),
          new IdleKnots(),
          new StoppedPeers(),
          new WithheldEnds(),
          new Backlogs(),
          new FifoOpens(),
          new Queues(),
          new SemaphoreWaits(),
          new Orphans(),
          new BlockedSignals(),
          new DeadOwners(),
          new StaleSockets());

  private Doctor() {}

  /// Looks for one kind of trouble.
  interface Check {
    /// Adds what it finds.
    ///
    /// @param found what others have found so far
    void examine(Visit visit, List<Finding> found) throws UnixException, InterruptedException;
  }

  /// Looks twice, and says what is wrong. It only reads; what it cannot see is in the picture that
  /// it returns, and keeps findings from being proven.
  ///
  /// @param interval how long to wait between the looks; half a second is enough to tell a knot
  ///   from a pause
  /// @return what was found
  /// @throws UnixException with EMFILE, ENFILE, or what `/proc` says where it is not to be read
  /// @throws InterruptedException if this thread is interrupted between the looks
  public static Diagnosis examine(Duration interval) throws UnixException, InterruptedException {
    try (var watch = BusWatch.open()) {
      return examine(interval, watch);
    }
  }

  /// Looks twice, as above; if calls on a bus were made between the looks that look bad, three
  /// times. Of such calls those are known that were made since the watch was opened.
  ///
  /// @param interval how long to wait between the looks
  /// @param watch what is known of the calls on buses; it stays open
  /// @return what was found
  /// @throws UnixException as above
  /// @throws InterruptedException as above
  public static Diagnosis examine(Duration interval, BusWatch watch)
      throws UnixException, InterruptedException {
    var start = System.nanoTime();
    try (var proc = new Proc()) {
      var before = new Sample(Inspector.look(), proc);
      var activity = Activity.of(before, proc);
      var pause = System.nanoTime();
      var _ = new CountDownLatch(1).await(interval.toNanos(), TimeUnit.NANOSECONDS);
      pause = System.nanoTime() - pause;
      var second = System.nanoTime();
      var after = new Sample(Inspector.look(), proc);
      var visit = new Visit(before, after, activity, proc);
      var findings = new ArrayList<Finding>();
      for (var check : CHECKS) {
        check.examine(visit, findings);
      }
      new BusCalls(watch, interval, start, second).examine(visit, findings);
      findings.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::tier));
      return new Diagnosis(
          List.copyOf(findings),
          after.picture().withUnknown(watch.unknown()),
          hidden(after.picture()),
          Duration.ofNanos(System.nanoTime() - start - pause),
          watch.buses());
    }
  }

  private static int hidden(Picture picture) {
    return (int) picture.processes().stream().filter(ProcessInfo::hidden).count();
  }
}
