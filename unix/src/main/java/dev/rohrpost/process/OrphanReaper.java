package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.SysWaitH;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Reaps the orphans that this process has adopted: processes whose parent has ended. Somebody has
/// to, or each stays as a zombie. It is the duty of the first process of a namespace, such as the
/// command of a container, and of a child subreaper; see [ThisProcess#adoptsOrphans()].
///
/// {@snippet :
/// ThisProcess.becomeSubreaper();
/// try (var reaper = OrphanReaper.start(orphan -> log(orphan.pid() + " " + orphan.status()))) {
///   Program.of("./start-daemons").start().await();
///   …
/// }
/// }
///
/// The status of a [Child] is never taken, nor is that of a child of [ProcessBuilder]: the JDK has
/// a thread for each, and what that one does not reap within 5 seconds is taken for an orphan, as
/// is, after 200 ms, what has ended while the JDK had such threads at all, or while another copy of
/// this library, of another class loader, was in use. A child that other native code has started is
/// left alone as long as the thread lives that has started it; then nothing tells it from an
/// orphan.
///
/// That something has ended is learned from waitid(2) and not from SIGCHLD, which the JDK gives its
/// default action, and which comes once for many. While nothing ends, this costs nothing but a
/// thread that sleeps; without any child, that looks once a second.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/pid_namespaces.7.html">pid_namespaces(7)</a>
public final class OrphanReaper implements AutoCloseable {
  private static final long SHORTEST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 100;
  private static final long WITHOUT_CHILDREN_MILLIS = 1000;

  /// How many pidfds are had at a time.
  private static final int MOST = 256;

  private static final int NO_CHILD = -Errno.ECHILD.number();

  private final int self = ThisProcess.number();
  private final Consumer<Orphan> listener;
  private final Map<Integer, Zombie> zombies = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private boolean telling;

  private OrphanReaper(Consumer<Orphan> listener) throws UnixException {
    this.listener = listener;
    try {
      thread = Thread.ofPlatform().daemon().name("rohrpost-orphan-reaper").start(this::run);
    } catch (OutOfMemoryError e) { // what the JVM makes of a full process table
      throw UnixException.of("pthread_create", Errno.EAGAIN);
    }
  }

  /// An orphan that has ended and was reaped.
  ///
  /// @param pid its number, which may be another one's by now
  /// @param status how it ended
  public record Orphan(int pid, ExitStatus status) {}

  /// A child that has ended, and whose it may be is not yet known. The pidfd means it, and never
  /// one that gets the number later.
  private record Zombie(int pid, Fd pidfd, long mark, long since) {
    static Zombie open(int pid) throws UnixException {
      var pidfd = Pidfd.open(pid);
      return new Zombie(pid, pidfd, OwnChildren.mark(), System.nanoTime());
    }

    long age() {
      return System.nanoTime() - since;
    }

    Reaping.Report ask(int options) throws UnixException {
      return pidfd.borrow(
          n -> Reaping.ask(SysWaitH.P_PIDFD, n, SysWaitH.WEXITED | SysWaitH.WNOHANG | options));
    }
  }

  /// Begins to reap, on a daemon thread of its own. Of several reapers in a process, each orphan is
  /// told by one.
  ///
  /// @param listener is told of each orphan, on that thread: it must not wait, because nothing is
  ///   reaped meanwhile. What it throws goes to the uncaught exception handler of the thread.
  /// @return closing it ends the reaping
  /// @throws UnixException with EAGAIN if there can be no more threads
  public static OrphanReaper start(Consumer<Orphan> listener) throws UnixException {
    Reaping.keepStatuses();
    return new OrphanReaper(listener);
  }

  private void run() {
    try {
      while (!closed) {
        try {
          reapAll();
        } catch (InterruptedException _) {
          // closed; or by somebody who interrupts all threads
        }
      }
    } catch (UnixException e) {
      throw new AssertionError(e); // nothing here is closed but by this thread
    } finally {
      zombies.values().forEach(zombie -> zombie.pidfd().close());
    }
  }

