package dev.rohrpost.fd;

import dev.rohrpost.libc.PollH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Waiting in the kernel for a moment before a virtual thread parks, on a descriptor where what
/// came lately came soon.
///
/// A parked thread is woken by way of two others, the poller's and a carrier, and that takes longer
/// than most answers of a process on the same machine. So the thread waits itself, which blocks its
/// carrier, but only for a few times as long as it took lately; after others that can run have run;
/// on some of the carriers; and not while other descriptors get ready, too. If nothing has come, it
/// parks, and lingers only after short waits again.
final class Linger {
  /// A wait is short below so many nanoseconds.
  static final long SOON = 500_000;

  /// For how long a carrier is blocked at the most.
  private static final long LONGEST = 1_000_000;

  private static final int TIMES = 4;

  /// After how many short waits in succession the next one is expected to be short.
  private static final int ENOUGH = 2;

  /// The memory for ppoll(2): a thread that lingers takes one, and the others park.
  private static final BlockingQueue<MemorySegment> SEATS = seats();

  private final Poller poller;

  // Several threads may wait for one descriptor: what one counts, another may overwrite. Then a
  // linger is in vain at worst.
  private int shortWaits;
  private long average;
  private long eventsSeen;

  Linger(Poller poller) {
    this.poller = poller;
  }

  private static BlockingQueue<MemorySegment> seats() {
    var count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    var seats = new ArrayBlockingQueue<MemorySegment>(count);
    for (var i = 0; i < count; i++) {
      seats.add(Arena.global().allocate(Io.SCRATCH));
    }
    return seats;
  }

  /// Says how long somebody has waited until there was something to read.
  void waited(long nanos) {
    if (nanos < SOON) {
      average = shortWaits == 0 ? nanos : (3 * average + nanos) / 4;
      shortWaits++;
    } else {
      shortWaits = 0;
    }
    eventsSeen = poller.events();
  }

  /// Waits for a moment until there is something to read, if that is worth while.
  ///
  /// @return whether there is
  @SuppressWarnings("ThreadPriorityCheck") // others that can run need the carrier more
  boolean sees(int number, Deadline deadline) {
    if (shortWaits < ENOUGH || othersAreReady()) {
      return false;
    }
    Thread.yield();
    var seat = deadline.hasPassed() ? null : SEATS.poll();
    if (seat == null) {
      return false;
    }
    var since = System.nanoTime();
    var most = Math.min(Math.min(TIMES * average, LONGEST), deadline.remainingNanos());
    var isReady = Io.poll(seat, number, PollH.POLLIN, most) > 0;
    SEATS.add(seat);
    if (isReady) {
      waited(System.nanoTime() - since);
    } else {
      shortWaits = 0;
    }
    return isReady;
  }

  /// {@return whether the poller has woken others since somebody waited here}
  private boolean othersAreReady() {
    var now = poller.events();
    var haveBeen = now != eventsSeen;
    eventsSeen = now;
    return haveBeen;
  }
}
