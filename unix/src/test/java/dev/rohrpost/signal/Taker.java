package dev.rohrpost.signal;

import dev.rohrpost.UnixException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A thread that takes signals all the time, and keeps them.
final class Taker implements AutoCloseable {
  private final Signals signals;
  private final BlockingQueue<SignalInfo> taken = new LinkedBlockingQueue<>();
  private final SynchronousQueue<Integer> number = new SynchronousQueue<>();
  private final Thread thread;
  private final int kernelThread;
  private volatile @Nullable Exception end;

  Taker(Signals signals) throws InterruptedException {
    this(signals, Thread.ofPlatform());
  }

  Taker(Signals signals, Thread.Builder kind) throws InterruptedException {
    this.signals = signals;
    thread = kind.start(this::run);
    kernelThread = number.take();
  }

  private void run() {
    try {
      number.put(Here.thread());
      while (true) {
        taken.add(signals.take());
      }
    } catch (UnixException | InterruptedException e) {
      end = e;
    }
  }

  /// The kernel's number of the thread, which means nothing for a virtual one.
  int thread() {
    return kernelThread;
  }

  SignalInfo next() throws InterruptedException {
    var next = taken.poll(Here.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new AssertionError("no signal; " + end);
    }
    return next;
  }

  int size() {
    return taken.size();
  }

  void interrupt() {
    thread.interrupt();
  }

  /// What ended it.
  @Nullable Exception end() {
    Here.join(thread);
    return end;
  }

  @Override
  public void close() {
    signals.close();
    var _ = end();
  }
}
