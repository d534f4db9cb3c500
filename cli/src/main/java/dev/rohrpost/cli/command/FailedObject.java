package dev.rohrpost.cli.command;

import dev.rohrpost.UnixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// The object that a call failed on, and its kind: told by the call, by the words of the library
/// for it, and of a path by a look at what is there.
///
/// @param kind what it is
/// @param name as the failure names it
public record FailedObject(Kind kind, String name) {
  /// The kinds that have hints of their own.
  public enum Kind {
    /// Nothing is named.
    NONE,
    /// A POSIX queue or segment, or a host.
    NAME,
    /// An object of System V, by its key.
    KEY,
    /// As above, by its number.
    ID,
    /// A semaphore that its set does not have.
    INDEX,
    /// A limit of the machine or the user was exceeded, and is named.
    LIMIT,
    /// Shared memory that is to get its space.
    SHARED,
    /// A descriptor from 3.
    DESCRIPTOR,
    /// The descriptors 0, 1 and 2.
    STANDARD,
    /// A process, a group or a thread.
    PROCESS,
    /// A program that is to be found in PATH.
    PROGRAM,
    /// The interpreter of a script.
    INTERPRETER,
    /// A host and a port.
    INTERNET,
    /// A multicast group.
    GROUP,
    /// A host that the resolver could not ask about.
    UNANSWERED,
    /// A socket without a file.
    ABSTRACT,
    /// A socket file.
    SOCKET,
    /// A named pipe.
    FIFO,
    /// Another file.
    FILE,
    /// A directory.
    FOLDER,
    /// A symbolic link.
    LINK,
    /// A path where nothing is, in a folder that is there.
    MISSING,
    /// A path whose folder is not there.
    LOST,
    /// A path below `/proc` or `/sys`.
    PROC,
    /// Something else.
    OTHER
  }

  private static final Pattern LIMIT =
      Pattern.compile("sysctl ([a-z_.]+) (?:is \\d+|allows .*)|RLIMIT_MSGQUEUE is .*");
  private static final Pattern KEY = Pattern.compile(".*?(0x[0-9a-f]{8})\\b.*");
  private static final Pattern INDEX = Pattern.compile(".*, index \\d+, but it has only \\d+");
  private static final Pattern HOST = Pattern.compile("(.*):\\d+");
  private static final Pattern MULTICAST =
      Pattern.compile("(22[4-9]|23\\d)\\.\\d+\\.\\d+\\.\\d+(%\\w+)?(, \\w+)?|\\[?ff[0-9a-f]{2}:.*");

  private static final Set<String> NAMED =
      Set.of(
          "mq_open",
          "mq_unlink",
          "mq_send",
          "mq_receive",
          "mq_notify",
          "mq_getattr",
          "shm_open",
          "shm_unlink",
          "sem_open",
          "sem_unlink",
          "fchmod",
          "fchownat");
  private static final Set<String> PATHS =
      Set.of(
          "open",
          "openat",
          "creat",
          "mkfifo",
          "mkdir",
          "unlink",
          "rename",
          "getdents64",
          "lstat",
          "bind",
          "connect",
          "read",
          "write",
          "execve");

  public static FailedObject of(UnixException e) {
    var name = Objects.requireNonNullElse(e.object(), "");
    return new FailedObject(kind(e, name), name);
  }

  private static Kind kind(UnixException e, String name) {
    var call = e.call();
    if (name.isEmpty()) {
      return Kind.NONE;
    }
    if (e instanceof UnixException.NoSuchHost) {
      return e.reason().contains("Temporary failure") ? Kind.UNANSWERED : Kind.NAME;
    }
    if (LIMIT.matcher(name).find()) {
      return Kind.LIMIT;
    }
    if (name.matches("standard .*|(fd|descriptor) [012]")) {
      return Kind.STANDARD;
    }
    if (name.matches("(fd|descriptor) \\d+")) {
      return Kind.DESCRIPTOR;
    }
    if (name.matches("(pid|group|thread) \\d+.*")) {
      return Kind.PROCESS;
    }
    if (call.matches("(msg|sem|shm)(get|ctl|op|snd|rcv|at)")) {
      return ofSystemV(name);
    }
    if (NAMED.contains(call)) {
      return Kind.NAME;
    }
    if (call.equals("linkat")) {
      return Kind.SHARED;
    }
    if (call.equals("posix_fallocate")) {
      return name.startsWith("/") ? Kind.SHARED : Kind.OTHER;
    }
    return ofAddressOrPath(call, name);
  }

  private static Kind ofSystemV(String name) {
    if (INDEX.matcher(name).matches()) {
      return Kind.INDEX;
    }
    return KEY.matcher(name).matches() ? Kind.KEY : Kind.ID;
  }

  private static Kind ofAddressOrPath(String call, String name) {
    if (call.equals("execve") && name.endsWith(", its interpreter")) {
      return Kind.INTERPRETER;
    }
    if (call.equals("execve") && !name.contains("/")) {
      return Kind.PROGRAM;
    }
    if (name.startsWith("@")) {
      return Kind.ABSTRACT;
    }
    var host = HOST.matcher(name);
    if (!name.startsWith("/") && (host.matches() || MULTICAST.matcher(name).matches())) {
      return MULTICAST.matcher(name).lookingAt() ? Kind.GROUP : Kind.INTERNET;
    }
    return PATHS.contains(call) ? ofPath(name) : Kind.OTHER;
  }

  private static Kind ofPath(String name) {
    if (name.startsWith("/proc") || name.startsWith("/sys")) {
      return Kind.PROC;
    }
    try {
      var path = Path.of(name);
      var mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return switch (mode & 0170000) {
        case 0010000 -> Kind.FIFO;
        case 0040000 -> Kind.FOLDER;
        case 0120000 -> Kind.LINK;
        case 0140000 -> Kind.SOCKET;
        default -> Kind.FILE;
      };
    } catch (IOException | InvalidPathException | UnsupportedOperationException _) {
      return Files.isDirectory(Path.of(folder(name))) ? Kind.MISSING : Kind.LOST;
    }
  }

  private static String folder(String name) {
    var slash = name.lastIndexOf('/');
    return slash < 0 ? "." : slash == 0 ? "/" : name.substring(0, slash);
  }

  /// Puts the parts of the object into a hint.
  public String filledInto(String hint) {
    var key = KEY.matcher(name);
    var limit = LIMIT.matcher(name);
    return hint.replace("{key}", key.matches() ? shortened(key.group(1)) : "KEY")
        .replace("{limit}", limit.find() && limit.group(1) != null ? limit.group(1) : "NAME")
        .replace("{folder}", folder(name))
        .replace("{object}", name);
  }

  private static String shortened(String key) {
    return String.format(Locale.ROOT, "0x%x", Long.decode(key));
  }
}
