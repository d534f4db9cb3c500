package dev.rohrpost.libc;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// A C function of at most six integers and addresses.
///
/// All of them are called through one handle. A handle for each signature would be the first
/// choice, but each costs the start of a program 5 to 10 ms, and starting a child takes twenty of
/// them. On the processors that this library knows, arguments of this kind are passed in registers
/// of 64 bits; a function that takes fewer or narrower ones does not look at the rest. The header
/// audit proves that each function is of this kind, has as many parameters as it is given
/// arguments, and answers an int to [#call], a long or an address to [#callLong] and nothing to
/// [#run].
///
/// The memory behind an address is not kept from being freed during the call: for memory of
/// callers, and where each nanosecond counts, link a handle with [Libc].
final class CFunction {
  private static final MethodHandle CALL =
      Libc.linkAny(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

  private final String name;
  private final MemorySegment address;

  private CFunction(String prototype) {
    this.name = Libc.name(prototype);
    this.address = Libc.address(name);
  }

  /// Finds a function.
  ///
  /// @param prototype in C, without the names of its parameters: `int pipe2(int *, int)`
  static CFunction of(String prototype) {
    return new CFunction(prototype);
  }

  int call() {
    return call(0, 0, 0, 0, 0, 0);
  }

  int call(long a) {
    return call(a, 0, 0, 0, 0, 0);
  }

  int call(long a, long b) {
    return call(a, b, 0, 0, 0, 0);
  }

  int call(long a, long b, long c) {
    return call(a, b, c, 0, 0, 0);
  }

  int call(long a, long b, long c, long d) {
    return call(a, b, c, d, 0, 0);
  }

  int call(long a, long b, long c, long d, long e) {
    return call(a, b, c, d, e, 0);
  }

  /// Calls a function that answers an int.
  ///
  /// @return what it answers, or the negated errno where that is -1
  int call(long a, long b, long c, long d, long e, long f) {
    var cell = Libc.cell();
    var result = (int) raw(cell, a, b, c, d, e, f);
    return Libc.orErrno(result, cell);
  }

  long callLong(long a, long b, long c) {
    return callLong(a, b, c, 0, 0, 0);
  }

  long callLong(long a, long b, long c, long d) {
    return callLong(a, b, c, d, 0, 0);
  }

  /// Calls a function that answers a long or an address.
  ///
  /// @return what it answers, or the negated errno where that is -1
  long callLong(long a, long b, long c, long d, long e, long f) {
    var cell = Libc.cell();
    var result = raw(cell, a, b, c, d, e, f);
    return Libc.orErrno(result, cell);
  }

  /// Calls a function that answers nothing.
  void run(long a) {
    var _ = raw(Libc.cell(), a, 0, 0, 0, 0, 0);
  }

  private long raw(MemorySegment cell, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(address, cell, a, b, c, d, e, f);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// Turns the answer of [#call] into an exception where it is a negated errno.
  int checked(int result) throws UnixException {
    if (result < 0) {
      throw UnixException.of(name, new Errno(-result));
    }
    return result;
  }

  /// Turns the answer of a function that returns the errno itself into an exception.
  void require(int errno) throws UnixException {
    if (errno != 0) {
      throw UnixException.of(name, new Errno(errno));
    }
  }
}
