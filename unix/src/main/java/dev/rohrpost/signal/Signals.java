package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A subscription to signals: they arrive in order, and from the moment [#subscribe] returns none
/// is lost. Any number of subscriptions may share a signal; each gets every one of them.
///
/// While anybody subscribes to a signal, it does nothing else in this process: TERM no longer ends
/// the JVM. [#close()] restores what was there before.
///
/// What "none is lost" means is what the kernel means by it. Real-time signals are queued, each
/// with its value, in the order in which they were sent, up to `RLIMIT_SIGPENDING`; then the sender
/// gets EAGAIN. An ordinary signal that is sent again before it was taken is one signal, but there
/// is always one after the last that was sent.
///
/// Two things are outside of that. A signal that is sent to one thread only, as by [Target.Tid] or
/// by a write to a pipe that nobody reads, waits for that thread and is not received. And when a
/// thread that was there before the subscription ends in the moment in which a signal arrives, that
/// signal may come after others that were sent later: the JVM gives such a thread its old mask back
/// shortly before its end.
///
/// {@snippet :
/// try (var signals = Signals.subscribe(Signal.HUP, Signal.TERM)) {
///   for (var info : signals) {
///     if (info.signal().equals(Signal.TERM)) {
///       break;
///     }
///     reload();
///   }
/// }
/// }
///
/// @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
/// @see <a href="https://man7.org/linux/man-pages/man2/signalfd.2.html">signalfd(2)</a>
public final class Signals implements AutoCloseable, Iterable<SignalInfo> {
  private final Receiver receiver;
  private final Subscription subscription;

  private Signals(Receiver receiver, Subscription subscription) {
    this.receiver = receiver;
    this.subscription = subscription;
  }

  /// Begins to receive signals.
  ///
  /// @param signals which, at least one
  /// @return the subscription; the caller closes it
  /// @throws ReservedSignalException if the kernel, the JVM, the C library or this library owns one
  /// @throws IllegalArgumentException if none is named, or if [#capabilities()] says that this JVM
  ///   cannot receive one of them
  /// @throws IllegalStateException if another copy of this library, of another class loader of this
  ///   JVM, receives one of them or has changed its action; or if no real-time signal is free for
  ///   this library
  /// @throws UnixException with EMFILE or ENFILE if there is no descriptor left
  public static Signals subscribe(Signal... signals) throws UnixException {
    return subscribe(new LinkedHashSet<>(Arrays.asList(signals)));
  }

  /// Begins to receive signals, as [#subscribe(Signal...)].
  ///
  /// @param signals which, at least one
  /// @return the subscription; the caller closes it
  /// @throws UnixException as there
  public static Signals subscribe(Set<Signal> signals) throws UnixException {
    if (signals.isEmpty()) {
      throw new IllegalArgumentException("no signal to subscribe to");
    }
    var receiver = Receiver.instance(); // which reserves a signal
    signals.forEach(Reserved::check);
    return new Signals(receiver, receiver.subscribe(Set.copyOf(signals)));
  }

  /// Calls a handler for each signal, one after the other, on a thread made for it. What the
  /// handler throws goes to the uncaught exception handler of that thread, and the next signal is
  /// handled; nor does an interrupt end the thread, which is a daemon.
  ///
  /// @param handler what to call
  /// @param signals which, at least one
  /// @return the subscription; closing it ends the thread after the call it may be in
  /// @throws UnixException as [#subscribe]
  public static Signals handle(Consumer<SignalInfo> handler, Signal... signals)
      throws UnixException {
    var subscription = subscribe(signals);
    Thread.ofPlatform()
        .daemon()
        .name("rohrpost-" + subscription)
        .start(() -> subscription.deliver(handler));
    return subscription;
  }

  private void deliver(Consumer<SignalInfo> handler) {
    while (subscription.end.isOpen()) {
      var _ = Thread.interrupted();
      for (var info : this) {
        call(handler, info);
      }
    }
  }

  private static void call(Consumer<SignalInfo> handler, SignalInfo info) {
    try {
      handler.accept(info);
    } catch (Throwable faulty) {
      var thread = Thread.currentThread();
      try {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, faulty);
      } catch (Throwable ignored) {
        // as the JVM does it: there is nobody left to tell
      }
    }
  }

  /// Tells what this JVM learns about signals. The first call decides it for good, as the first
  /// subscription does.
  ///
  /// @return what it learns, and why something is missing
  /// @throws UnixException with EMFILE or ENFILE if there is no descriptor left
  public static Capabilities capabilities() throws UnixException {
    return Receiver.instance().capabilities();
  }

  /// Waits for the next signal.
  ///
  /// @return the signal
  /// @throws UnixException with EBADF if this subscription is closed, meanwhile too
  /// @throws InterruptedException if the thread is or gets interrupted; no signal was taken then
  public SignalInfo take() throws UnixException, InterruptedException {
    return take(Deadline.NEVER).orElseThrow();
  }

  /// Waits for the next signal until a deadline.
  ///
  /// @param deadline when to give up; with [Deadline#NOW], a signal that another thread is just
  ///   reading for this one counts as not yet there
  /// @return the signal, or nothing if the deadline passed
  /// @throws UnixException with EBADF if this subscription is closed, meanwhile too
  /// @throws InterruptedException if the thread is or gets interrupted; no signal was taken then
  public Optional<SignalInfo> take(Deadline deadline) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var raw = arena.allocate(RawInfo.SIZE, Long.BYTES);
      return take(raw, deadline) ? Optional.of(RawInfo.decode(raw)) : Optional.empty();
    }
  }

  /// Waits for the next signal until a deadline, and copies it as the kernel wrote it. Allocates
  /// nothing on a platform thread without a deadline.
  ///
  /// @param into 128 bytes of native memory, aligned to 8, for a `struct signalfd_siginfo`; its
  ///   last 8 bytes, which the kernel leaves empty, get the time in milliseconds since 1970
  /// @param deadline when to give up
  /// @return false if the deadline passed
  /// @throws UnixException with EBADF if this subscription is closed, meanwhile too
  /// @throws InterruptedException if the thread is or gets interrupted; no signal was taken then
  public boolean take(MemorySegment into, Deadline deadline)
      throws UnixException, InterruptedException {
    return receiver.take(subscription, into, deadline);
  }

  /// Returns an iterator that waits in `hasNext()` until there is a signal. It ends when this
  /// subscription is closed or the thread is interrupted, which then stays interrupted.
  @Override
  public Iterator<SignalInfo> iterator() {
    return new Iterator<>() {
      private @Nullable SignalInfo next;

      @Override
      public boolean hasNext() {
        try {
          next = next == null ? take() : next;
          return true;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        } catch (UnixException e) {
          if (subscription.end.isOpen()) {
            throw new IllegalStateException(e);
          }
          return false;
        }
      }

      @Override
      public SignalInfo next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException();
        }
        var info = next;
        next = null;
        return info;
      }
    };
  }

  /// Ends the subscription, with EBADF for those who wait on it. If nobody else subscribes to a
  /// signal, those not taken are discarded, and the action and masks of before are restored.
  /// Closing again does nothing.
  @Override
  public void close() {
    try {
      receiver.unsubscribe(subscription);
    } catch (UnixException e) {
      throw new IllegalStateException("cannot restore " + subscription.set, e);
    }
  }

  @Override
  public String toString() {
    return subscription.set.toString();
  }
}
