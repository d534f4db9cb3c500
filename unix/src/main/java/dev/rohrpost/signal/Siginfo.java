package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSyscallH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A `siginfo_t` as sigqueue(3) makes it, for the calls that have no function in the C library.
final class Siginfo {
  private static final int PROCESS = Math.toIntExact(ProcessHandle.current().pid());
  private static final long SIZE = 128;
  private static final long CODE = 8;
  private static final long PID = 16;
  private static final long UID = 20;
  private static final long VALUE = 24;

  private Siginfo() {}

  static MemorySegment queued(Signal signal, long value, Arena arena) {
    var info = arena.allocate(SIZE, Long.BYTES);
    info.set(ValueLayout.JAVA_INT, 0, signal.number());
    info.set(ValueLayout.JAVA_INT, CODE, SignalH.SI_QUEUE);
    info.set(ValueLayout.JAVA_INT, PID, PROCESS);
    info.set(ValueLayout.JAVA_INT, UID, user());
    info.set(ValueLayout.JAVA_LONG, VALUE, value);
    return info;
  }

  private static int user() {
    return (int) SysSyscallH.syscall(SysSyscallH.SYS_getuid, 0, 0, 0, 0, 0);
  }
}
