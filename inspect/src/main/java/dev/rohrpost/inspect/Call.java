package dev.rohrpost.inspect;

import dev.rohrpost.libc.SyscallNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The system call that a thread is blocked in.
///
/// @param number of the call, on this processor
/// @param arguments six; of an `int` of C, the lower half counts
/// @param stackPointer of the thread, when it made the call
/// @param programCounter where it goes on afterwards
/// @see <a
///   href="https://man7.org/linux/man-pages/man5/proc_pid_syscall.5.html">proc_pid_syscall(5)</a>
public record Call(int number, List<Long> arguments, long stackPointer, long programCounter) {
  private static final int ARGUMENTS = 6;
  private static final int WORDS = 1 + ARGUMENTS + 2;

  /// Opening waits on FIFOs only, splice and tee on either of two descriptors; a call that goes on
  /// after a stop shows another name.
  private static final Set<String> UNCLEAR =
      Set.of("openat", "openat2", "open", "splice", "tee", "restart_syscall");

  /// Reads a line of `/proc`.
  ///
  /// @param line its number, six arguments, stack pointer, program counter
  /// @return the call; empty for a thread that runs, or waits for something else: the line then
  ///   says `running`, or -1 and two addresses
  public static Optional<Call> parse(String line) {
    var words = line.strip().split(" ", -1);
    if (words.length != WORDS) {
      return Optional.empty();
    }
    var numbers = new ArrayList<Long>(WORDS - 1);
    for (var i = 1; i < WORDS; i++) {
      numbers.add(Long.parseUnsignedLong(words[i], 2, words[i].length(), 16));
    }
    return Optional.of(of(Integer.parseInt(words[0]), numbers));
  }

  private static Call of(int number, List<Long> numbers) {
    return new Call(
        number,
        List.copyOf(numbers.subList(0, ARGUMENTS)),
        numbers.get(ARGUMENTS),
        numbers.get(ARGUMENTS + 1));
  }

  /// Reads the registers that a task has entered the kernel with.
  ///
  /// @param registers in the order of the line that `/proc` shows
  /// @return empty for a task that has not made a call
  static Optional<Call> of(List<Long> registers) {
    var number = registers.getFirst().intValue();
    return number < 0
        ? Optional.empty()
        : Optional.of(of(number, registers.subList(1, registers.size())));
  }

  /// {@return its name, such as `read`}
  public String name() {
    return SyscallNames.of(number);
  }

  /// Tells whether its arguments do not say what it waits for.
  boolean needsChannel() {
    return UNCLEAR.contains(name());
  }

  /// Returns the descriptors that it works with while it waits, but for those in sets.
  ///
  /// @return their numbers; empty for a call that takes none
  public List<Integer> descriptors() {
    return switch (name()) {
      case "read", "readv", "pread64", "preadv", "preadv2", "recvfrom", "recvmsg", "recvmmsg" ->
          numbers(0);
      case "write", "writev", "pwrite64", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg" ->
          numbers(0);
      case "flock", "fcntl", "accept", "accept4", "connect", "epoll_wait", "epoll_pwait" ->
          numbers(0);
      case "mq_timedsend", "mq_timedreceive", "epoll_pwait2" -> numbers(0);
      case "sendfile", "tee" -> numbers(0, 1);
      case "splice" -> numbers(0, 2);
      default -> List.of();
    };
  }

  private List<Integer> numbers(int... places) {
    return Arrays.stream(places).mapToObj(place -> (int) argument(place)).toList();
  }

  /// Returns an argument.
  ///
  /// @param index 0 to 5
  /// @return its 64 bits, of which an `int` of C uses the lower half
  public long argument(int index) {
    return arguments.get(index);
  }
}
