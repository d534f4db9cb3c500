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
import java.util.ArrayList;
import java.util.List;

/// Links C functions. The only user of [Linker].
///
/// Each function is named by its prototype, such as `int kill(pid_t, int)`, as a literal. The
/// header audit reads the literals from the class files, holds each against the C compiler, and
/// against what Java passes and expects.
///
/// A function that answers -1 and leaves the reason in errno is linked with [#link]. Its handle
/// takes the [#cell] for errno first, and what it answers goes through [#check] where a failure is
/// a failure, or through [#orErrno] where some errno is a condition that the caller handles without
/// an exception: a binding is done when it has named one of the two.
///
/// The check could be part of the handle. But each combination of handles makes the JVM spin
/// classes, which costs the start of a program more than all calls that it will ever make.
@SuppressWarnings("restricted")
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      STATE.byteOffset(StructLayout.PathElement.groupElement("errno"));

  /// Each thread captures errno in a cell of its own. It lives as long as its thread, hence
  /// `ofAuto`.
  private static final ThreadLocal<MemorySegment> CELLS =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private Libc() {}

  /// Links a function that answers -1 where it fails.
  ///
  /// @param prototype in C; one that ends in `...` is variadic
  /// @param type its parameters and result, which is an int or a long
  /// @return a handle that takes the cell for errno before all other arguments
  static MethodHandle link(String prototype, FunctionDescriptor type) {
    var state = Linker.Option.captureCallState("errno");
    if (!prototype.endsWith("...)")) {
      return LINKER.downcallHandle(function(prototype), type, state);
    }
    var fixed = Linker.Option.firstVariadicArg(fixedParameters(prototype));
    return LINKER.downcallHandle(function(prototype), type, state, fixed);
  }

  /// As above, where the last arguments are segments that C has no parameters for: the linker keeps
  /// them alive during the call, and the function does not look at them.
  static MethodHandle linkKeeping(String prototype, FunctionDescriptor type) {
    return link(prototype, type);
  }

  /// Returns how many parameters a variadic function has before the `...`.
  static int fixedParameters(String prototype) {
    var commas = 0;
    for (var i = 0; i < prototype.length(); i++) {
      if (prototype.charAt(i) == ',') {
        commas++;
      }
    }
    return commas;
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
  ///
  /// @param declaration in C, such as `char **environ`
  static MemorySegment variable(String declaration) {
    return address(name(declaration)).reinterpret(ValueLayout.ADDRESS.byteSize());
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

  /// Returns where a function of the C library is.
  ///
  /// @param prototype in C
  static MemorySegment function(String prototype) {
    return address(name(prototype));
  }

  /// Returns the name that a prototype, or the declaration of a variable, gives.
  static String name(String declaration) {
    var bracket = declaration.indexOf('(');
    var end = bracket < 0 ? declaration.length() : bracket;
    var space = declaration.lastIndexOf(' ', end);
    var star = declaration.lastIndexOf('*', end);
    return declaration.substring(Math.max(space, star) + 1, end);
  }

  /// As [#function], by the name alone.
  static MemorySegment address(String name) {
    return SYMBOLS
        .find(name)
        .orElseThrow(() -> new UnsupportedOperationException("this C library has no " + name));
  }

  /// Turns what `invokeExact` may throw into what a binding declares.
  ///
  /// @param thrown whatever a handle, or the check of its result, threw
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

  /// Returns the errno that a call has left in a cell.
  static int errno(MemorySegment cell) {
    return cell.get(ValueLayout.JAVA_INT, ERRNO);
  }

  /// Returns the cell of this thread.
  static MemorySegment cell() {
    return CELLS.get();
  }

  /// Returns what a function has answered.
  ///
  /// @throws UnixException where that is -1
  static int check(String call, int result, MemorySegment cell) throws UnixException {
    if (result == -1) {
      throw UnixException.of(call, new Errno(errno(cell)));
    }
    return result;
  }

  /// As above.
  static long check(String call, long result, MemorySegment cell) throws UnixException {
    if (result == -1) {
      throw UnixException.of(call, new Errno(errno(cell)));
    }
    return result;
  }

  /// Returns what a function has answered, or the negated errno where that is -1.
  static int orErrno(int result, MemorySegment cell) {
    return result == -1 ? -errno(cell) : result;
  }

  /// As above.
  static long orErrno(long result, MemorySegment cell) {
    return result == -1 ? -errno(cell) : result;
  }
}
