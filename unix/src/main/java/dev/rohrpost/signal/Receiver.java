package dev.rohrpost.signal;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one place of this process where signals are read, for all subscriptions.
///
/// There is no thread of its own: whoever waits for a signal reads, gives every subscription its
/// copies, and takes its own. Others who wait meanwhile are told. Signals that nobody waits for
/// stay in the kernel, up to `RLIMIT_SIGPENDING`, after which their sender gets EAGAIN.
final class Receiver {
  private static final int BATCH = 32;
  private static @Nullable Receiver instance;

  private final Source source;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final MemorySegment batch = Arena.global().allocate(BATCH * RawInfo.SIZE, Long.BYTES);
  private List<Subscription> subscriptions = List.of();
  private boolean reading;
  private int waiting;

  private Receiver(Source source) {
    this.source = source;
  }

  /// Returns the receiver of this process.
  static synchronized Receiver instance() throws UnixException {
    var receiver = instance;
    if (receiver == null) {
      receiver = new Receiver(source());
      instance = receiver;
    }
    return receiver;
  }

  /// `-Drohrpost.signals=portable` is for those who want no machine code in their process.
  private static Source source() throws UnixException {
    if ("portable".equals(System.getProperty("rohrpost.signals"))) {
      return new JvmSource("rohrpost.signals=portable is set");
    }
    try {
      return new KernelSource();
    } catch (UnixException.Denied e) {
      return new JvmSource("executable memory is denied: " + e.getMessage());
    } catch (UnsupportedOperationException e) {
      return new JvmSource(String.valueOf(e.getMessage()));
    }
  }

  Capabilities capabilities() {
    return source.capabilities();
  }

  /// The signals and the unread copies of one subscription, and its own descriptor of the source:
  /// closing that one gets its reader out.
  static final class Subscription {
    final Set<Signal> signals;
    final SignalSet set;
    final ReadEnd end;
    final Backlog backlog = new Backlog(BATCH);

    Subscription(Set<Signal> signals, ReadEnd end) {
      this.signals = signals;
      this.set = SignalSet.of(signals.toArray(Signal[]::new));
      this.end = end;
    }
  }

  Subscription subscribe(Set<Signal> signals) throws UnixException {
    synchronized (source) {
      var end = new ReadEnd(source.fd().duplicate());
      try {
        source.add(signals.stream().filter(s -> !isSubscribed(s)).toList());
      } catch (UnixException | RuntimeException e) {
        end.close();
        throw e;
      }
      var subscription = new Subscription(signals, end);
      lock.lock();
      try {
        var more = new ArrayList<>(subscriptions);
        more.add(subscription);
        subscriptions = List.copyOf(more);
      } finally {
        lock.unlock();
      }
      return subscription;
    }
  }

  void unsubscribe(Subscription subscription) throws UnixException {
    synchronized (source) {
      if (subscription.end.isOpen()) {
        subscription.end.close();
        lock.lock();
        try {
          subscriptions = subscriptions.stream().filter(s -> s != subscription).toList();
          changed.signalAll();
        } finally {
          lock.unlock();
        }
        source.remove(subscription.signals.stream().filter(s -> !isSubscribed(s)).toList());
      }
    }
  }

  boolean isSubscribed(Signal signal) {
    return subscriptions.stream().anyMatch(s -> s.set.contains(signal));
  }

  /// Takes the next signal of a subscription.
  ///
  /// @return false if the deadline passed
  boolean take(Subscription subscription, MemorySegment into, Deadline deadline)
      throws UnixException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (subscription.backlog.isEmpty()) {
        if (!subscription.end.isOpen()) {
          throw UnixException.of("read", subscription.set + " (closed)", Errno.EBADF);
        }
        if (!(reading ? awaitChange(deadline) : read(subscription, deadline))) {
          return false;
        }
      }
      subscription.backlog.take(into);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the loop is in take()
  private boolean awaitChange(Deadline deadline) throws InterruptedException {
    waiting++;
    try {
      if (deadline == Deadline.NEVER) {
        changed.await();
        return true;
      }
      return changed.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } finally {
      waiting--;
    }
  }

  /// Reads for everybody. The lock is not held meanwhile; [#reading] keeps the others out.
  private boolean read(Subscription reader, Deadline deadline)
      throws UnixException, InterruptedException {
    var bytes = 0L;
    reading = true;
    lock.unlock();
    try {
      bytes = read(reader.end, deadline);
    } finally {
      lock.lock();
      reading = false;
      distribute(bytes);
      if (waiting > 0) {
        changed.signalAll();
      }
    }
    return bytes > 0;
  }

  private long read(ReadEnd end, Deadline deadline) throws UnixException, InterruptedException {
    if (deadline == Deadline.NEVER) {
      return end.read(batch);
    }
    return end.read(batch, deadline) instanceof Transfer.Bytes(int count) ? count : 0;
  }

  private void distribute(long bytes) {
    if (bytes > 0) {
      var now = System.currentTimeMillis();
      for (var at = 0L; at < bytes; at += RawInfo.SIZE) {
        RawInfo.stamp(batch, at, now);
        var bit = 1L << (RawInfo.signal(batch, at) - 1);
        for (var i = 0; i < subscriptions.size(); i++) {
          var subscription = subscriptions.get(i);
          if ((subscription.set.bits() & bit) != 0) {
            subscription.backlog.add(batch, at);
          }
        }
      }
    }
  }
}
