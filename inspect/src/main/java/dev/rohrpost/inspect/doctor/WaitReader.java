package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Wait.Cause;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import dev.rohrpost.inspect.doctor.Wait.Reach;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds out what a thread waits for, by the system call that it is in.
///
/// In doubt the thread is live: what is not understood never makes a finding.
final class WaitReader {
  static final Wait OUTSIDE = new Wait.Live(Cause.OUTSIDE);
  private static final Wait TIMED = new Wait.Live(Cause.TIMED);

  private static final int FUTEX_PRIVATE = 0x80;
  private static final int FUTEX_COMMAND = 0x7f;
  private static final Set<Integer> FUTEX_WAITS = Set.of(0, 6, 9, 13); // WAIT, LOCK_PI, …
  private static final int F_SETLKW = 7;
  private static final int F_OFD_SETLKW = 38;
  private static final Set<String> SPLICE_READS =
      Set.of("pipe_wait_readable", "unix_stream_read_generic");
  private static final Set<String> SPLICE_WRITES =
      Set.of("pipe_wait_writable", "sock_alloc_send_pskb");
  private static final Set<String> PIPE_READS =
      Set.of("anon_pipe_read", "pipe_read", "pipe_wait_readable");
  private static final Set<String> PIPE_WRITES =
      Set.of("anon_pipe_write", "pipe_write", "pipe_wait_writable");
  private static final List<String> PIPES =
      List.of(Kind.PIPE.label() + ":", Kind.FIFO.label() + ":");
  private static final Set<String> RANGES = Set.of("posix", "ofd");
  private static final int P_PID = 1;
  private static final int P_PIDFD = 3;

  private final Sample sample;
  private final Rescuers rescuers;
  private final PollSets polls;
  private final Proc proc;

  WaitReader(Sample sample, Proc proc) {
    this.sample = sample;
    this.rescuers = new Rescuers(sample);
    this.proc = proc;
    this.polls = new PollSets(sample, proc);
  }

  Wait read(Sample.Task task) {
    var thread = task.thread();
    if (thread.isStopped()) {
      return new Wait.Live(Cause.STOPPED);
    }
    if (thread.state() != 'S') {
      return new Wait.Live(Cause.RUNS);
    }
    return thread.call().map(call -> read(task, call)).orElseGet(() -> guess(task));
  }

  /// Where only the function of the kernel is known, the thread may wait for anything that it has
  /// of a kind.
  private Wait guess(Sample.Task task) {
    var channel = task.thread().channel();
    if (PIPE_READS.contains(channel)) {
      return anyPipe("read", task, Flow.READ);
    }
    if (PIPE_WRITES.contains(channel)) {
      return anyPipe("write", task, Flow.WRITE);
    }
    return channel.equals("do_wait") ? children("wait4", sample.childrenOf(task.pid())) : OUTSIDE;
  }

  private Wait anyPipe(String call, Sample.Task task, Flow flow) {
    var reaches = new ArrayList<Reach>();
    for (var link : sample.linksOf(task.pid())) {
      var isPipe = PIPES.stream().anyMatch(link.object()::startsWith);
      if (isPipe && (flow == Flow.READ ? link.flow().reads() : link.flow().writes())) {
        var reach = rescuers.reach(link, flow);
        if (reach.isEmpty()) {
          return OUTSIDE;
        }
        reaches.add(reach.get());
      }
    }
    return blocked(call, reaches);
  }

  private Wait read(Sample.Task task, Call call) {
    return switch (call.name()) {
      case "read", "readv", "pread64", "preadv", "preadv2", "recvfrom", "recvmsg", "recvmmsg" ->
          descriptor(task, call, Flow.READ);
      case "write", "writev", "pwrite64", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg" ->
          descriptor(task, call, Flow.WRITE);
      case "sendfile" -> descriptor(task, call, Flow.WRITE);
      case "splice", "tee" -> splice(task, call);
      case "wait4", "waitid" -> child(task, call);
      case "flock" -> lock(task, call, "flock");
      case "fcntl" ->
          switch ((int) call.argument(1)) {
            case F_SETLKW -> lock(task, call, "posix");
            case F_OFD_SETLKW -> descriptionLock(task, call);
            default -> OUTSIDE;
          };
      case "futex" -> futex(task, call);
      case "nanosleep", "clock_nanosleep" -> TIMED;
      default -> poll(task, call);
    };
  }

  private Wait descriptor(Sample.Task task, Call call, Flow flow) {
    var fd = (int) call.argument(0);
    return blocked(call.name(), reach(task.pid(), fd, flow).map(List::of).orElse(List.of()));
  }

  private static Wait blocked(String call, List<Reach> reaches) {
    return reaches.isEmpty() ? OUTSIDE : new Wait.Blocked(call, reaches);
  }

  private Optional<Reach> reach(int pid, int fd, Flow flow) {
    return sample.link(pid, fd).flatMap(link -> rescuers.reach(link, flow));
  }

  /// It waits for one of two. Where the function of the kernel that it waits in does not tell for
  /// which, either may end the wait.
  private Wait splice(Sample.Task task, Call call) {
    var ends = call.descriptors();
    var from = reach(task.pid(), ends.getFirst(), Flow.READ);
    var into = reach(task.pid(), ends.getLast(), Flow.WRITE);
    if (SPLICE_READS.contains(task.thread().channel())) {
      return blocked(call.name(), from.map(List::of).orElse(List.of()));
    }
    if (SPLICE_WRITES.contains(task.thread().channel())) {
      return blocked(call.name(), into.map(List::of).orElse(List.of()));
    }
    return from.isPresent() && into.isPresent()
        ? new Wait.Blocked(call.name(), List.of(from.get(), into.get()))
        : OUTSIDE;
  }

