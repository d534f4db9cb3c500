package dev.rohrpost.inspect;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
    var taken = Instant.now();
    var unknown = new ArrayList<Unknown>();
    try (var proc = new Proc()) {
      var shared = new SystemObjects(proc, unknown);
      var finds = new Finds();
      var mappings = shared.read(finds);
      var found = processes(pids(proc), mappings);
      finds.addAll(found);
      Sockets.read(finds, unknown);
      Buses.read(System.getenv(), finds, unknown);
      Locks.read(proc, finds, unknown);
      Waiters.read(finds);
      Gaps.read(proc, finds, unknown);
      finds.forgetTheGone();
      return new Picture(
          taken, finds.processes, List.copyOf(finds.objects.values()), finds.links, unknown);
    }
  }

  private static int[] pids(Proc proc) throws UnixException {
    var root = open(proc);
    try {
      var pids = proc.numbers(root);
      if (pids == null) {
        throw UnixException.of("getdents64", "/proc", proc.error());
      }
      return pids;
    } finally {
      proc.close(root);
    }
  }

  private static int open(Proc proc) throws UnixException {
    var root = proc.directory(FcntlH.AT_FDCWD, "/proc");
    if (root < 0) {
      throw UnixException.of("open", "/proc", proc.error());
    }
    return root;
  }

  /// Several threads look, each at the next process that none has looked at.
  private static Finds processes(int[] pids, MappingReader mappings) throws UnixException {
    var next = new AtomicInteger();
    var parts = new ArrayList<Part>();
    var processors = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    for (var i = 1; i < Math.min(processors, pids.length / WORTH_A_THREAD); i++) {
      parts.add(new Part(pids, next, mappings));
      parts.getLast().start();
    }
    var own = new Part(pids, next, mappings);
    own.run();
    parts.add(own);
    var all = new Finds();
    for (var part : parts) {
      all.addAll(part.join());
    }
    return all;
  }

  /// What one thread does.
  private static final class Part implements Runnable {
    private final int[] pids;
    private final AtomicInteger next;
    private final MappingReader mappings;
    private final Finds finds = new Finds();
    private final Thread thread =
        Thread.ofPlatform().daemon().name("rohrpost-inspector").unstarted(this);
    private Errno failure = new Errno(0);

    Part(int[] pids, AtomicInteger next, MappingReader mappings) {
      this.pids = pids;
      this.next = next;
      this.mappings = mappings;
    }

    void start() {
      thread.start();
    }

    @Override
    public void run() {
      try (var proc = new Proc()) {
        var root = open(proc);
        try {
          var reader = new ProcessReader(proc, root, finds, mappings);
          for (var i = next.getAndIncrement(); i < pids.length; i = next.getAndIncrement()) {
            reader.read(pids[i]);
          }
        } finally {
          proc.close(root);
        }
      } catch (UnixException e) {
        failure = e.errno();
      }
    }

    /// Waits for the end; an interrupt is left to the caller, as the wait is short.
    Finds join() throws UnixException {
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
      return finds;
    }
  }
}
