package dev.rohrpost.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one thread has found so far, of several that look at the same time.
final class Finds {
  /// A descriptor of a socket, whose kind only netlink knows.
  record SocketLink(int pid, int fd, long inode) {}

  final List<ProcessInfo> processes = new ArrayList<>();
  final List<Integer> unseen = new ArrayList<>(); // processes of which there is only the number
  final Set<Integer> silent = new TreeSet<>(); // processes whose system calls may not be looked at
  final Map<String, IpcObject> objects = new HashMap<>();
  final List<Link> links = new ArrayList<>();
  final List<SocketLink> sockets = new ArrayList<>();

  /// The descriptors of files that may be locked, by process; null if nobody has looked for them.
  @Nullable Map<Integer, List<Integer>> lockable;

  void add(int pid, int fd, IpcObject object, Flow flow) {
    var id = object.id();
    objects.putIfAbsent(id, object);
    links.add(new Link(pid, fd, id, flow));
  }

  void addAll(Finds others) {
    processes.addAll(others.processes);
    unseen.addAll(others.unseen);
    silent.addAll(others.silent);
    others.objects.forEach(objects::putIfAbsent); // what was found first says most
    links.addAll(others.links);
    sockets.addAll(others.sockets);
    if (lockable != null && others.lockable != null) {
      lockable.putAll(others.lockable);
    }
  }

  /// Takes back what was found of processes that ended while they were looked at.
  void forgetTheGone() {
    var pids = new HashSet<Integer>();
    processes.forEach(process -> pids.add(process.pid()));
    links.removeIf(link -> !pids.contains(link.pid()));
  }
}