  /// waitid(2) tells of one zombie, and of the same one again until it is reaped. So when one is
  /// not to be reaped here, all are looked at, and then again after a pause: its owner is about to.
  private void reapAll() throws UnixException, InterruptedException {
    var pause = SHORTEST_PAUSE_MILLIS;
    var last = 0;
    while (!closed) {
      var ended = (int) Wait.call(Deadline.NEVER, Reaping::awaitAny);
      if (ended == NO_CHILD) {
        OwnChildren.awaitStart(WITHOUT_CHILDREN_MILLIS);
      } else if (!reap(ended)) {
        pause = ended == last ? Math.min(2 * pause, LONGEST_PAUSE_MILLIS) : SHORTEST_PAUSE_MILLIS;
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause)); // closing interrupts it
      }
      last = ended;
    }
  }

  /// Reaps the orphans that have ended.
  ///
  /// @param ended a child that has
  /// @return whether there was one
  private boolean reap(int ended) throws UnixException {
    var found = find(ended);
    if (found.isEmpty()) {
      return false;
    }
    var foreign = ForeignChildren.now();
    var reaped = false;
    for (var zombie : found) {
      if (!OwnChildren.mayContain(zombie.pid(), zombie.mark())
          && !foreign.mayContain(zombie.pid(), zombie.age())) {
        reaped |= reap(zombie);
      }
    }
    return reaped;
  }

  private boolean reap(Zombie zombie) throws UnixException {
    var report = zombie.ask(0);
    forget(zombie);
    if (report.code() <= Reaping.Report.NOTHING) {
      return false; // somebody else has
    }
    tell(new Orphan(zombie.pid(), report.exitStatus()));
    return true;
  }

  private void forget(Zombie zombie) {
    zombie.pidfd().close();
    zombies.remove(zombie.pid(), zombie);
  }

  /// Brings the list of zombies up to date.
  private Set<Zombie> find(int ended) throws UnixException {
    for (var zombie : Set.copyOf(zombies.values())) {
      if (zombie.ask(SysWaitH.WNOWAIT).code() <= Reaping.Report.NOTHING) {
        forget(zombie);
      }
    }
    for (var pid : adopted(ended)) {
      if (zombies.size() < MOST
          && !zombies.containsKey(pid)
          && !OwnChildren.mayContain(pid, Long.MIN_VALUE)
          && hasEnded(pid)) {
        try {
          var zombie = Zombie.open(pid);
          if (zombie.ask(SysWaitH.WNOWAIT).code() > Reaping.Report.NOTHING) {
            zombies.put(pid, zombie);
          } else {
            zombie.pidfd().close();
          }
        } catch (UnixException e) {
          // ESRCH: somebody else has reaped it. EMFILE, ENFILE, ENOMEM: later.
        }
      }
    }
    return Set.copyOf(zombies.values());
  }

  private static boolean hasEnded(int pid) {
    var options = SysWaitH.WEXITED | SysWaitH.WNOHANG | SysWaitH.WNOWAIT;
    return Reaping.ask(SysWaitH.P_PID, pid, options).code() > Reaping.Report.NOTHING;
  }

  /// Lists the children of the first thread. Orphans are given to that one, while a child that was
  /// started here belongs to the thread that has started it, as long as that lives.
  ///
  /// @param ended what there is when `/proc` is another namespace's
  private Set<Integer> adopted(int ended) {
    try {
      var proc = Path.of("/proc/self");
      if (Files.readSymbolicLink(proc).toString().equals(Integer.toString(self))) {
        var list = Files.readString(proc.resolve("task/" + self + "/children"));
        var found = new HashSet<Integer>();
        for (var pid : list.split(" ", -1)) {
          if (!pid.isBlank()) {
            found.add(Integer.valueOf(pid.strip()));
          }
        }
        return found;
      }
    } catch (IOException _) {
      // no /proc, no descriptor, or a kernel that has no such list
    }
    return Set.of(ended);
  }

  private void tell(Orphan orphan) {
    telling(true);
    try {
      listener.accept(orphan);
    } catch (Throwable faulty) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, faulty);
    } finally {
      telling(false);
    }
  }

  /// Closing interrupts this thread, and never the listener.
  private synchronized void telling(boolean begins) {
    telling = begins;
    var _ = Thread.interrupted();
  }

  /// Ends the reaping, and waits for the end of the call that the listener may be in, unless it is
  /// the listener that closes. Closing again does nothing.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (!telling) {
        thread.interrupt();
      }
    }
    if (Thread.currentThread() != thread) {
      joinUninterruptibly();
    }
  }

  private void joinUninterruptibly() {
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
