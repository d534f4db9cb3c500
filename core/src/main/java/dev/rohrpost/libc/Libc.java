package dev.rohrpost.libc;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// Links C functions so that errno is part of the result and never a second question. The only user
/// of [Linker].
///
/// There is one method for each convention of C: [#link] for functions that answer -1, where a
/// failure is a failure; [#linkOrErrno] for the same where some errno is a condition that the
/// caller handles without an exception; [#linkPlain] for the rest, among them functions that return
/// the error number itself.
@SuppressWarnings({"restricted", "UnusedMethod"}) // the methods are looked up by name
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(StructLayout.PathElement.groupElement("errno"));

  /// Each thread captures errno in a cell of its own. It lives as long as its thread, hence
  /// `ofAuto`.
  private static final ThreadLocal<MemorySegment> CELLS =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private static final int NOT_VARIADIC = -1;

  private static final MethodHandle CELL = method("cell", MemorySegment.class);

  private Libc() {}

  /// Links a function whose failure is an exception.
  ///
  /// @param name the C name
  /// @param type its parameters and result, which is an int or a long
  /// @return a handle that throws [UnixException] where C answers -1
  static MethodHandle link(String name, FunctionDescriptor type) {
    return link(name, type, NOT_VARIADIC);
  }

  /// As above, for a variadic function.
  ///
  /// @param variadic the index of the first variadic argument
  static MethodHandle link(String name, FunctionDescriptor type, int variadic) {
    var raw = capturing(name, type, variadic);
    var result = raw.type().returnType();
    var check = method("check", result, String.class, result, MemorySegment.class);
    return adapt(raw, MethodHandles.insertArguments(check, 0, name));
  }

  /// Links a function of which some failures are conditions, such as EAGAIN.
  ///
  /// @param name the C name
  /// @param type its parameters and result, which is an int or a long
  /// @return a handle that answers the negated errno where C answers -1
  static MethodHandle linkOrErrno(String name, FunctionDescriptor type) {
    return linkOrErrno(name, type, NOT_VARIADIC);
  }

  /// As above, for a variadic function.
  ///
  /// @param variadic the index of the first variadic argument
  static MethodHandle linkOrErrno(String name, FunctionDescriptor type, int variadic) {
    var raw = capturing(name, type, variadic);
    var result = raw.type().returnType();
    return adapt(raw, method("orErrno", result, result, MemorySegment.class));
  }

  /// Links a function as it is.
  ///
  /// @param name the C name
  /// @param type its parameters and result
  /// @return the handle, which leaves errno alone
  static MethodHandle linkPlain(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(address(name), type);
  }

  /// Checks the result of a function that returns the error number.
  ///
  /// @param call its C name
  /// @param errno what it returned
  /// @throws UnixException unless it is 0
  static void require(String call, int errno) throws UnixException {
    if (errno != 0) {
      throw UnixException.of(call, new Errno(errno));
    }
  }

  /// Returns a variable of the C library that is a pointer.
  static MemorySegment variable(String name) {
    return address(name).reinterpret(ValueLayout.ADDRESS.byteSize());
  }

  /// Returns the strings of an array that ends with NULL, each with its NUL.
  static List<MemorySegment> strings(long array) {
    var all = new ArrayList<MemorySegment>();
    var pointers = MemorySegment.ofAddress(array).reinterpret(Long.MAX_VALUE);
    for (var i = 0L; pointers.getAtIndex(ValueLayout.JAVA_LONG, i) != 0; i++) {
      var string = MemorySegment.ofAddress(pointers.getAtIndex(ValueLayout.JAVA_LONG, i));
      all.add(string.reinterpret(length(string) + 1));
    }
    return all;
  }

  private static long length(MemorySegment string) {
    var bytes = string.reinterpret(Long.MAX_VALUE);
    var length = 0L;
    while (bytes.get(ValueLayout.JAVA_BYTE, length) != 0) {
      length++;
    }
    return length;
  }

  /// Links any function of one type: its address is the first argument of the handle, and the cell
  /// for errno the second.
  ///
  /// @param type its parameters and result
  /// @return the handle, which fills the cell
  static MethodHandle linkAny(FunctionDescriptor type) {
    return LINKER.downcallHandle(type, Linker.Option.captureCallState("errno"));
  }

  /// Returns where a function or variable of the C library is.
  static MemorySegment address(String name) {
    return SYMBOLS
        .find(name)
        .orElseThrow(() -> new UnsupportedOperationException("this C library has no " + name));
  }

  /// Turns what `invokeExact` may throw into what a binding declares.
  ///
  /// @param thrown whatever a handle of [#link] threw
  /// @return the exception, if it is a failure of the call; all else is thrown
  static UnixException failure(Throwable thrown) {
    return switch (thrown) {
      case UnixException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("broken binding", thrown);
    };
  }

  /// As [#failure], for a binding that never fails.
  static AssertionError broken(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new AssertionError("broken binding", thrown);
    };
  }

  private static MethodHandle capturing(String name, FunctionDescriptor type, int variadic) {
    var errno = Linker.Option.captureCallState("errno");
    return variadic == NOT_VARIADIC
        ? LINKER.downcallHandle(address(name), type, errno)
        : LINKER.downcallHandle(
            address(name), type, errno, Linker.Option.firstVariadicArg(variadic));
  }

  /// From (cell, arguments) and (result, cell) makes (arguments), with one look-up of the cell.
  private static MethodHandle adapt(MethodHandle raw, MethodHandle check) {
    var ignoring =
        MethodHandles.dropArguments(
            check, 2, raw.type().parameterList().subList(1, raw.type().parameterCount()));
    return MethodHandles.foldArguments(MethodHandles.foldArguments(ignoring, raw), CELL);
  }

  /// Returns the errno that a call has left in a cell.
  static int errno(MemorySegment cell) {
    return (int) ERRNO.get(cell, 0L);
  }

  /// Returns the cell of this thread.
  static MemorySegment cell() {
    return CELLS.get();
  }

  private static int check(String call, int result, MemorySegment cell) throws UnixException {
    if (result == -1) {
      throw UnixException.of(call, new Errno((int) ERRNO.get(cell, 0L)));
    }
    return result;
  }

  private static long check(String call, long result, MemorySegment cell) throws UnixException {
    if (result == -1) {
      throw UnixException.of(call, new Errno((int) ERRNO.get(cell, 0L)));
    }
    return result;
  }

  private static int orErrno(int result, MemorySegment cell) {
    return result == -1 ? -(int) ERRNO.get(cell, 0L) : result;
  }

  private static long orErrno(long result, MemorySegment cell) {
    return result == -1 ? -(int) ERRNO.get(cell, 0L) : result;
  }

  private static MethodHandle method(String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.lookup()
          .findStatic(Libc.class, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }
}
