package dev.rohrpost.signal;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one place of this process where signals are read, for all subscriptions.
///
/// There is no thread of its own: whoever waits for a signal reads, gives every subscription its
/// copies, and takes its own. Others who wait meanwhile are told, and one of them goes on reading
/// when the first has left. Signals that nobody waits for stay in the kernel, up to
/// `RLIMIT_SIGPENDING`, after which their sender gets EAGAIN; so do those of a subscription that
/// has [#ENOUGH] of them and does not take them.
///
/// A virtual thread may have to wait for a carrier, and nobody else is to wait with it, a TERM
/// least of all. So virtual threads do not read for others while they wait: a platform thread does,
/// which is made for the first of them. And nobody stands in line for the lock, where such a thread
/// could be in front; it is held for microseconds.
final class Receiver {
  private static final int BATCH = 32;
  private static final int ENOUGH = 32_768;
  private static @Nullable Receiver instance;

  /// Through the handle of all functions: most programs wait for signals that never come, and the
  /// linking of another one would be a part of their start.
  private static final Wait.Operation READING =
      new Wait.Operation() {
        @Override
        public int events() {
          return PollH.POLLIN;
        }

        @Override
        public long block(int number, MemorySegment data, long argument) {
          return UnistdH.read(number, data.address(), data.byteSize());
        }

        @Override
        public long attempt(int number, MemorySegment data, long argument) {
          throw new AssertionError("only platform threads read, and these without a deadline");
        }
      };

  private final Source source;
  private final ReentrantLock lock = new ReentrantLock();
  private final MemorySegment batch = Arena.global().allocate(BATCH * RawInfo.SIZE, Long.BYTES);
  private volatile List<Subscription> subscriptions = List.of();
  private boolean reading;
  private long held;
  private int waiting;
  private int virtual;
  private @Nullable Thread reader;

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

