package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.ThreadInfo;
import dev.rohrpost.inspect.proc.Proc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A picture, and what each thread in it waits for.
final class Sample {
  /// A thread and its process.
  record Task(ProcessInfo process, ThreadInfo thread) {
    int pid() {
      return process.pid();
    }

    int tid() {
      return thread.tid();
    }

    /// Tells whether this and a later look at it saw the same thread, and it never ran between.
    boolean slept(Task later) {
      return process.started() == later.process.started()
          && thread.runs() == later.thread.runs()
          && thread.call().equals(later.thread.call());
    }
  }

  private final Picture picture;
  private final Map<Integer, Task> tasks = new HashMap<>();
  private final Map<Integer, List<ProcessInfo>> children = new HashMap<>();
  private final Map<Long, Link> descriptors = new HashMap<>();
  private @Nullable Map<Integer, List<Link>> links; // by process; made when somebody asks
  private final Map<Integer, Wait> waits = new HashMap<>();

  Sample(Picture picture, Proc proc) {
    this.picture = picture;
    for (var process : picture.processes()) {
      children.computeIfAbsent(process.parent(), _ -> new ArrayList<>()).add(process);
      for (var thread : process.threads()) {
        tasks.put(thread.tid(), new Task(process, thread));
      }
    }
    for (var link : picture.links()) {
      if (link.fd() != Link.NO_DESCRIPTOR) {
        descriptors.put(key(link.pid(), link.fd()), link);
      }
    }
    var reader = new WaitReader(this, proc);
    tasks.values().forEach(task -> waits.put(task.tid(), reader.read(task)));
  }

  private static long key(int pid, int fd) {
    return (long) pid << Integer.SIZE | fd;
  }

  Picture picture() {
    return picture;
  }

  /// Returns all threads.
  Collection<Task> tasks() {
    return tasks.values();
  }

  /// Returns the numbers of all threads.
  Set<Integer> tids() {
    return tasks.keySet();
  }

  Optional<Task> find(int tid) {
    return Optional.ofNullable(tasks.get(tid));
  }

  /// Returns a thread that is known to be there.
  Task task(int tid) {
    return find(tid).orElseThrow();
  }

  Wait waitOf(int tid) {
    return waits.getOrDefault(tid, new Wait.Live(Wait.Cause.OUTSIDE));
  }

  List<ProcessInfo> childrenOf(int pid) {
    return children.getOrDefault(pid, List.of());
  }

  /// Returns what a process has.
  List<Link> linksOf(int pid) {
    var known = links;
    if (known == null) {
      known = picture.links().stream().collect(Collectors.groupingBy(Link::pid));
      links = known;
    }
    return known.getOrDefault(pid, List.of());
  }

  /// Tells whether a process has an object. A number that belongs to another namespace names one
  /// that it does not have.
  boolean isLinked(int pid, String object) {
    return picture.holders(object).stream().anyMatch(link -> link.pid() == pid);
  }

  /// Returns what a process has under a number.
  Optional<Link> link(int pid, int fd) {
    return Optional.ofNullable(descriptors.get(key(pid, fd)));
  }

  Optional<IpcObject> object(Link link) {
    return picture.object(link.object());
  }

  Optional<ProcessInfo> process(int pid) {
    return picture.process(pid);
  }
}
