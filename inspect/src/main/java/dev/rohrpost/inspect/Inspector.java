package dev.rohrpost.inspect;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.kernel.Tables;
import dev.rohrpost.inspect.proc.Proc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Looks at this machine.
public final class Inspector {
  private static final int MOST_THREADS = 4;
  private static final int WORTH_A_THREAD = 64; // processes

  private Inspector() {}

  /// Looks once. Some milliseconds pass between the first process and the last, so that a process
  /// that hands something over meanwhile may be seen with it twice, or not at all.
  ///
  /// @return what was there
  /// @throws UnixException with EMFILE, ENFILE, or what `/proc` says where it is not to be read
  public static Picture look() throws UnixException {
    return look(Tables::read);
  }

  /// Looks by the lists of the kernel if it hands them out, since that is faster by far, and closer
  /// to one moment; otherwise by the files in `/proc`.
  static Picture look(Supplier<Optional<Tables>> lists) throws UnixException {
    var taken = Instant.now();
    var unknown = new ArrayList<Unknown>();
    var sockets = SocketTable.begin();
    var tables = lists.get();
    try (var proc = new Proc()) {
      var finds = new Finds();
      var mappings = new SystemObjects(proc, unknown).read(finds);
      Scan scan =
          tables.isPresent()
              ? new KernelScan(tables.get(), ProcScan.pids(proc), mappings)
              : ProcScan.of(proc, mappings);
      processes(scan, finds);
      Sockets.read(SocketTable.joined(sockets), finds, unknown);
      Buses.read(System.getenv(), finds, unknown);
      RpcPrograms.read(finds, mappings.home(), unknown);
      Locks.read(proc, finds, unknown);
      Waiters.read(finds, mappings.home());
      Gaps.read(proc, finds, mappings.home(), unknown);
      finds.forgetTheGone();
      return new Picture(
          taken, finds.processes, finds.objects, finds.links, unknown, scan.references());
    }
  }

  /// Several threads look, each at the next process that none has looked at.
  private static void processes(Scan scan, Finds finds) throws UnixException {
    var next = new AtomicInteger();
    var others = new ArrayList<Part>();
    var processors = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    for (var i = 1; i < Math.min(processors, scan.size() / WORTH_A_THREAD); i++) {
      others.add(new Part(scan, next, new Finds()));
      others.getLast().start();
    }
    var own = new Part(scan, next, finds);
    own.run();
    own.join();
    for (var other : others) {
      other.join();
      finds.addAll(other.finds);
    }
  }

  /// What one thread does.
  private static final class Part implements Runnable {
    private final Scan scan;
    private final AtomicInteger next;
    private final Finds finds;
    private final Thread thread =
        Thread.ofPlatform().daemon().name("rohrpost-inspector").unstarted(this);
    private Errno failure = new Errno(0);

    Part(Scan scan, AtomicInteger next, Finds finds) {
      this.scan = scan;
      this.next = next;
      this.finds = finds;
    }

    void start() {
      thread.start();
    }

    @Override
    public void run() {
      try (var proc = new Proc()) {
        var root = proc.root();
        try {
          var reader = scan.reader(proc, root, finds);
          for (var i = next.getAndIncrement(); i < scan.size(); i = next.getAndIncrement()) {
            reader.read(i);
          }
        } finally {
          proc.close(root);
        }
      } catch (UnixException e) {
        failure = e.errno();
      }
    }

    /// Waits for the end; an interrupt is left to the caller, as the wait is short.
    void join() throws UnixException {
      var interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure.number() != 0) {
        throw UnixException.of("open", "/proc", failure);
      }
    }
  }
}
