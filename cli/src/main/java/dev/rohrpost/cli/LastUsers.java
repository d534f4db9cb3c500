package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.memory.SystemVSegment;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.SystemVQueueStatus;
import dev.rohrpost.semaphore.SemaphoreStatus;
import dev.rohrpost.signal.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The users of a queue, a segment or semaphores, as far as the kernel tells.
final class LastUsers {
  private static final Path PROC = Path.of("/proc");
  private static final String TGID = "Tgid:";

  private LastUsers() {}

  /// Tells whether there is a process of this number, perhaps another one than is meant.
  static boolean isAlive(int pid) {
    try {
      new Target.Pid(pid).deliver(Target.NO_SIGNAL);
      return true;
    } catch (UnixException e) {
      return !e.is(Errno.ESRCH);
    }
  }

  /// Says why a System V queue is not to be removed: somebody who used it is alive, or nobody
  /// knows. The kernel does not know who made it, only who sent and received last.
  static Optional<String> reasonToKeep(SystemVQueueStatus queue) {
    if (queue.lastSender() == 0 && queue.lastReceiver() == 0) {
      return Optional.of(
          "nobody has used it yet, and the kernel does not know which process made it");
    }
    return IntStream.of(queue.lastSender(), queue.lastReceiver())
        .filter(pid -> pid != 0 && isAlive(pid))
        .mapToObj(pid -> "process " + processOf(pid) + " used it last and is alive")
        .findFirst();
  }

  /// Says why a System V segment is not to be removed: it is attached, or one of the two processes
  /// that the kernel remembers is alive.
  static Optional<String> reasonToKeep(SystemVSegment.Status segment) {
    if (segment.attachments() > 0) {
      return Optional.of("it is attached " + segment.attachments() + " times");
    }
    return IntStream.of(segment.creator(), segment.last())
        .filter(pid -> pid != 0 && isAlive(pid))
        .mapToObj(pid -> "process " + processOf(pid) + " made it or used it last, and is alive")
        .findFirst();
  }

  /// Says why a set of System V semaphores is not to be removed: somebody waits, or one of those
  /// who changed a value last is alive, or nobody knows.
  static Optional<String> reasonToKeep(List<SemaphoreStatus> semaphores) {
    if (semaphores.stream().anyMatch(one -> one.waitingForMore() + one.waitingForZero() > 0)) {
      return Optional.of("somebody waits for one of them");
    }
    if (semaphores.stream().allMatch(one -> one.lastProcess() == 0)) {
      return Optional.of(
          "nobody has used it yet, and the kernel does not know which process made it");
    }
    return semaphores.stream()
        .map(SemaphoreStatus::lastProcess)
        .filter(pid -> pid != 0 && isAlive(pid))
        .map(pid -> "process " + processOf(pid) + " changed one of them last and is alive")
        .findFirst();
  }

  /// Fails where there is a reason not to remove something.
  static void require(String object, Optional<String> reasonToKeep) throws Failure {
    if (reasonToKeep.isPresent()) {
      throw Failure.of(Exit.FAILED, object + " was not removed: " + reasonToKeep.get());
    }
  }

  /// Returns the process of a thread: of a receiver that was waiting, the kernel keeps the number
  /// of the thread.
  private static String processOf(int thread) {
    try (var lines = Files.lines(PROC.resolve(thread + "/status"))) {
      return lines
          .filter(line -> line.startsWith(TGID))
          .map(line -> line.substring(TGID.length()).strip())
          .findFirst()
          .orElse(Integer.toString(thread));
    } catch (IOException | UncheckedIOException _) {
      return Integer.toString(thread); // it has just ended
    }
  }

  /// Says why a POSIX queue is not to be removed: somebody has it open, or may have.
  static Optional<String> reasonToKeep(PosixQueue queue) throws IOException {
    return queue.fd().borrow(number -> holderBut(number, queue.name()));
  }

  private static Optional<String> holderBut(int number, String name) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      var ours = Path.of("/proc/self/fd", Integer.toString(number));
      for (var process : processes) {
        var reason = reason(process, ours, name);
        if (reason.isPresent()) {
          return reason;
        }
      }
      return Optional.empty();
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.of("/proc cannot be read: " + e.getMessage());
    }
  }

  private static Optional<String> reason(Path process, Path ours, String name) {
    var pid = Integer.parseInt(process.getFileName().toString());
    if (pid == ProcessHandle.current().pid()) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (var descriptor : descriptors) {
        if (isTheSame(descriptor, ours, name)) {
          return Optional.of("process " + pid + " has it open");
        }
      }
      return Optional.empty();
    } catch (IOException | DirectoryIteratorException _) {
      return isAlive(pid)
          ? Optional.of(
              "process " + pid + " may have it open, and may not be looked at; try as root")
          : Optional.empty();
    }
  }

  /// The name first, which is quick; there may be other queues of that name in other namespaces.
  private static boolean isTheSame(Path descriptor, Path ours, String name) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith(name)
          && Files.isSameFile(descriptor, ours);
    } catch (IOException _) {
      return false; // just closed
    }
  }
}
