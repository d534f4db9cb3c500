package dev.rohrpost.libc;

import dev.rohrpost.Arch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// The names of system calls, by the number that `/proc/…/syscall` shows. The tables beside this
/// class are made from the kernel's headers, by the command in their first line.
public final class SyscallNames {
  private static final Map<Integer, String> NAMES =
      read(Arch.pick("syscalls-x86_64.txt", "syscalls-aarch64.txt"));

  private SyscallNames() {}

  /// Returns the name of a system call.
  ///
  /// @param number its number on this processor
  /// @return such as `read`; `syscall N` for one that is newer than the table
  public static String of(int number) {
    return NAMES.getOrDefault(number, "syscall " + number);
  }

  private static Map<Integer, String> read(String table) {
    try (var in = SyscallNames.class.getResourceAsStream(table)) {
      if (in == null) {
        throw new LinkageError(table + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toMap(words -> Integer.valueOf(words[0]), words -> words[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
