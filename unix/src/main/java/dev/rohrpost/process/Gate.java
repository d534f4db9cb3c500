package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysResourceH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Holds a child back just before its program, so that limits and niceness, which posix_spawn(3)
/// cannot set, are set from outside and hold from the program's first instruction on. So is a
/// variable that holds the child's own pid.
///
/// The gate is a FIFO without a name. The child opens it for writing, which tells that it is there,
/// and then for reading, which waits until there is a writer: the gatekeeper, who has set the
/// limits by then. As posix_spawn(3) returns only when the program runs, a thread of its own is in
/// there meanwhile; the kernel lists that thread's only child.
///
/// If this JVM is killed in the fraction of a millisecond in which a child is at the gate, the
/// child stays there until it is killed, too.
final class Gate implements AutoCloseable {
  private static final int PRIVATE = 0700;

  /// As many digits as an int has.
  private static final int LONGEST_PID = 10;

  private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

  private final Fd fifo;
  private final Fd arrivals;
  private final Settings settings;
  private final @Nullable MemorySegment pidVariable;

  private Gate(Fd fifo, Fd arrivals, Settings settings) {
    this.fifo = fifo;
    this.arrivals = arrivals;
    this.settings = settings;
    this.pidVariable = settings.pidVariable == null ? null : roomForPid(settings.pidVariable);
  }

  /// A string of the environment that has its value when the child is known. The child shares the
  /// memory of this process until its program runs, so it sees what is written here.
  private static MemorySegment roomForPid(String name) {
    var string = (name + '=').getBytes(StandardCharsets.UTF_8);
    var room = Arena.ofAuto().allocate(string.length + LONGEST_PID + 1);
    MemorySegment.copy(string, 0, room, ValueLayout.JAVA_BYTE, 0, string.length);
    return room;
  }

  /// Makes a gate. Nothing stays in the file system.
  static Gate open(Settings settings) throws UnixException {
    var fifo = namelessFifo();
    try {
      return new Gate(fifo, reopen(fifo, FcntlH.O_RDONLY | FcntlH.O_NONBLOCK), settings);
    } catch (UnixException e) {
      fifo.close();
      throw e;
    }
  }

  private static Fd namelessFifo() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var folder = privateFolder(arena);
      var path = arena.allocateFrom(folder.getString(0) + "/gate");
      try {
        SysStatH.mkfifo(path, PRIVATE);
        try {
          return open(path, FcntlH.O_PATH | FcntlH.O_NOFOLLOW);
        } finally {
          UnistdH.unlink(path);
        }
      } finally {
        UnistdH.rmdir(folder);
      }
    }
  }

  private static MemorySegment privateFolder(Arena arena) throws UnixException {
    var prefix = System.getProperty("java.io.tmpdir") + "/rohrpost-gate.";
    while (true) {
      var folder = arena.allocateFrom(prefix + Long.toHexString(System.nanoTime()));
      var result = SysStatH.mkdir(folder, PRIVATE);
      if (result == 0) {
        return folder;
      }
      if (result != -Errno.EEXIST.number()) {
        throw UnixException.of("mkdir", folder.getString(0), new Errno(-result));
      }
    }
  }

  private static Fd reopen(Fd fd, int flags) throws UnixException {
    return fd.borrow(number -> {
      try (var arena = Arena.ofConfined()) {
        return open(arena.allocateFrom("/proc/self/fd/" + number), flags);
      }
    });
  }

  static Fd open(MemorySegment path, int flags) throws UnixException {
    int result;
    do {
      result = FcntlH.open(path, flags | FcntlH.O_CLOEXEC, 0);
    } while (result == -Errno.EINTR.number());
    if (result < 0) {
      throw UnixException.of("open", path.getString(0), new Errno(-result));
    }
    return Fd.own(result);
  }

  /// Adds what the child does at the gate: its last steps.
  ///
  /// @param gate the number of the FIFO there; closed here
  /// @param workplace a free number
  static void addTo(FileActions actions, int gate, int workplace) throws UnixException {
    actions.reopen(gate, workplace, FcntlH.O_WRONLY);
    actions.close(workplace);
    actions.reopen(gate, workplace, FcntlH.O_RDONLY);
    actions.close(workplace);
    actions.close(gate);
  }

  Fd fifo() {
    return fifo;
  }

  @Nullable MemorySegment pidVariable() {
    return pidVariable;
  }

  /// Starts a child and lets it pass when its limits are set.
  ///
  /// @return the pid
  /// @throws UnixException if it could not be started, or the limits could not be set
  int run(Spawn spawn) throws UnixException {
    try (var spawner = Spawner.start(spawn)) {
      var pid = await(spawner);
      if (pid == 0) {
        return spawner.result(); // which is a failure, or it was killed on its way
      }
      try (var _ = limitThenOpen(pid)) {
        return spawner.result();
      }
    }
  }

  /// Waits until the child is at the gate, or could not be made.
  ///
  /// @return its pid, or 0
  private int await(Spawner spawner) throws UnixException {
    return arrivals.borrow(number -> {
      try (var arena = Arena.ofConfined()) {
        var pollfd = arena.allocate(PollH.POLLFD);
        pollfd.set(ValueLayout.JAVA_INT, 0, number);
        var timeout = arena.allocate(ValueLayout.JAVA_LONG, 2);
        timeout.setAtIndex(ValueLayout.JAVA_LONG, 1, LOOK_NANOS);
        while (PollH.ppoll(pollfd, 1, timeout, MemorySegment.NULL) <= 0) {
          if (spawner.isDone()) {
            return 0;
          }
        }
        return spawner.child();
      }
    });
  }

  /// Opens the gate, or kills the child in front of it.
  private Fd limitThenOpen(int pid) throws UnixException {
    try {
      apply(pid);
      arrivals.close(); // leaves a number to open the gate with
      return reopen(fifo, FcntlH.O_RDWR);
    } catch (UnixException e) {
      Reaping.kill(pid);
      throw e;
    }
  }

  private void apply(int pid) throws UnixException {
    var program = " of " + settings.command.getFirst();
    try (var arena = Arena.ofConfined()) {
      for (var limit : settings.limits.entrySet()) {
        var rlimit = arena.allocate(SysResourceH.RLIMIT);
        rlimit.setAtIndex(ValueLayout.JAVA_LONG, 0, limit.getValue().soft());
        rlimit.setAtIndex(ValueLayout.JAVA_LONG, 1, limit.getValue().hard());
        about(
            limit.getKey() + program,
            () -> SysResourceH.prlimit(pid, limit.getKey().resource, rlimit, MemorySegment.NULL));
      }
    }
    if (pidVariable != null) {
      pidVariable.setString(pidVariable.byteSize() - LONGEST_PID - 1, Integer.toString(pid));
    }
    if (settings.niceness.isPresent()) {
      var niceness = settings.niceness.getAsInt();
      about(
          "niceness " + niceness + program,
          () -> SysResourceH.setpriority(SysResourceH.PRIO_PROCESS, pid, niceness));
    }
  }

  @FunctionalInterface
  private interface Setting {
    void set() throws UnixException;
  }

  private static void about(String object, Setting setting) throws UnixException {
    try {
      setting.set();
    } catch (UnixException e) {
      throw e.about(object);
    }
  }

  @Override
  public void close() {
    arrivals.close();
    fifo.close();
  }
}
