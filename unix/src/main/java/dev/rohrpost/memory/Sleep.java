package dev.rohrpost.memory;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.LinuxFutexH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/// The system call that sleeps on a word. One object can be used again and again, by one thread at
/// a time, so that waiting allocates nothing.
final class Sleep implements Wait.BlockingCall {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// A `timespec`. Shared, because for a virtual thread another one makes the call.
  private final MemorySegment timeout = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2);

  private final long longest;
  private long address;
  private int expected;
  private Deadline deadline = Deadline.NEVER;

  Sleep(long longest) {
    this.longest = longest;
  }

  Sleep on(long where, int value, Deadline until) {
    address = where;
    expected = value;
    deadline = until;
    return this;
  }

  @Override
  public long run() {
    var nanos = Math.min(longest, deadline.remainingNanos());
    var time = 0L;
    if (nanos != Long.MAX_VALUE) {
      timeout.setAtIndex(ValueLayout.JAVA_LONG, 0, nanos / SECOND);
      timeout.setAtIndex(ValueLayout.JAVA_LONG, 1, nanos % SECOND);
      time = timeout.address();
    }
    return LinuxFutexH.futex(address, LinuxFutexH.FUTEX_WAIT, expected, time);
  }
}