  Subscription subscribe(Set<Signal> signals) throws UnixException {
    synchronized (source) {
      Claims.claim(signals);
      var end = open(signals);
      var subscription = new Subscription(signals, end);
      acquire();
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

  private ReadEnd open(Set<Signal> signals) throws UnixException {
    try {
      var end = new ReadEnd(source.fd().duplicate());
      try {
        source.add(signals.stream().filter(s -> !isSubscribed(s)).toList());
        return end;
      } catch (UnixException | RuntimeException e) {
        end.close();
        throw e;
      }
    } catch (UnixException | RuntimeException e) {
      Claims.release(signals);
      throw e;
    }
  }

  void unsubscribe(Subscription subscription) throws UnixException {
    synchronized (source) {
      if (subscription.end.isOpen()) {
        subscription.end.close();
        acquire();
        try {
          subscriptions = subscriptions.stream().filter(s -> s != subscription).toList();
          subscription.wakeAll();
          hold();
        } finally {
          lock.unlock();
        }
        source.remove(subscription.signals.stream().filter(s -> !isSubscribed(s)).toList());
        Claims.release(subscription.signals);
      }
    }
  }

  private boolean isSubscribed(Signal signal) {
    return subscriptions.stream().anyMatch(s -> s.set.contains(signal));
  }

  /// Sets what a signal does that nobody subscribes to.
  Source.Undo set(Signal signal, long disposition) throws UnixException {
    synchronized (source) {
      if (isSubscribed(signal)) {
        throw new IllegalStateException("somebody subscribes to " + signal);
      }
      Claims.claim(Set.of(signal));
      try {
        return source.set(signal, disposition);
      } catch (UnixException | RuntimeException e) {
        Claims.release(Set.of(signal));
        throw e;
      }
    }
  }

  void restore(Signal signal, Source.Undo before) throws UnixException {
    synchronized (source) {
      if (isSubscribed(signal)) {
        source.undoLater(signal, before);
      } else {
        before.run();
      }
      Claims.release(Set.of(signal));
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // without the yield it is only slower
  private void acquire() {
    while (!lock.tryLock()) {
      Thread.yield();
    }
  }

  /// Takes the next signal of a subscription.
  ///
  /// @return false if the deadline passed
  boolean take(Subscription subscription, MemorySegment into, Deadline deadline)
      throws UnixException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    acquire();
    try {
      while (subscription.backlog.isEmpty()) {
        if (!subscription.end.isOpen()) {
          throw UnixException.of("read", subscription.set + " (closed)", Errno.EBADF);
        }
        if (!await(subscription, deadline) && subscription.backlog.isEmpty()) {
          return false;
        }
      }
      subscription.backlog.take(into);
      if (subscription.full) {
        hold();
      }
      return true;
    } finally {
      if (!subscription.backlog.isEmpty()) {
        subscription.wakeOne();
      }
      handOver();
      lock.unlock();
    }
  }

  /// @return false if the deadline passed
  private boolean await(Subscription subscription, Deadline deadline)
      throws UnixException, InterruptedException {
    if (reading) {
      return awaitOther(subscription, deadline);
    }
    if (!Thread.currentThread().isVirtual()) {
      return read(subscription.end, deadline);
    }
    var bytes = source.poll(batch);
    distribute(bytes);
    return bytes > 0 || awaitOther(subscription, deadline);
  }

  private boolean awaitOther(Subscription subscription, Deadline deadline)
      throws InterruptedException {
    if (deadline.hasPassed()) {
      return false;
    }
    var waiter = new Subscription.Waiter();
    subscription.waiters.add(waiter);
    waiting++;
    virtual += waiter.virtual ? 1 : 0;
    handOver();
    lock.unlock();
    try {
      return waiter.await(deadline);
    } finally {
      acquire();
      subscription.waiters.remove(waiter);
      waiting--;
      virtual -= waiter.virtual ? 1 : 0;
    }
  }

  /// Sees to it that somebody reads while somebody waits.
  private void handOver() {
    if (reading || waiting == 0) {
      return;
    }
    for (var subscription : subscriptions) {
      for (var waiter : subscription.waiters) {
        if (!waiter.virtual && !waiter.woken) {
          waiter.wake();
          return;
        }
      }
    }
    if (virtual > 0) {
      if (reader == null) {
        reader = Thread.ofPlatform().daemon().name("rohrpost-signals").start(this::readForVirtual);
      } else {
        LockSupport.unpark(reader);
      }
    }
  }

  private void readForVirtual() {
    var end = new ReadEnd(source.fd());
    acquire();
    try {
      while (true) {
        while (reading || virtual == 0) {
          lock.unlock();
          LockSupport.park(this);
          var _ = Thread.interrupted(); // by somebody who interrupts all threads
          acquire();
        }
        try {
          var _ = read(end, Deadline.NEVER);
        } catch (InterruptedException _) {
          // as above
        }
        if (virtual == 0) {
          handOver();
        }
      }
    } catch (UnixException e) {
      throw new IllegalStateException(e); // the descriptor is never closed
    } finally {
      lock.unlock();
    }
  }

  /// Reads for everybody. The lock is not held meanwhile; [#reading] keeps the others out.
  private boolean read(ReadEnd end, Deadline deadline) throws UnixException, InterruptedException {
    var bytes = 0L;
    reading = true;
    lock.unlock();
    try {
      bytes = deadline == Deadline.NEVER ? readBatch(end) : readBatch(end, deadline);
    } finally {
      acquire();
      reading = false;
      distribute(bytes);
    }
    return bytes > 0;
  }

  private long readBatch(ReadEnd end) throws UnixException, InterruptedException {
    var result = Wait.perform(READING, end.fd(), batch, batch.byteSize(), Deadline.NEVER);
    if (result < 0) {
      throw UnixException.of("read", end.fd().toString(), new Errno((int) -result));
    }
    return result;
  }

  private long readBatch(ReadEnd end, Deadline deadline)
      throws UnixException, InterruptedException {
    return end.read(batch, deadline) instanceof Transfer.Bytes(int count) ? count : 0;
  }

  private void distribute(long bytes) {
    if (bytes > 0) {
      var now = System.currentTimeMillis();
      for (var at = 0L; at < bytes; at += RawInfo.SIZE) {
        RawInfo.stamp(batch, at, now);
        distributeOne(at);
      }
      hold();
    }
  }

  private void distributeOne(long at) {
    var signal = RawInfo.signal(batch, at);
    if (source.accept(signal)) {
      var bit = 1L << (signal - 1);
      for (var i = 0; i < subscriptions.size(); i++) {
        var subscription = subscriptions.get(i);
        if ((subscription.set.bits() & bit) != 0) {
          subscription.backlog.add(batch, at);
          subscription.wakeOne();
        }
      }
    }
  }

  private void hold() {
    var bits = 0L;
    for (var i = 0; i < subscriptions.size(); i++) {
      var subscription = subscriptions.get(i);
      var size = subscription.backlog.size();
      subscription.full = subscription.full ? size > 0 : size >= ENOUGH;
      if (subscription.full) {
        bits |= subscription.set.bits() & Backlog.REAL_TIME;
      }
    }
    if (bits != held) {
      held = bits;
      source.hold(bits);
    }
  }
}
