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
import java.util.concurrent.FutureTask;

/// All sockets of the UNIX domain and the internet, by inode.
final class SocketTable {
  /// A namespace that cannot be told from others: the one of this process, if /proc says nothing.
  private static final long NAMELESS = 0;

  private final Map<Long, IpcObject> sockets = new HashMap<>();
  private final List<Unknown> unknown = new ArrayList<>();

  private SocketTable() {}

  /// Reads them.
  ///
  /// @param namespaces the network namespaces of all processes, each with the pids that are in it
  /// @return what is there; a namespace that could not be looked into is in [#unknown()]
  static SocketTable read(Map<Long, List<Integer>> namespaces) {
    var table = new SocketTable();
    var own = current();
    table.add(own, namespaces.getOrDefault(own, List.of()));
    var others = new HashMap<>(namespaces);
    others.keySet().removeAll(List.of(own, NAMELESS));
    if (!others.isEmpty()) {
      table.visit(others);
    }
    return table;
  }

  /// {@return all}
  Collection<IpcObject> all() {
    return sockets.values();
  }

  /// Returns the socket with an inode, if it is one of those.
  Optional<IpcObject> get(long inode) {
    return Optional.ofNullable(sockets.get(inode));
  }

  /// {@return what could not be read}
  List<Unknown> unknown() {
    return unknown;
  }

  /// Looks into other namespaces, from a thread that ends afterwards: it could not be trusted to
  /// have come back.
  private void visit(Map<Long, List<Integer>> namespaces) {
    var task = new FutureTask<>(() -> namespaces.forEach(this::enter), this);
    var thread = Thread.ofPlatform().name("rohrpost-namespaces").daemon().start(task);
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
    task.resultNow();
  }

  private void enter(long network, List<Integer> pids) {
    for (var pid : pids) {
      try {
        move(pid);
      } catch (UnixException e) {
        if (e.is(Errno.ENOENT) || e.is(Errno.ESRCH)) {
          continue; // the process has ended
        }
        unknown.add(unknown("sockets", network, e, pids));
        return;
      }
      if (current() == network) {
        add(network, pids);
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

  private void add(long network, List<Integer> pids) {
    try (var kernel = SockDiag.open()) {
      add("UNIX sockets", network, pids, () -> UnixSockets.list(kernel, network));
      add("TCP sockets", network, pids, () -> InternetSockets.list(kernel, Kind.TCP, network));
      add("UDP sockets", network, pids, () -> InternetSockets.list(kernel, Kind.UDP, network));
    } catch (UnixException e) {
      unknown.add(unknown("sockets", network, e, pids));
    }
  }

  private interface Listing {
    List<? extends IpcObject> get() throws UnixException;
  }

  private void add(String what, long network, List<Integer> pids, Listing listing) {
    try {
      listing.get().forEach(socket -> sockets.put(Long.parseLong(socket.key()), socket));
    } catch (UnixException e) {
      unknown.add(unknown(what, network, e, pids));
    }
  }

  private static Unknown unknown(String what, long network, UnixException e, List<Integer> pids) {
    return new Unknown(
        Unknown.Matter.SOCKETS,
        what + " of network namespace " + network,
        e.getMessage(),
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
