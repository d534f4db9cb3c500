package dev.rohrpost.dbus;

import dev.rohrpost.fd.Deadline;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Events that have come and that nobody has taken, in order, and the threads that wait for more.
///
/// Events that find no room are counted, and the count stands where they would. How much room there
/// is, is for the owner to say. Everything but the waiting is called with the lock of the
/// connection.
///
/// @param <E> the events
final class Backlog<E> {
  private final Connection connection;
  private final LongFunction<E> missedEvent;
  private final Function<String, E> closedEvent;
  private final ArrayDeque<E> queue = new ArrayDeque<>();
  private long missed;
  private int takers;
  private @Nullable String ended;

  /// @param missedEvent says how many are missing
  /// @param closedEvent says why nothing comes any more
  Backlog(Connection connection, LongFunction<E> missedEvent, Function<String, E> closedEvent) {
    this.connection = connection;
    this.missedEvent = missedEvent;
    this.closedEvent = closedEvent;
  }

  /// {@return how many events there are, with the one that says what is missing}
  int size() {
    return queue.size() + (missed > 0 ? 1 : 0);
  }

  boolean hasEvents() {
    return !queue.isEmpty();
  }

  /// {@return the last event; null if there is none, or some are missing behind it}
  @Nullable E last() {
    return missed > 0 ? null : queue.peekLast();
  }

  /// Counts one that finds no room.
  void miss() {
    missed++;
  }

  /// Adds an event, behind the number of those that are missing.
  void add(E event) {
    if (missed > 0) {
      queue.add(missedEvent.apply(missed));
      missed = 0;
    }
    queue.add(event);
    if (takers > 0) {
      connection.wakeAllThatAreDone();
    }
  }

  /// {@return the next event, which is taken; null if there is none}
  @Nullable E poll() {
    var first = queue.poll();
    if (first == null && missed > 0) {
      first = missedEvent.apply(missed);
      missed = 0;
    }
    return first == null && ended != null ? closedEvent.apply(ended) : first;
  }

  /// {@return whether threads wait for more}
  boolean hasTakers() {
    return takers > 0;
  }

  boolean hasEnded() {
    return ended != null;
  }

  /// Nothing comes any more; the events that are here can be taken.
  void end(String reason) {
    if (ended == null) {
      ended = reason;
      connection.wakeAllThatAreDone();
    }
  }

  /// Ends, and drops the events that are here.
  ///
  /// @param close is given each of them
  void drop(String reason, Consumer<E> close) {
    end(reason);
    queue.forEach(close);
    queue.clear();
    missed = 0;
  }

  /// Waits until there is an event; without the lock.
  ///
  /// @return false if the deadline passed
  boolean await(Deadline deadline) throws InterruptedException {
    count(1);
    try {
      return connection.await(
          new Waiter() {
            @Override
            boolean isDone() {
              return size() > 0 || ended != null;
            }

            @Override
            boolean outlivesLoss() {
              return true;
            }
          },
          deadline);
    } catch (DbusDisconnectedException e) {
      return true; // the events say it
    } finally {
      count(-1);
    }
  }

  private void count(int more) {
    connection.lock.lock();
    try {
      takers += more;
    } finally {
      connection.lock.unlock();
    }
  }
}
