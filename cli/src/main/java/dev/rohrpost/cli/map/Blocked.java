package dev.rohrpost.cli.map;

import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A thread that waits in a system call.
///
/// @param pid its process
/// @param tid the thread
/// @param call the name of the call
/// @param fd the descriptor that the call was given, or [Link#NO_DESCRIPTOR]
/// @param object the id of the object that the call was given; empty where it was given none that
///   is in the picture
record Blocked(int pid, int tid, String call, int fd, String object) {
  /// The calls whose first argument is a descriptor.
  private static final Set<String> ON_DESCRIPTORS =
      Set.of(
          "read",
          "readv",
          "recvfrom",
          "recvmsg",
          "write",
          "writev",
          "sendto",
          "sendmsg",
          "splice",
          "tee",
          "accept",
          "accept4",
          "connect",
          "flock",
          "fcntl",
          "mq_timedsend",
          "mq_timedreceive");

  /// The calls whose first argument is the number of a System V object.
  private static final Map<String, Kind> ON_NUMBERS =
      Map.of(
          "msgsnd", Kind.SYSTEM_V_QUEUE,
          "msgrcv", Kind.SYSTEM_V_QUEUE,
          "semop", Kind.SEMAPHORES,
          "semtimedop", Kind.SEMAPHORES);

  /// What a process has: objects by descriptor, and ids of those that it has without one.
  private record Had(Map<Integer, String> objects, Set<String> others) {
    Had() {
      this(new HashMap<>(), new HashSet<>());
    }

    void add(Link link) {
      if (link.fd() == Link.NO_DESCRIPTOR) {
        others.add(link.object());
      } else {
        objects.putIfAbsent(link.fd(), link.object());
      }
    }
  }

  /// Returns the threads that wait in a call, by process.
  static Map<Integer, List<Blocked>> threads(Excerpt excerpt) {
    var result = new HashMap<Integer, List<Blocked>>();
    var had = new HashMap<Integer, Had>();
    for (var process : excerpt.processes()) {
      for (var thread : process.threads()) {
        if (thread.call().filter(call -> isOnObject(call.name())).isPresent()) {
          had.put(process.pid(), new Had());
        }
      }
    }
    for (var link : excerpt.picture().links()) {
      var ofProcess = had.get(link.pid());
      if (ofProcess != null) {
        ofProcess.add(link);
      }
    }
    var nothing = new Had();
    for (var process : excerpt.processes()) {
      var ofProcess = had.getOrDefault(process.pid(), nothing);
      var blocked = new ArrayList<Blocked>();
      for (var thread : process.threads()) {
        thread.call().ifPresent(c -> blocked.add(of(process.pid(), thread.tid(), c, ofProcess)));
      }
      result.put(process.pid(), blocked);
    }
    return result;
  }

  private static boolean isOnObject(String call) {
    return ON_DESCRIPTORS.contains(call) || ON_NUMBERS.containsKey(call);
  }

  /// A number of another IPC namespace means something else than here; the picture links a thread
  /// with the object only where it does not.
  private static Blocked of(int pid, int tid, Call call, Had had) {
    var name = call.name();
    var first = (int) call.argument(0);
    if (ON_DESCRIPTORS.contains(name)) {
      return new Blocked(pid, tid, name, first, had.objects().getOrDefault(first, ""));
    }
    var kind = ON_NUMBERS.get(name);
    var id = kind == null ? "" : kind.label() + ":" + first;
    return new Blocked(pid, tid, name, Link.NO_DESCRIPTOR, had.others().contains(id) ? id : "");
  }

  /// Tells whether the thread waits for what the link holds.
  boolean waitsFor(Link link) {
    return link.pid() == pid
        && link.object().equals(object)
        && (fd == Link.NO_DESCRIPTOR || fd == link.fd());
  }
}