  private Wait child(Sample.Task task, Call call) {
    return children(call.name(), awaited(task, call));
  }

  private static Wait children(String call, List<ProcessInfo> children) {
    if (children.isEmpty() || children.stream().anyMatch(ProcessInfo::isZombie)) {
      return OUTSIDE;
    }
    var pids = new ArrayList<Integer>();
    children.forEach(process -> pids.add(process.pid()));
    var reach = new Reach(Link.NO_DESCRIPTOR, "", Nature.CHILD, Set.copyOf(pids), Set.of());
    return new Wait.Blocked(call, List.of(reach));
  }

  /// A process group is taken for all children: more who could help than there are.
  private List<ProcessInfo> awaited(Sample.Task task, Call call) {
    if (call.name().equals("wait4")) {
      var pid = (int) call.argument(0);
      return pid > 0 ? one(pid) : sample.childrenOf(task.pid());
    }
    return switch ((int) call.argument(0)) {
      case P_PID -> one((int) call.argument(1));
      case P_PIDFD ->
          sample
              .link(task.pid(), (int) call.argument(1))
              .flatMap(sample::object)
              .filter(IpcObject.PidFd.class::isInstance)
              .map(object -> one(((IpcObject.PidFd) object).process()))
              .orElse(List.of());
      default -> sample.childrenOf(task.pid());
    };
  }

  private List<ProcessInfo> one(int pid) {
    return sample.process(pid).map(List::of).orElse(List.of());
  }

  /// The kernel shows one of those who have the lock. Others may have to go too, but as long as
  /// this one cannot, nothing moves.
  private Wait lock(Sample.Task task, Call call, String type) {
    var fd = (int) call.argument(0);
    var reaches = new ArrayList<Reach>();
    for (var lock : awaited(task.pid(), fd, type)) {
      var owners = rescuers.holders(lock.id(), Flow::writes);
      if (owners.isEmpty()) {
        return OUTSIDE;
      }
      reaches.add(new Reach(fd, lock.id(), Nature.LOCK, owners, Set.of()));
    }
    return blocked(call.name(), reaches);
  }

  /// Finds the lock that a thread waits for. Who waits is a process, to the kernel; where several
  /// of its threads do, only the file tells, and if they wait for parts of one, nothing does.
  private Set<IpcObject.FileLock> awaited(int pid, int fd, String type) {
    var locks = new HashSet<IpcObject.FileLock>();
    for (var link : sample.linksOf(pid)) {
      if (link.flow() == Flow.READ
          && sample.object(link).orElse(null) instanceof IpcObject.FileLock lock
          && lock.type().equals(type)) {
        locks.add(lock);
      }
    }
    if (locks.size() > 1) {
      var file = proc.stat(FcntlH.AT_FDCWD, "/proc/" + pid + "/fd/" + fd);
      locks.removeIf(lock -> file == null || lock.inode() != file.inode());
    }
    return locks;
  }

  /// Who waits for a lock of an open file description has no process, to the kernel. So everybody
  /// who has a lock on any part of the file is taken for one who could help.
  private Wait descriptionLock(Sample.Task task, Call call) {
    var fd = (int) call.argument(0);
    var file = proc.stat(FcntlH.AT_FDCWD, "/proc/" + task.pid() + "/fd/" + fd);
    var reaches = new ArrayList<Reach>();
    for (var object : sample.picture().objects()) {
      if (file != null
          && object instanceof IpcObject.FileLock lock
          && lock.inode() == file.inode()
          && RANGES.contains(lock.type())) {
        var owners = rescuers.holders(lock.id(), Flow::writes);
        if (!owners.isEmpty()) {
          reaches.add(new Reach(fd, lock.id(), Nature.LOCK, owners, Set.of()));
        }
      }
    }
    return blocked(call.name(), reaches);
  }

  private Wait futex(Sample.Task task, Call call) {
    var operation = (int) call.argument(1);
    if (!FUTEX_WAITS.contains(operation & FUTEX_COMMAND)) {
      return OUTSIDE;
    }
    if (call.argument(3) != 0) {
      return TIMED;
    }
    if ((operation & FUTEX_PRIVATE) != 0) {
      return futex(call, Set.of(task.pid()), Set.of());
    }
    // pthread_join(3) waits for the word that the kernel clears when a thread ends.
    return sample
        .find((int) call.argument(2))
        .filter(awaited -> awaited.pid() == task.pid() && awaited.tid() != task.tid())
        .map(awaited -> futex(call, Set.of(), Set.of(awaited.tid())))
        .orElse(OUTSIDE);
  }

  private static Wait futex(Call call, Set<Integer> processes, Set<Integer> threads) {
    var reach = new Reach(Link.NO_DESCRIPTOR, "", Nature.FUTEX, processes, threads);
    return new Wait.Blocked(call.name(), List.of(reach));
  }

  private Wait poll(Sample.Task task, Call call) {
    var set = polls.read(task, call);
    if (set instanceof PollSets.Timed) {
      return TIMED;
    }
    if (!(set instanceof PollSets.Watched(var watched)) || watched.isEmpty()) {
      return OUTSIDE;
    }
    var reaches = new ArrayList<Reach>();
    for (var one : watched) {
      var reach = reach(task.pid(), one.fd(), one.flow());
      if (reach.isEmpty()) {
        return OUTSIDE;
      }
      reaches.add(reach.get());
    }
    return new Wait.Blocked(call.name(), List.copyOf(reaches));
  }
}
