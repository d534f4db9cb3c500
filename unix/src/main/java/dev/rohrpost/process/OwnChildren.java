package dev.rohrpost.process;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// The children that this library has started and not yet reaped, so that nobody else reaps them.
///
/// A child can be seen, and can have ended, before its number is known here. Hence the tickets: who
/// starts a child has one from before there is a child until its number is here. A process that was
/// there when a number was [marked][#mark()] is nobody's new child once all tickets below that are
/// given back.
final class OwnChildren {
  /// How often each number is in use: it may be a new child's before the old one's is taken out.
  private static final Map<Integer, Integer> NUMBERS = new HashMap<>();

  private static final TreeSet<Long> TICKETS = new TreeSet<>();
  private static long next;

  private OwnChildren() {}

  /// Says that a child is about to be started.
  ///
  /// @return the ticket
  static synchronized long begin() {
    TICKETS.add(next);
    return next++;
  }

  /// Says that the child was started and added, or that there is none.
  static synchronized void end(long ticket) {
    TICKETS.remove(ticket);
  }

  static synchronized void add(int pid) {
    NUMBERS.merge(pid, 1, Integer::sum);
    OwnChildren.class.notifyAll();
  }

  /// Takes a child out after it was reaped.
  static synchronized void remove(int pid) {
    NUMBERS.computeIfPresent(pid, (_, count) -> count == 1 ? null : count - 1);
  }

  static synchronized long mark() {
    return next;
  }

  /// Tells whether a process may be one of them.
  ///
  /// @param mark a mark that was made when the process was there
  static synchronized boolean mayContain(int pid, long mark) {
    return NUMBERS.containsKey(pid) || (!TICKETS.isEmpty() && TICKETS.first() < mark);
  }

  /// Waits until a child is started, or a time has passed.
  static synchronized void awaitStart(long millis) throws InterruptedException {
    if (NUMBERS.isEmpty()) {
      OwnChildren.class.wait(millis);
    }
  }
}
