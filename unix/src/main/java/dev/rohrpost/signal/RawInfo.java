package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSignalfdH;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.OptionalInt;

/// A `struct signalfd_siginfo`, read field by field.
final class RawInfo {
  static final long SIZE = SysSignalfdH.SIGNALFD_SIGINFO.byteSize();

  private static final long SIGNAL = offset("ssi_signo");
  private static final long CODE = offset("ssi_code");
  private static final long PID = offset("ssi_pid");
  private static final long UID = offset("ssi_uid");
  private static final long STATUS = offset("ssi_status");
  private static final long VALUE = offset("ssi_int");

  /// The kernel says nothing about the time; it is kept in the padding at the end.
  private static final long TIME = SIZE - Long.BYTES;

  private RawInfo() {}

  static int signal(MemorySegment raw, long at) {
    return raw.get(ValueLayout.JAVA_INT, at + SIGNAL);
  }

  static void stamp(MemorySegment raw, long at, long milliseconds) {
    raw.set(ValueLayout.JAVA_LONG, at + TIME, milliseconds);
  }

  /// Writes what is known where the JVM delivered the signal: its number.
  static void fill(MemorySegment raw, int signal) {
    raw.fill((byte) 0);
    raw.set(ValueLayout.JAVA_INT, SIGNAL, signal);
    raw.set(ValueLayout.JAVA_INT, CODE, SignalH.SI_USER);
  }

  static SignalInfo decode(MemorySegment raw) {
    var signal = new Signal(signal(raw, 0));
    var code = raw.get(ValueLayout.JAVA_INT, CODE);
    return new SignalInfo(
        signal,
        code,
        raw.get(ValueLayout.JAVA_INT, PID),
        raw.get(ValueLayout.JAVA_INT, UID),
        optional(Codes.carriesValue(code), raw, VALUE),
        optional(Codes.isChild(signal, code), raw, STATUS),
        Instant.ofEpochMilli(raw.get(ValueLayout.JAVA_LONG, TIME)));
  }

  private static OptionalInt optional(boolean present, MemorySegment raw, long offset) {
    return present ? OptionalInt.of(raw.get(ValueLayout.JAVA_INT, offset)) : OptionalInt.empty();
  }

  private static long offset(String field) {
    return SysSignalfdH.SIGNALFD_SIGINFO.byteOffset(PathElement.groupElement(field));
  }
}
