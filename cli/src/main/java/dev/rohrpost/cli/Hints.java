package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import org.jspecify.annotations.Nullable;

/// What to do about a failure, where that is known.
final class Hints {
  private Hints() {}

  /// Returns the line of a failure: call, object, errno, and what to do.
  static String withHint(UnixException e) {
    var hint = hint(e);
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
      case "EPERM", "EACCES" -> ofDenied(e);
      case "ESRCH" -> "it has ended, or never was; see: ps -e";
      default -> null;
    };
  }

  private static String ofBadDescriptor(UnixException e) {
    return String.valueOf(e.object()).startsWith("standard")
        ? "whoever started this command had closed it"
        : "open it for this command, as in: rohrpost ... 3<file";
  }

  private static String ofAgain(UnixException e) {
    return switch (e.call()) {
      case "posix_spawn", "fork", "clone", "clone3" ->
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
      case "open", "mkfifo", "mkfifoat", "unlink" ->
          "look at the permissions of the file and its folders: ls -ld";
      default -> null;
    };
  }
}
