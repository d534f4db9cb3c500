package dev.rohrpost.cli.map;

import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.ThreadInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A thread that waits in a system call.
///
/// @param pid its process
/// @param tid the thread
/// @param call the name of the call
/// @param fd the descriptor that the call was given, or [Link#NO_DESCRIPTOR]
/// @param object the id of the object that the call was given; empty where it was given none
record Blocked(int pid, int tid, String call, int fd, String object) {
  private static final int WORDS = 9;

  /// Returns the threads that wait in a call, by process.
  static Map<Integer, List<Blocked>> threads(Excerpt excerpt) {
    var descriptors = new HashMap<Integer, Map<Integer, String>>();
    for (var link : excerpt.picture().links()) {
      descriptors
          .computeIfAbsent(link.pid(), _ -> new HashMap<>())
          .putIfAbsent(link.fd(), link.object());
    }
    var result = new HashMap<Integer, List<Blocked>>();
    for (var process : excerpt.processes()) {
      var objects = descriptors.getOrDefault(process.pid(), Map.of());
      result.put(
          process.pid(),
          process.threads().stream().flatMap(t -> of(process, t, objects).stream()).toList());
    }
    return result;
  }

  private static Optional<Blocked> of(
      ProcessInfo process, ThreadInfo thread, Map<Integer, String> objects) {
    // Of a thread that waits outside of a call, the kernel shows -1 and two addresses only.
    return thread
        .call()
        .filter(call -> call.line().split(" ", -1).length == WORDS)
        .map(call -> of(process.pid(), thread.tid(), call, objects));
  }

  private static Blocked of(int pid, int tid, Call call, Map<Integer, String> objects) {
    var name = call.name();
    return switch (name) {
      case "read",
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
          "mq_timedreceive" -> {
        var fd = (int) call.argument(0);
        yield new Blocked(pid, tid, name, fd, objects.getOrDefault(fd, ""));
      }
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
