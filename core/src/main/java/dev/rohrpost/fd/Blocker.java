package dev.rohrpost.fd;

import dev.rohrpost.UnixException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/// A platform thread that may be inside a blocking system call, and the way to get it out.
///
/// It is a [Selector] only in name: `begin()` and `end()` of [AbstractSelector] are the public hook
/// by which [Thread#interrupt()] calls [#wakeup()] without closing anything.
///
/// Getting out is a race that [Waker] wins by repetition: the signal may land between the last
/// check and the system call, so it is sent until [#call] says that the thread has left.
final class Blocker extends AbstractSelector {
  /// Weak: each thread holds its own, and takes it along when it ends.
  private static final Set<Blocker> ALL = Collections.newSetFromMap(new WeakHashMap<>());

  private static final ThreadLocal<Blocker> CURRENT = ThreadLocal.withInitial(Blocker::new);
  private static final VarHandle CALL = field("call", long.class);
  private static final VarHandle WAITS_FOR = field("waitsFor", Fd.class);

  final int threadNumber = WakeSignal.admit();

  /// So that a wait allocates nothing.
  final MemorySegment scratch = Arena.ofAuto().allocate(Io.SCRATCH);

  private final Thread thread = Thread.currentThread();

  /// Odd while the thread is inside; counts calls, so that a late wake-up does not hit the next
  /// one. Written by its thread only.
  private long call;

  private @Nullable Fd waitsFor;

  /// When its call has to end, on the clock of [System#nanoTime()]; see [Alarms].
  volatile long alarm = Alarms.OFF;

  private Blocker() {
    super(null);
    synchronized (ALL) {
      ALL.add(this);
    }
  }

  /// Returns the blocker of the current platform thread.
  static Blocker current() {
    return CURRENT.get();
  }

  /// Begins a call that may block on a descriptor. When it throws, the call has not begun.
  ///
  /// @return the number of the descriptor
  int enter(Fd fd) throws UnixException, InterruptedException {
    enterCall(fd);
    try {
      var number = fd.enter();
      try {
        interruptible();
        return number;
      } catch (InterruptedException e) {
        fd.leave();
        throw e;
      }
    } catch (UnixException | InterruptedException e) {
      leaveCall();
      throw e;
    }
  }

  void leave(Fd fd) {
    end();
    fd.leave();
    leaveCall();
  }

  /// Begins a call that may block on something that has no descriptor.
  void enter() throws InterruptedException {
    enterCall(null);
    try {
      interruptible();
    } catch (InterruptedException e) {
      leaveCall();
      throw e;
    }
  }

  void leave() {
    end();
    leaveCall();
  }

  /// Answers EINTR: did the wake-up mean this call?
  void check() throws UnixException, InterruptedException {
    check(waitsFor);
  }

  /// As above, for any thread.
  static void check(@Nullable Fd fd) throws UnixException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (fd != null && fd.isClosed()) {
      throw fd.closed();
    }
  }

  /// The order matters: first [#call] says that the thread is inside, then it looks whether
  /// somebody wants it out. Who wants it out does the two in the opposite order, so one of them
  /// sees the other. Release is enough, because the looking is a compare-and-set in [Fd#enter()]
  /// and a lock in [#begin()].
  private void enterCall(@Nullable Fd fd) {
    if ((call & 1) == 1) {
      throw new IllegalStateException("a blocking call within a blocking call");
    }
    WAITS_FOR.setRelease(this, fd);
    CALL.setRelease(this, call + 1);
  }

  private void leaveCall() {
    CALL.setRelease(this, call + 1);
    WAITS_FOR.setRelease(this, (Fd) null);
  }

  private void interruptible() throws InterruptedException {
    begin();
    if (Thread.interrupted()) {
      end();
      throw new InterruptedException();
    }
  }

  /// The call that the thread is in; a number for [#isIn].
  long call() {
    return (long) CALL.getVolatile(this);
  }

  boolean isIn(long which) {
    return call() == which && (which & 1) == 1;
  }

  /// Gets every thread out whose alarm has come.
  ///
  /// @return the next alarm, or [Alarms#OFF] if there is none
  static long wakeOverdue() {
    var next = Alarms.OFF;
    synchronized (ALL) {
      for (var blocker : ALL) {
        var call = blocker.call();
        var alarm = blocker.alarm;
        if (alarm != Alarms.OFF && alarm - System.nanoTime() <= 0) {
          Waker.wake(blocker, call);
        } else if (Alarms.isBefore(alarm, next)) {
          next = alarm;
        }
      }
    }
    return next;
  }

  /// Gets every thread out that waits for a descriptor.
  static void wakeAll(Fd fd) {
    synchronized (ALL) {
      for (var blocker : ALL) {
        var call = blocker.call();
        if (WAITS_FOR.getVolatile(blocker) == fd) {
          Waker.wake(blocker, call);
        }
      }
    }
  }

  /// The thread was interrupted. This comes late, perhaps in a later call, which is not meant:
  /// hence the look whether it still is interrupted, after the look which call it is in.
  @Override
  public Selector wakeup() {
    var call = call();
    if (Thread.currentThread() != thread && thread.isInterrupted()) {
      Waker.wake(this, call);
    }
    return this;
  }

  @Override
  protected void implCloseSelector() {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    throw notASelector();
  }

  @Override
  public Set<SelectionKey> keys() {
    throw notASelector();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw notASelector();
  }

  @Override
  public int selectNow() {
    throw notASelector();
  }

  @Override
  public int select(long timeout) {
    throw notASelector();
  }

  @Override
  public int select() {
    throw notASelector();
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Blocker.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static AssertionError notASelector() {
    return new AssertionError("only the interruption hook of a selector is used");
  }
}
