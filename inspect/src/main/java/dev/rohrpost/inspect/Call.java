package dev.rohrpost.inspect;

import dev.rohrpost.libc.SyscallNames;
import java.util.Set;

/// The system call that a thread is blocked in.
///
/// @param line what the kernel says: its number, six arguments, stack pointer, program counter
/// @see <a
///   href="https://man7.org/linux/man-pages/man5/proc_pid_syscall.5.html">proc_pid_syscall(5)</a>
public record Call(String line) {
  /// Opening waits on FIFOs only, splice and tee on either of two descriptors; a call that goes on
  /// after a stop shows another name.
  private static final Set<String> UNCLEAR =
      Set.of("openat", "openat2", "open", "splice", "tee", "restart_syscall");

  /// {@return its name, such as `read`}
  public String name() {
    return SyscallNames.of(Integer.parseInt(word(0)));
  }

  /// Tells whether its arguments do not say what it waits for.
  boolean needsChannel() {
    return UNCLEAR.contains(name());
  }

  /// Returns an argument.
  ///
  /// @param index 0 to 5
  /// @return its 64 bits, of which an `int` of C uses the lower half
  public long argument(int index) {
    return Long.parseUnsignedLong(word(index + 1).substring(2), 16);
  }

  private String word(int index) {
    var from = 0;
    for (var i = 0; i < index; i++) {
      from = line.indexOf(' ', from) + 1;
    }
    var to = line.indexOf(' ', from);
    return to < 0 ? line.substring(from) : line.substring(from, to);
  }
}
