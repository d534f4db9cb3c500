package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import org.jspecify.annotations.Nullable;

/// What to do about a failure, where that is known.
final class Hints {
  private Hints() {}

  /// Returns the line of a failure: call, object, errno, and what to do.
  static String withHint(UnixException e) {
    var ofQueues = QueueHints.hint(e);
    var hint = ofQueues == null ? hint(e) : ofQueues;
    return hint == null ? e.getMessage() : e.getMessage() + "; " + hint;
  }

  private static @Nullable String hint(UnixException e) {
    return switch (e.errno().toString()) {
      case "EMFILE" -> "this process has too many open files, see: ulimit -n";
      case "ENFILE" -> "the machine has too many open files, see: sysctl fs.file-max";
      case "EBADF" -> ofBadDescriptor(e);
      case "EAGAIN" -> ofAgain(e);
      case "ENOMEM" -> "memory is short, or a limit forbids more, see: ulimit -a";
      case "ENOSPC" -> "the file system is full, see: df";
      case "ENOENT" -> ofMissing(e);
      case "ENOEXEC" -> "it is neither a program nor a script that begins with #!";
      case "E2BIG" -> "its arguments and environment are too long, see: getconf ARG_MAX";
      case "EADDRINUSE" -> "somebody else listens there, see: ss -ltnpx";
      case "EADDRNOTAVAIL" -> "this machine does not have that address, see: ip address";
      case "EPIPE" -> "the reader has gone";
      case "ENXIO" -> "nobody reads; start the reader first, or wait for it without --no-wait";
      case "EPERM", "EACCES" -> ofDenied(e);
      case "ESRCH" -> "it has ended, or never was; see: ps -e";
      default -> null;
    };
  }

  private static @Nullable String ofMissing(UnixException e) {
    var object = String.valueOf(e.object());
    return switch (e.call()) {
      case "execve" -> object.contains("/") ? "there is no such file" : "no such program in PATH";
      case "creat" -> "make its folder first: mkdir -p";
      case "open" -> "create a named pipe with: mkfifo " + object;
      case "shm_open", "shm_unlink" -> "create it with: rohrpost memory create shm:" + object;
      default -> null;
    };
  }

  private static String ofBadDescriptor(UnixException e) {
    return String.valueOf(e.object()).matches("standard .*|(fd|descriptor) [012]")
        ? "whoever started this command had closed it"
        : "open it for this command, as in: rohrpost ... 3<file";
  }

  private static String ofAgain(UnixException e) {
    return switch (e.call()) {
      case "posix_spawn", "fork", "clone", "clone3", "pthread_create" ->
          "no more processes may be started, see: ulimit -u";
      case "sigqueue", "kill", "rt_sigqueueinfo", "pidfd_send_signal" ->
          "its queue of signals is full, see: ulimit -i; try again later";
      default -> "try again later";
    };
  }

  private static @Nullable String ofDenied(UnixException e) {
    return switch (e.call()) {
      case "kill",
          "sigqueue",
          "tgkill",
          "rt_sigqueueinfo",
          "rt_tgsigqueueinfo",
          "pidfd_send_signal" ->
          e.is(Errno.EPERM) ? "it belongs to somebody else; try as its owner or as root" : null;
      case "execve" ->
          e.is(Errno.EACCES) ? "it is a directory, or not executable, see: ls -ld" : null;
      case "bind" -> "ports below 1024 are for root";
      case "open", "creat", "mkfifo", "mkfifoat", "unlink" ->
          "look at the permissions of the file and its folders: ls -ld";
      default -> null;
    };
  }
}
