package dev.rohrpost.testkit;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The system call that a thread is in, as the kernel tells in `/proc/PID/task/TID/syscall`.
///
/// @param number as in `<sys/syscall.h>`; `running` and `-1` where it is in none
/// @param arguments in hexadecimal, each with `0x` before it
public record SystemCall(String number, List<String> arguments) {
  private static final SystemCall NONE = new SystemCall("", List.of());

  /// Returns the calls that the threads of a process are in: nothing of those that end meanwhile,
  /// between the opening of their file and its reading, too (`ENOENT` and `ESRCH`).
  public static List<SystemCall> ofAll(long pid) {
    var all = new ArrayList<SystemCall>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      threads.forEach(thread -> all.add(of(thread)));
    } catch (IOException | DirectoryIteratorException _) {
      // The process has ended.
    }
    return all;
  }

  /// Returns the call that a thread is in.
  ///
  /// @param thread its folder in `/proc`
  public static SystemCall of(Path thread) {
    try {
      var words = List.of(Files.readString(thread.resolve("syscall")).strip().split(" ", -1));
      return new SystemCall(words.getFirst(), words.subList(1, words.size()));
    } catch (IOException _) {
      return NONE; // it has ended
    }
  }
}
