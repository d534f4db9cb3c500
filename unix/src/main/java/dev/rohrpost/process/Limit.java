package dev.rohrpost.process;

import dev.rohrpost.libc.SysResourceH;

/// A resource of which a program can be given a limited amount.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
public enum Limit {
  /// Processor time in seconds; SIGXCPU at the soft limit, SIGKILL at the hard one.
  PROCESSOR_SECONDS(SysResourceH.RLIMIT_CPU),
  /// Bytes of a file that is written; SIGXFSZ, then EFBIG.
  FILE_BYTES(SysResourceH.RLIMIT_FSIZE),
  /// Bytes of initialized and uninitialized data and heap.
  DATA_BYTES(SysResourceH.RLIMIT_DATA),
  /// Bytes of the stack of the first thread.
  STACK_BYTES(SysResourceH.RLIMIT_STACK),
  /// Bytes of a core file; 0 means none.
  CORE_BYTES(SysResourceH.RLIMIT_CORE),
  /// Processes and threads of the user, over all its programs; not for root.
  PROCESSES(SysResourceH.RLIMIT_NPROC),
  /// Open descriptors: one more than the highest number.
  DESCRIPTORS(SysResourceH.RLIMIT_NOFILE),
  /// Bytes locked into RAM.
  LOCKED_BYTES(SysResourceH.RLIMIT_MEMLOCK),
  /// Bytes of address space.
  ADDRESS_SPACE_BYTES(SysResourceH.RLIMIT_AS),
  /// Queued signals of the user.
  PENDING_SIGNALS(SysResourceH.RLIMIT_SIGPENDING),
  /// Bytes in POSIX message queues of the user.
  QUEUE_BYTES(SysResourceH.RLIMIT_MSGQUEUE),
  /// How far the program may lower its niceness: to 20 minus this.
  NICENESS(SysResourceH.RLIMIT_NICE),
  /// The highest real-time priority.
  REAL_TIME_PRIORITY(SysResourceH.RLIMIT_RTPRIO),
  /// Microseconds that a real-time thread may run without a pause.
  REAL_TIME_MICROSECONDS(SysResourceH.RLIMIT_RTTIME);

  /// As much as there is.
  public static final long UNLIMITED = SysResourceH.RLIM_INFINITY;

  /// What C calls `RLIMIT_*`.
  final int resource;

  Limit(int resource) {
    this.resource = resource;
  }
}
