package dev.rohrpost.inspect;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SchedH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// All sockets of the UNIX domain and the internet, by inode.
final class SocketTable {
  /// A namespace that cannot be told from others: the one of this process, if /proc says nothing.
  private static final long NAMELESS = 0;

  private final Map<Long, IpcObject> sockets = new HashMap<>();
  private final List<Failure> failures = new ArrayList<>();

  private SocketTable() {}

  /// What could not be read of a namespace.
  private record Failure(String what, long network, UnixException reason) {}

  /// Reads those of the namespace that this thread is in.
  static SocketTable ofOwnNamespace() {
    var table = new SocketTable();
    table.add(current());
    return table;
  }

  /// Begins with that on another thread, since the kernel takes its time.
  static FutureTask<SocketTable> begin() {
    var task = new FutureTask<>(SocketTable::ofOwnNamespace);
    Thread.ofPlatform().name("rohrpost-sockets").daemon().start(task);
    return task;
  }

  /// Adds those of other namespaces.
  ///
  /// @param namespaces the network namespaces of all processes, each with the pids that are in it
  /// @return what could not be read of any namespace
  List<Unknown> addOthers(Map<Long, List<Integer>> namespaces) {
    var others = new HashMap<>(namespaces);
    others.keySet().removeAll(List.of(current(), NAMELESS));
    if (!others.isEmpty()) {
      visit(others);
    }
    return failures.stream()
        .map(failure -> unknown(failure, namespaces.getOrDefault(failure.network(), List.of())))
        .toList();
  }

  /// {@return all}
  Collection<IpcObject> all() {
    return sockets.values();
  }

  /// Returns the socket with an inode, if it is one of those.
  Optional<IpcObject> get(long inode) {
    return Optional.ofNullable(sockets.get(inode));
  }

  /// Looks into other namespaces, from a thread that ends afterwards: it could not be trusted to
  /// have come back.
  private void visit(Map<Long, List<Integer>> namespaces) {
    var task = new FutureTask<>(() -> namespaces.forEach(this::enter), this);
    Thread.ofPlatform().name("rohrpost-namespaces").daemon().start(task);
    var _ = joined(task);
  }

  /// Waits for what another thread does; an interrupt is left to the caller, as the wait is short.
  static SocketTable joined(FutureTask<SocketTable> task) {
    var interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new AssertionError("broken reading of sockets", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void enter(long network, List<Integer> pids) {
    for (var pid : pids) {
      try {
        move(pid);
      } catch (UnixException e) {
        if (e.is(Errno.ENOENT) || e.is(Errno.ESRCH)) {
          continue; // the process has ended
        }
        failures.add(new Failure("sockets", network, e));
        return;
      }
      if (current() == network) {
        add(network);
        return;
      }
    }
  }

  private static void move(int pid) throws UnixException {
    var path = Path.of("/proc/" + pid + "/ns/net");
    try (var arena = Arena.ofConfined()) {
      var number = FcntlH.open(CPath.of(path, arena), FcntlH.O_RDONLY | FcntlH.O_CLOEXEC, 0);
      if (number < 0) {
        throw UnixException.of("open", path.toString(), new Errno(-number));
      }
      try (var namespace = Fd.own(number)) {
        var _ =
            namespace.borrow(n -> {
              SchedH.setns(n, SchedH.CLONE_NEWNET);
              return n;
            });
      }
    }
  }

  private void add(long network) {
    try (var kernel = SockDiag.open()) {
      add("UNIX sockets", network, () -> UnixSockets.list(kernel, network));
      add("TCP sockets", network, () -> InternetSockets.list(kernel, Kind.TCP, network));
      add("UDP sockets", network, () -> InternetSockets.list(kernel, Kind.UDP, network));
    } catch (UnixException e) {
      failures.add(new Failure("sockets", network, e));
    }
  }

  private interface Listing {
    List<? extends IpcObject> get() throws UnixException;
  }

  private void add(String what, long network, Listing listing) {
    try {
      listing.get().forEach(socket -> sockets.put(Long.parseLong(socket.key()), socket));
    } catch (UnixException e) {
      failures.add(new Failure(what, network, e));
    }
  }

  private static Unknown unknown(Failure failure, List<Integer> pids) {
    return new Unknown(
        Unknown.Matter.SOCKETS,
        failure.what() + " of network namespace " + failure.network(),
        failure.reason().getMessage(),
        List.copyOf(pids));
  }

  /// Returns the number of the namespace that the current thread is in.
  private static long current() {
    try {
      var name = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
      return Long.parseLong(name.substring(name.indexOf('[') + 1, name.length() - 1));
    } catch (IOException _) {
      return NAMELESS;
    }
  }
}
