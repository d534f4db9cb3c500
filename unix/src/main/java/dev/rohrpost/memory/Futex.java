package dev.rohrpost.memory;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.LinuxFutexH;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A word of shared memory on which processes wait for each other.
///
/// The kernel compares and sleeps in one step: who changes the word and then wakes is never missed.
/// But whoever may write to the memory may also forget to wake, or die before: give every wait a
/// deadline, and look at the word again afterwards.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/futex.2.html">futex(2)</a>
public final class Futex {
  /// How a wait ended.
  public enum Ending {
    /// Somebody woke this thread. Look whether it is what you wait for: it happens without reason.
    WOKEN,
    /// The word had another value already.
    CHANGED,
    /// The deadline passed.
    TIMED_OUT
  }

  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();
  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(50);

  private final Mapping mapping;
  private final MemorySegment bytes;
  private final long offset;
  private final long address;

  /// Threads that use the address, so that it must stay mapped.
  private final AtomicInteger users = new AtomicInteger();

  Futex(Mapping mapping, long offset) {
    if (offset % Integer.BYTES != 0) {
      throw new IllegalArgumentException(
          "a futex at offset " + offset + "; it needs a multiple of " + Integer.BYTES);
    }
    this.mapping = mapping;
    this.bytes = mapping.bytes();
    this.offset = offset;
    this.address = bytes.asSlice(offset, Integer.BYTES).address();
  }

  /// {@return the word, as it is now}
  public int value() {
    return (int) WORD.getVolatile(bytes, offset);
  }

  /// Changes the word; who waits is to be woken with [#wake(int)].
  ///
  /// @param value the new one
  public void set(int value) {
    WORD.setVolatile(bytes, offset, value);
  }

  /// Changes the word if it has a value.
  ///
  /// @param expected the value
  /// @param value the new one
  /// @return whether it had
  public boolean compareAndSet(int expected, int value) {
    return WORD.compareAndSet(bytes, offset, expected, value);
  }

  /// Adds to the word.
  ///
  /// @param number how much
  /// @return the value before
  public int getAndAdd(int number) {
    return (int) WORD.getAndAdd(bytes, offset, number);
  }

  /// Sleeps as long as the word has a value, until it is woken.
  ///
  /// @param expected the value
  /// @param deadline when to give up
  /// @return how the wait ended
  /// @throws UnixException with EBADF if the mapping is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted
  public Ending await(int expected, Deadline deadline) throws UnixException, InterruptedException {
    return await(expected, deadline, new Sleep(Long.MAX_VALUE));
  }

  /// As above, with the object that makes the call.
  Ending await(int expected, Deadline deadline, Sleep sleep)
      throws UnixException, InterruptedException {
    enter();
    try {
      var result = Wait.call(Deadline.NEVER, sleep.on(address, expected, deadline));
      if (mapping.isClosed()) {
        throw mapping.closedException();
      }
      return ending((int) -result);
    } finally {
      users.getAndDecrement();
    }
  }

  private Ending ending(int errno) throws UnixException {
    return switch (errno) {
      case 0 -> Ending.WOKEN;
      case 11 -> Ending.CHANGED; // EAGAIN
      case 110 -> Ending.TIMED_OUT; // ETIMEDOUT
      default -> throw UnixException.of("futex", mapping.toString(), new Errno(errno));
    };
  }

  /// Wakes threads that wait, in whatever process.
  ///
  /// @param count how many at the most
  /// @return how many were woken
  /// @throws UnixException with EBADF if the mapping is closed
  public int wake(int count) throws UnixException {
    enter();
    try {
      return LinuxFutexH.futex(address, LinuxFutexH.FUTEX_WAKE, count, 0);
    } finally {
      users.getAndDecrement();
    }
  }

  /// Wakes all threads that wait, in whatever process.
  ///
  /// @return how many were woken
  /// @throws UnixException with EBADF if the mapping is closed
  public int wakeAll() throws UnixException {
    return wake(Integer.MAX_VALUE);
  }

  /// First it is counted, then it looks; [#expel] does the two in the opposite order.
  private void enter() throws UnixException {
    users.getAndIncrement();
    if (mapping.isClosed()) {
      users.getAndDecrement();
      throw mapping.closedException();
    }
  }

  /// Gets every thread of this process out, after the mapping was marked as closed. One may be just
  /// before its system call: hence the repetition.
  void expel() {
    while (users.get() > 0) {
      var _ = LinuxFutexH.futex(address, LinuxFutexH.FUTEX_WAKE, Integer.MAX_VALUE, 0);
      LockSupport.parkNanos(PAUSE); // it may need this processor
    }
  }

  @Override
  public String toString() {
    return "futex at " + offset + " of " + mapping;
  }
}
