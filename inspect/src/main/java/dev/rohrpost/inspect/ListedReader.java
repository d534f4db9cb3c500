package dev.rohrpost.inspect;

import dev.rohrpost.inspect.kernel.Descriptor;
import dev.rohrpost.inspect.kernel.Task;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.signal.SignalSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Looks at processes that the kernel has listed, one after the other.
final class ListedReader {
  private final Proc proc;
  private final int root;
  private final Finds finds;
  private final DescriptorReader descriptors;
  private final ThreadReader threads;
  private final MappingReader mappings;
  private final Map<Integer, List<Integer>> locked = new HashMap<>();
  private final Map<Long, String> pipes = new HashMap<>(); // ids by inode

  /// @param root `/proc`, open
  ListedReader(Proc proc, int root, Finds finds, MappingReader mappings) {
    this.proc = proc;
    this.root = root;
    this.finds = finds;
    this.descriptors = new DescriptorReader(proc, finds, mappings.home());
    this.threads = new ThreadReader(proc, finds);
    this.mappings = mappings;
    finds.lockable = locked;
  }

  /// Looks at one.
  void read(KernelScan.Listed process) {
    var first = process.tasks().getFirst();
    var living = living(process.tasks());
    var zombie = ProcessReader.isOver(living.state());
    var folder =
        living.tid() == first.tid()
            ? first.pid() + "/"
            : first.pid() + "/task/" + living.tid() + "/";
    var namespaces = zombie ? Namespaces.UNKNOWN : namespaces(living, folder);
    var hidden = !descriptors(process, folder, namespaces);
    if (!zombie && !hidden) {
      mappings.read(proc, first.pid(), root, folder + "maps", namespaces, finds);
    }
    var running = new ArrayList<ThreadInfo>(process.tasks().size());
    for (var task : process.tasks()) {
      running.add(thread(task));
    }
    finds.processes.add(
        new ProcessInfo(
            first.pid(),
            first.parent(),
            first.uid(),
            first.name(),
            zombie ? List.of() : ProcessReader.command(proc, root, folder + "cmdline"),
            living.state(),
            first.started(),
            namespaces,
            signals(first),
            hidden,
            running));
  }

  /// The first thread may have ended before the others, and then has nothing any more.
  private static Task living(List<Task> tasks) {
    for (var task : tasks) {
      if (!ProcessReader.isOver(task.state())) {
        return task;
      }
    }
    return tasks.getFirst();
  }

  private ThreadInfo thread(Task task) {
    var none = task.state() == 'R' || ProcessReader.isOver(task.state());
    var call = none ? Optional.<Call>empty() : Call.of(task.registers());
    var channel = call.isPresent() && call.get().needsChannel() ? channel(task) : "";
    return new ThreadInfo(task.tid(), task.state(), call, channel, task.runs());
  }

  private String channel(Task task) {
    return threads.channel(root, task.pid() + "/task/" + task.tid() + "/wchan");
  }

  /// The number of the namespace of processes is listed only if it is the first one.
  private Namespaces namespaces(Task task, String folder) {
    var pid = task.pidNamespace();
    return new Namespaces(
        pid == 0 ? ProcessReader.namespace(proc, root, folder + "ns/pid") : pid,
        task.netNamespace(),
        task.ipcNamespace(),
        task.mountNamespace());
  }

  private static Signals signals(Task task) {
    return new Signals(
        new SignalSet(task.pending()),
        new SignalSet(task.blocked()),
        new SignalSet(task.ignored()),
        new SignalSet(task.caught()),
        task.alarm());
  }

  /// Looks at them; what is behind some of them only `/proc` can tell.
  ///
  /// @return false if that does not tell this user
  private boolean descriptors(KernelScan.Listed process, String folder, Namespaces namespaces) {
    var others = IntStream.builder();
    var lockable = new ArrayList<Integer>();
    for (var descriptor : process.descriptors()) {
      var pid = descriptor.pid();
      var fd = descriptor.fd();
      switch (descriptor.type()) {
        case PIPE -> finds.links.add(new Link(pid, fd, pipe(descriptor), flow(descriptor)));
        case SOCKET -> finds.sockets.add(new Finds.SocketLink(pid, fd, descriptor.inode()));
        case OTHER -> others.add(fd);
        case FILE -> {} // what counts is whether it is locked
      }
      if (descriptor.locked()) {
        lockable.add(fd);
      }
    }
    if (!lockable.isEmpty()) {
      locked.put(process.pid(), lockable);
    }
    var fds = others.build().toArray();
    return fds.length == 0 || descriptors.read(process.pid(), root, folder, fds, namespaces);
  }

  /// Returns the id of a pipe. There are many, and most of them have two ends in one process.
  private String pipe(Descriptor descriptor) {
    return pipes.computeIfAbsent(
        descriptor.inode(),
        inode -> {
          var state = descriptor.pipe();
          var fill = new IpcObject.Pipe.Fill(state.pages(), state.capacity());
          var pipe = new IpcObject.Pipe(inode, Optional.of(fill));
          var id = pipe.id();
          finds.objects.putIfAbsent(id, pipe);
          return id;
        });
  }

  private static Flow flow(Descriptor descriptor) {
    if (descriptor.reads() == descriptor.writes()) {
      return Flow.BOTH;
    }
    return descriptor.reads() ? Flow.READ : Flow.WRITE;
  }
}
