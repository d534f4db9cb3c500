package dev.rohrpost;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A system call failed: which, on what, and why.
///
/// The errno is the one that the kernel gave, also when this library does not know its number; it
/// is never made up. What the library itself finds wrong has words of its own and [Errno#NONE]: see
/// [Verdict] and [NoSuchHost]. The subclasses are the failures about which a caller can do
/// something of its own; every other one is of this class. The message is made for one line of a
/// log: `open("/jobs"): ENOENT: no such file or directory`.
public sealed class UnixException extends IOException {
  private static final long serialVersionUID = 1;

  /// The C function or system call.
  private final String call;

  /// What it was called on.
  private final @Nullable String object;

  /// The number of the [Errno].
  private final int errno;

  /// What is wrong, where the kernel did not say it.
  private final @Nullable String words;

  private UnixException(String call, @Nullable String object, Errno errno) {
    super();
    this.call = call;
    this.object = object;
    this.errno = errno.number();
    this.words = null;
  }

  private UnixException(String call, @Nullable String object, String words) {
    super();
    this.call = call;
    this.object = object;
    this.errno = Errno.NONE.number();
    this.words = words;
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

  /// Makes the exception of a call that the JDK has made, which reports the text of an errno but
  /// not its number.
  ///
  /// @param call the name of the C function or system call
  /// @param object what it was called on
  /// @param thrown what the JDK threw; it becomes the cause
  /// @return the failure with the errno that the kernel gave; a [Verdict] with the words of the JDK
  ///   where these name none; `thrown` itself if it is a UnixException
  public static UnixException of(String call, @Nullable String object, IOException thrown) {
    if (thrown instanceof UnixException known) {
      return known;
    }
    var errno = JdkErrno.of(thrown);
    return errno.isPresent()
        ? because(thrown, of(call, object, errno.get()))
        : verdict(call, object, JdkErrno.words(thrown), thrown);
  }

  /// Makes the exception for what this library itself found wrong.
  ///
  /// @param call what was being done, as a verb, such as the name of a C function
  /// @param object what it was about
  /// @param words what is wrong, for the end of a line
  /// @return an exception without an errno
  public static Verdict verdict(String call, @Nullable String object, String words) {
    return new Verdict(call, object, words);
  }

  /// As above, for a failure that another one has caused.
  ///
  /// @param call what was being done
  /// @param object what it was about
  /// @param words what is wrong
  /// @param cause why; it is kept
  /// @return an exception without an errno
  public static UnixException verdict(
      String call, @Nullable String object, String words, Throwable cause) {
    return because(cause, new Verdict(call, object, words));
  }

  /// Makes the exception for a name that leads to no address.
  ///
  /// @param host the name
  /// @param reason what the resolver said, as gai_strerror(3) words it
  /// @param cause what the JDK threw; it is kept
  /// @return an exception without an errno
  /// @see <a href="https://man7.org/linux/man-pages/man3/gai_strerror.3.html">gai_strerror(3)</a>
  public static UnixException noSuchHost(String host, String reason, Throwable cause) {
    return because(cause, new NoSuchHost("getaddrinfo", host, NoSuchHost.WORDS + reason));
  }

  private static <E extends UnixException> E because(@Nullable Throwable cause, E failure) {
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  /// Returns the same failure, with the object named that the call was about.
  ///
  /// @param named such as a path, a queue or `pid 77`
  /// @return an exception with this one's call, errno, cause and stack trace
  public UnixException about(String named) {
    return about(call, named);
  }

  /// Returns the same failure, with the call named that was to be made: for what fails before it is
  /// made, because a descriptor is closed.
  ///
  /// @param made the name of the C function or system call
  /// @param named what it is about
  /// @return an exception with this one's errno, cause and stack trace
  public UnixException about(String made, @Nullable String named) {
    var copy =
        switch (this) {
          case Verdict v -> new Verdict(made, named, v.reason());
          case NoSuchHost h -> new NoSuchHost(made, named, h.reason());
          default -> of(made, named, errno());
        };
    copy.setStackTrace(getStackTrace());
    return because(getCause(), copy);
  }

  /// {@return the name of the C function or system call that failed}
  public String call() {
    return call;
  }

  /// {@return what the call was about, or null where there is nothing to name}
  public @Nullable String object() {
    return object;
  }

  /// {@return the reason that the kernel gave, or [Errno#NONE] where it gave none}
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

  /// {@return what is wrong: the text of the errno, or the words of who found it}
  public String reason() {
    return words == null ? errno().text() : oneLine(words);
  }

  @Override
  public String getMessage() {
    return call
        + (object == null ? "" : "(" + oneLine(object) + ")")
        + ": "
        + (words == null ? errno() + ": " : "")
        + reason();
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

  /// This library found something wrong that the kernel does not know of: a program at the other
  /// end breaks the rules, or a wait for it took too long. There is no errno; the message says
  /// what.
  public static final class Verdict extends UnixException {
    private static final long serialVersionUID = 1;

    private Verdict(String call, @Nullable String object, String words) {
      super(call, object, words);
    }
  }

  /// The resolver of this machine knows no address for a name. There is no errno; the message has
  /// what the resolver said.
  public static final class NoSuchHost extends UnixException {
    private static final long serialVersionUID = 1;
    private static final String WORDS = "no such host: ";

    private NoSuchHost(String call, @Nullable String object, String words) {
      super(call, object, words);
    }
  }
}
