package dev.rohrpost.inspect;

import java.util.HashSet;
import java.util.Set;

/// Links threads that wait for a System V queue or semaphore of this IPC namespace with it: there
/// is no descriptor.
final class Waiters {
  private Waiters() {}

  static void read(Finds finds, Home home) {
    var seen = new HashSet<Link>();
    for (var process : finds.processes) {
      if (!home.hasObjectsOf(process.namespaces())) {
        continue; // its numbers mean something else
      }
      for (var thread : process.threads()) {
        thread.call().ifPresent(call -> add(process.pid(), call, finds, seen));
      }
    }
  }

  private static void add(int pid, Call call, Finds finds, Set<Link> seen) {
    switch (call.name()) {
      case "msgrcv" -> add(pid, Kind.SYSTEM_V_QUEUE, call, Flow.READ, finds, seen);
      case "msgsnd" -> add(pid, Kind.SYSTEM_V_QUEUE, call, Flow.WRITE, finds, seen);
      case "semop", "semtimedop" -> add(pid, Kind.SEMAPHORES, call, Flow.BOTH, finds, seen);
      default -> {} // has a descriptor, or waits for no object
    }
  }

  private static void add(int pid, Kind kind, Call call, Flow flow, Finds finds, Set<Link> seen) {
    var id = kind.label() + ":" + (int) call.argument(0);
    var link = new Link(pid, Link.NO_DESCRIPTOR, id, flow);
    if (finds.objects.containsKey(id) && seen.add(link)) {
      finds.links.add(link);
    }
  }
}
