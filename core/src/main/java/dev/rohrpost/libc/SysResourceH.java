package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What this library uses of `<sys/resource.h>`.
public final class SysResourceH {
  /// Processor time in seconds.
  public static final int RLIMIT_CPU = 0;

  /// Size of a file that is written.
  public static final int RLIMIT_FSIZE = 1;

  /// Size of the data segment.
  public static final int RLIMIT_DATA = 2;

  /// Size of the stack.
  public static final int RLIMIT_STACK = 3;

  /// Size of a core file.
  public static final int RLIMIT_CORE = 4;

  /// Processes of the user.
  public static final int RLIMIT_NPROC = 6;

  /// Descriptors.
  public static final int RLIMIT_NOFILE = 7;

  /// Memory locked into RAM.
  public static final int RLIMIT_MEMLOCK = 8;

  /// Size of the address space.
  public static final int RLIMIT_AS = 9;

  /// Signals that are queued.
  public static final int RLIMIT_SIGPENDING = 11;

  /// Bytes in POSIX message queues.
  public static final int RLIMIT_MSGQUEUE = 12;

  /// How far the niceness may be lowered.
  public static final int RLIMIT_NICE = 13;

  /// The highest real-time priority.
  public static final int RLIMIT_RTPRIO = 14;

  /// Microseconds that a real-time process may run without a pause.
  public static final int RLIMIT_RTTIME = 15;

  /// No limit.
  public static final long RLIM_INFINITY = -1;

  /// The niceness of one process.
  public static final int PRIO_PROCESS = 0;

  /// This process, all of its threads.
  public static final int RUSAGE_SELF = 0;

  /// A limit: the one that holds, and how far the process may raise it.
  public static final StructLayout RLIMIT =
      structLayout(JAVA_LONG.withName("rlim_cur"), JAVA_LONG.withName("rlim_max"))
          .withName("rlimit");

  private static final StructLayout TIMEVAL =
      structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_usec")).withName("timeval");

  /// What a process has used.
  public static final StructLayout RUSAGE =
      structLayout(
              TIMEVAL.withName("ru_utime"),
              TIMEVAL.withName("ru_stime"),
              JAVA_LONG.withName("ru_maxrss"),
              JAVA_LONG.withName("ru_ixrss"),
              JAVA_LONG.withName("ru_idrss"),
              JAVA_LONG.withName("ru_isrss"),
              JAVA_LONG.withName("ru_minflt"),
              JAVA_LONG.withName("ru_majflt"),
              JAVA_LONG.withName("ru_nswap"),
              JAVA_LONG.withName("ru_inblock"),
              JAVA_LONG.withName("ru_oublock"),
              JAVA_LONG.withName("ru_msgsnd"),
              JAVA_LONG.withName("ru_msgrcv"),
              JAVA_LONG.withName("ru_nsignals"),
              JAVA_LONG.withName("ru_nvcsw"),
              JAVA_LONG.withName("ru_nivcsw"))
          .withName("rusage");

  private static final CFunction PRLIMIT =
      CFunction.of(
          "int prlimit(pid_t, enum __rlimit_resource, const struct rlimit *, struct rlimit *)");
  private static final CFunction GETRUSAGE = CFunction.of("int getrusage(int, struct rusage *)");
  private static final CFunction SETPRIORITY =
      CFunction.of("int setpriority(enum __priority_which, id_t, int)");

  private SysResourceH() {}

  /// `int prlimit(pid_t pid, int resource, const struct rlimit *new_limit, struct rlimit
  /// *old_limit)`
  ///
  /// Sets or asks a limit of a process.
  ///
  /// @param pid the process, 0 for this one
  /// @param resource `RLIMIT_*`
  /// @param newLimit a `rlimit`, or NULL
  /// @param oldLimit where the limit goes that held before, or NULL
  /// @throws UnixException with EINVAL, EPERM or ESRCH
  public static void prlimit(int pid, int resource, MemorySegment newLimit, MemorySegment oldLimit)
      throws UnixException {
    var _ = PRLIMIT.checked(PRLIMIT.call(pid, resource, newLimit.address(), oldLimit.address()));
  }

  /// `int setpriority(int which, id_t who, int prio)`
  ///
  /// Sets the niceness.
  ///
  /// @param which `PRIO_*`
  /// @param who the process
  /// @param prio -20 to 19
  /// @throws UnixException with EACCES, EPERM or ESRCH
  public static void setpriority(int which, int who, int prio) throws UnixException {
    var _ = SETPRIORITY.checked(SETPRIORITY.call(which, who, prio));
  }

  /// `int getrusage(int who, struct rusage *usage)`
  ///
  /// Tells what has been used.
  ///
  /// @param who `RUSAGE_*`
  /// @param usage where it goes
  /// @throws UnixException with EINVAL
  public static void getrusage(int who, MemorySegment usage) throws UnixException {
    var _ = GETRUSAGE.checked(GETRUSAGE.call(who, usage.address()));
  }
}
