package dev.rohrpost.cli.map;

import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A thread that waits in a system call.
///
/// @param pid its process
/// @param tid the thread
/// @param call the name of the call
/// @param fd the descriptor that the call was given, or [Link#NO_DESCRIPTOR]
/// @param object the id of the object that the call was given; empty where it was given none
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

  /// Returns the threads that wait in a call, by process.
  static Map<Integer, List<Blocked>> threads(Excerpt excerpt) {
    var result = new HashMap<Integer, List<Blocked>>();
    var onDescriptors = new HashMap<Integer, Map<Integer, String>>();
    for (var process : excerpt.processes()) {
      for (var thread : process.threads()) {
        if (thread.call().isPresent() && ON_DESCRIPTORS.contains(thread.call().get().name())) {
          onDescriptors.put(process.pid(), new HashMap<>());
        }
      }
    }
    for (var link : excerpt.picture().links()) {
      var objects = onDescriptors.get(link.pid());
      if (objects != null) {
        objects.putIfAbsent(link.fd(), link.object());
      }
    }
    for (var process : excerpt.processes()) {
      var objects = onDescriptors.getOrDefault(process.pid(), Map.of());
      var blocked = new ArrayList<Blocked>();
      for (var thread : process.threads()) {
        thread.call().ifPresent(c -> blocked.add(of(process.pid(), thread.tid(), c, objects)));
      }
      result.put(process.pid(), blocked);
    }
    return result;
  }

  private static Blocked of(int pid, int tid, Call call, Map<Integer, String> objects) {
    var name = call.name();
    if (ON_DESCRIPTORS.contains(name)) {
      var fd = (int) call.argument(0);
      return new Blocked(pid, tid, name, fd, objects.getOrDefault(fd, ""));
    }
    return switch (name) {
      case "msgsnd", "msgrcv" -> object(pid, tid, name, Kind.SYSTEM_V_QUEUE, call);
      case "semop", "semtimedop" -> object(pid, tid, name, Kind.SEMAPHORES, call);
      default -> new Blocked(pid, tid, name, Link.NO_DESCRIPTOR, "");
    };
  }

  private static Blocked object(int pid, int tid, String name, Kind kind, Call call) {
    var id = kind.label() + ":" + (int) call.argument(0);
    return new Blocked(pid, tid, name, Link.NO_DESCRIPTOR, id);
  }

  /// Tells whether the thread waits for what the link holds.
  boolean waitsFor(Link link) {
    return link.pid() == pid
        && link.object().equals(object)
        && (fd == Link.NO_DESCRIPTOR || fd == link.fd());
  }
}
