package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Header classes in which each function has one fault, for [FunctionFaultsTest]. None is called.
@SuppressWarnings("unused")
final class WrongFunctions {
  private WrongFunctions() {}

  /// The prototypes are wrong.
  static final class FcntlH {
    private static final CFunction POSIX_FALLOCATE =
        CFunction.of("long posix_fallocate(int, off_t, off_t)");
    private static final CFunction POSIX_FADVISE =
        CFunction.of("int posix_fadvise(int, off_t, off_t)");
    private static final CFunction LOCKF = CFunction.of("int lockf(int, off_t, int)");
    private static final CFunction OPEN = CFunction.of("int open(const char *, int, mode_t)");
    private static final CFunction READAHEAD = CFunction.of("ssize_t readahead(int, off_t, int)");
    private static final CFunction VMSPLICE =
        CFunction.of("ssize_t vmsplice(int, struct iovec *, size_t, unsigned int)");
    private static final CFunction OPENAT3 = CFunction.of("int openat3(int, const char *)");
    private static final CFunction NO_PROTOTYPE = CFunction.of("fallocate");

    private FcntlH() {}

    static void call(MemorySegment path) {
      var _ = POSIX_FALLOCATE.callLong(0, 0, 0);
      var _ = POSIX_FADVISE.call(0, 0, 0);
      var _ = LOCKF.call(0, 0, 0);
      var _ = OPEN.call(path.address(), 0, 0);
      var _ = READAHEAD.callLong(0, 0, 0);
      var _ = VMSPLICE.callLong(0, 0, 0, 0);
      var _ = OPENAT3.call(0, 0);
    }
  }

  /// The prototypes are right, and Java calls the functions in other ways.
  static final class UnistdH {
    private static final CFunction FCHOWN = CFunction.of("int fchown(int, uid_t, gid_t)");
    private static final CFunction LSEEK = CFunction.of("off_t lseek(int, off_t, int)");
    private static final CFunction PWRITE =
        CFunction.of("ssize_t pwrite(int, const void *, size_t, off_t)");
    private static final CFunction SYNC = CFunction.of("void sync(void)");
    private static final CFunction DUP2 = CFunction.of("int dup2(int, int)");
    private static final CFunction DUP3 = CFunction.of("int dup3(int, int, int)");
    private static final CFunction ALARM = CFunction.of("unsigned int alarm(unsigned int)");
    private static final CFunction CHDIR = CFunction.of("int chdir(const char *)");
    private static final CFunction GETPAGESIZE = CFunction.of("int getpagesize(void)");
    private static final CFunction FCHDIR = CFunction.of("int fchdir(int)");
    private static final CFunction FSYNC = CFunction.of("int fsync(int)");
    private static final CFunction NICE = CFunction.of("int nice(int)");

    private UnistdH() {}

    static void results(MemorySegment bytes) {
      var _ = LSEEK.call(0, 0, 0);
      var _ = PWRITE.call(0, bytes.address(), bytes.byteSize(), 0);
      var _ = SYNC.call();
      var _ = FCHOWN.callLong(0, 0, 0);
    }

    static void arguments(int fd, long seconds, MemorySegment path, boolean isFirst) {
      var _ = DUP2.call(fd);
      var _ = DUP3.call(fd, 1, 2, 3);
      var _ = ALARM.call(seconds);
      var _ = CHDIR.call(fd);
      var _ = FCHDIR.call(path.address());
      var _ = NICE.call(isFirst ? fd : 0);
    }

    static int elsewhere() {
      return call(FSYNC);
    }

    private static int call(CFunction function) {
      return function.call(0);
    }
  }

  /// True of C as well, and not of the kind that Java can pass in this way.
  static final class StdlibH {
    private static final CFunction STRTOD_L =
        CFunction.of("double strtod_l(const char *, char **, locale_t)");
    private static final CFunction GCVT = CFunction.of("char *gcvt(double, int, char *)");
    private static final CFunction DIV = CFunction.of("div_t div(int, int)");

    private StdlibH() {}

    static void call(MemorySegment text) {
      var _ = STRTOD_L.callLong(text.address(), 0, 0);
      var _ = GCVT.callLong(0, 0, text.address());
      var _ = DIV.call(1, 2);
    }
  }

  /// A number that is made shorter than it is.
  static final class SpawnH {
    private static final CFunction SETFLAGS =
        CFunction.of("int posix_spawnattr_setflags(posix_spawnattr_t *, short)");

    private SpawnH() {}

    static void call(MemorySegment attributes, int flags) throws UnixException {
      SETFLAGS.require(SETFLAGS.call(attributes.address(), flags));
    }
  }

  /// The types of the handles are wrong.
  static final class SignalH {
    static final MethodHandle KILL =
        link("int kill(pid_t, int)", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    static final MethodHandle KILLPG =
        link("int killpg(pid_t, int)", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT));
    static final MethodHandle RAISE =
        link("int raise(int)", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    static final MethodHandle SIGISMEMBER =
        link("int sigismember(const sigset_t *, int)", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    static final MethodHandle SIGQUEUE =
        link(
            "int sigqueue(pid_t, int, union sigval)",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    static final MethodHandle SIGPENDING =
        Libc.linkKeeping(
            "int sigpending(sigset_t *)", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private SignalH() {}
  }

  /// A variable of another type, and a function of which only the address is used.
  static final class StdioH {
    private StdioH() {}

    static MemorySegment stdin() {
      return Libc.variable("char *stdin");
    }

    static MemorySegment puts() {
      return Libc.function("int puts(int)");
    }
  }
}
