package dev.rohrpost.fd;

/// Ends blocking calls at their deadlines.
///
/// Nearly every call ends before its deadline, so setting an alarm is made cheap: a thread writes
/// it into its [Blocker], and tells nobody unless it is earlier than the next look. When that
/// comes, all are looked at.
final class Alarms {
  /// No alarm; also the next look when none is planned.
  static final long OFF = Long.MIN_VALUE;

  /// When somebody looks, on the clock of [System#nanoTime()].
  private static volatile long nextLook = OFF;

  private Alarms() {}

  /// Sets the alarm of the current thread, which is inside a call already.
  ///
  /// First the alarm is written, then the next look is read; [#look] does the two the other way
  /// round, so one of them sees the other.
  static void set(Blocker blocker, Deadline deadline) {
    var at = deadline.nanoTime();
    blocker.alarm = at;
    if (isBefore(at, nextLook)) {
      plan(at);
    }
  }

  /// Tells whether an alarm comes before another, which may be off.
  static boolean isBefore(long alarm, long other) {
    return alarm != OFF && (other == OFF || alarm - other < 0);
  }

  private static synchronized void plan(long at) {
    if (isBefore(at, nextLook)) {
      nextLook = at;
      Waker.schedule(Alarms::look, at - System.nanoTime());
    }
  }

  private static void look() {
    synchronized (Alarms.class) {
      if (nextLook != OFF && nextLook - System.nanoTime() > 0) {
        return; // an earlier one was planned after this one
      }
      nextLook = OFF;
    }
    var next = Blocker.wakeOverdue();
    if (next != OFF) {
      plan(next);
    }
  }
}
