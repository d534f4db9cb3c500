package dev.rohrpost;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A system call failed: which, on what, and why.
///
/// The errno is always inside, also when this library does not know its number. The subclasses are
/// the failures about which a caller can do something of its own; every other one is of this class.
/// The message is made for one line of a log: `open("/jobs"): ENOENT: no such file or directory`.
public sealed class UnixException extends IOException {
  private static final long serialVersionUID = 1;

  /// The C function or system call.
  private final String call;

  /// What it was called on.
  private final @Nullable String object;

  /// The number of the [Errno].
  private final int errno;

  private UnixException(String call, @Nullable String object, Errno errno) {
    super();
    this.call = call;
    this.object = object;
    this.errno = errno.number();
  }

  /// Makes the exception of a failed call.
  ///
  /// @param call the name of the C function or system call
  /// @param errno the reason that the kernel gave
  /// @return an exception of the subclass that belongs to the errno
  public static UnixException of(String call, Errno errno) {
    return of(call, null, errno);
  }

  /// Makes the exception of a call that failed on an object.
  ///
  /// @param call the name of the C function or system call
  /// @param object what it was called on, such as a path or `pid 77`
  /// @param errno the reason that the kernel gave
  /// @return an exception of the subclass that belongs to the errno
  public static UnixException of(String call, @Nullable String object, Errno errno) {
    return switch (errno.number()) {
      case 2, 3, 6, 19, 42 -> new NotFound(call, object, errno);
      case 17, 98 -> new AlreadyExists(call, object, errno);
      case 1, 13, 30 -> new Denied(call, object, errno);
      case 32, 43, 103, 104, 107, 108, 111 -> new Disconnected(call, object, errno);
      case 7, 11, 12, 23, 24, 28, 105, 109, 122 -> new LimitReached(call, object, errno);
      case 38, 92, 93, 94, 95, 96, 97 -> new Unsupported(call, object, errno);
      default -> new UnixException(call, object, errno);
    };
  }

  /// Returns the same failure, with the object named that the call was about.
  ///
  /// @param named such as a path, a queue or `pid 77`
  /// @return an exception with this one's call, errno and stack trace
  public UnixException about(String named) {
    var copy = of(call, named, errno());
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /// {@return the name of the C function or system call that failed}
  public String call() {
    return call;
  }

  /// {@return what the call was about, or null where there is nothing to name}
  public @Nullable String object() {
    return object;
  }

  /// {@return the reason that the kernel gave}
  public Errno errno() {
    return new Errno(errno);
  }

  /// Tells whether the kernel gave this reason.
  ///
  /// @param reason a constant of [Errno]
  /// @return whether it is the reason
  public boolean is(Errno reason) {
    return errno == reason.number();
  }

  @Override
  public String getMessage() {
    return call
        + (object == null ? "" : "(" + oneLine(object) + ")")
        + ": "
        + errno()
        + ": "
        + errno().text();
  }

  /// Names come from other people: a line feed or an escape sequence in one must not reach a
  /// terminal.
  private static String oneLine(String object) {
    return object.codePoints().noneMatch(Character::isISOControl)
        ? object
        : object
            .codePoints()
            .mapToObj(c ->
                Character.isISOControl(c)
                    ? String.format(Locale.ROOT, "\\x%02x", c)
                    : Character.toString(c))
            .collect(Collectors.joining());
  }

  /// What was named is not there: ENOENT, ESRCH, ENXIO, ENODEV, ENOMSG. Create it, or wait for it.
  public static final class NotFound extends UnixException {
    private static final long serialVersionUID = 1;

    private NotFound(String call, @Nullable String object, Errno errno) {
      super(call, object, errno);
    }
  }

  /// The name is taken: EEXIST, EADDRINUSE. Open what is there, or take another name.
  public static final class AlreadyExists extends UnixException {
    private static final long serialVersionUID = 1;

    private AlreadyExists(String call, @Nullable String object, Errno errno) {
      super(call, object, errno);
    }
  }

  /// This user may not: EPERM, EACCES, EROFS.
  public static final class Denied extends UnixException {
    private static final long serialVersionUID = 1;

    private Denied(String call, @Nullable String object, Errno errno) {
      super(call, object, errno);
    }
  }

  /// The other side is gone: EPIPE, ECONNRESET, ECONNREFUSED, ECONNABORTED, ENOTCONN, ESHUTDOWN,
  /// EIDRM. Connect again.
  public static final class Disconnected extends UnixException {
    private static final long serialVersionUID = 1;

    private Disconnected(String call, @Nullable String object, Errno errno) {
      super(call, object, errno);
    }
  }

  /// A limit of the process, the user or the machine was reached: EMFILE, ENFILE, EAGAIN, ENOMEM,
  /// ENOSPC, ENOBUFS, E2BIG, ETOOMANYREFS, EDQUOT. Free something, or try again later.
  public static final class LimitReached extends UnixException {
    private static final long serialVersionUID = 1;

    private LimitReached(String call, @Nullable String object, Errno errno) {
      super(call, object, errno);
    }
  }

  /// This kernel or this object cannot: ENOSYS, EOPNOTSUPP, ENOPROTOOPT, EPROTONOSUPPORT,
  /// ESOCKTNOSUPPORT, EAFNOSUPPORT.
  public static final class Unsupported extends UnixException {
    private static final long serialVersionUID = 1;

    private Unsupported(String call, @Nullable String object, Errno errno) {
      super(call, object, errno);
    }
  }
}
