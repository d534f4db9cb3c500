package dev.rohrpost.inspect;

import dev.rohrpost.inspect.kernel.Descriptor;
import dev.rohrpost.inspect.kernel.Tables;
import dev.rohrpost.inspect.kernel.Task;
import dev.rohrpost.inspect.proc.Proc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at processes through the lists of the kernel, and at their files in `/proc` only for what
/// these do not say, which is all of those that have just begun, or that the kernel does not list.
final class KernelScan implements Scan {
  /// A process, as far as the kernel lists it.
  ///
  /// @param tasks its threads, the first one first
  record Listed(List<Task> tasks, List<Descriptor> descriptors) {
    int pid() {
      return tasks.getFirst().pid();
    }
  }

  private final List<Listed> processes = new ArrayList<>();
  private final int[] others;
  private final References references;
  private final MappingReader mappings;

  /// @param pids the processes in `/proc`, looked for after the lists were made
  KernelScan(Tables tables, int[] pids, MappingReader mappings) {
    this.mappings = mappings;
    this.references = new References(tables.descriptors());
    Map<Integer, List<Descriptor>> descriptors = new HashMap<>();
    for (var descriptor : tables.descriptors()) {
      descriptors.computeIfAbsent(descriptor.pid(), _ -> new ArrayList<>()).add(descriptor);
    }
    Map<Integer, List<Task>> tasks = new TreeMap<>();
    for (var task : tables.tasks()) {
      var own = tasks.computeIfAbsent(task.pid(), _ -> new ArrayList<>());
      if (task.pid() == task.tid()) {
        own.addFirst(task); // numbers start again some day, so it need not be the lowest one
      } else {
        own.add(task);
      }
    }
    tasks.forEach(
        (pid, own) -> processes.add(new Listed(own, descriptors.getOrDefault(pid, List.of()))));
    this.others =
        Arrays.stream(pids)
            .filter(pid -> !tasks.containsKey(pid) && !tables.ofKernel().contains(pid))
            .toArray();
  }

  @Override
  public int size() {
    return processes.size() + others.length;
  }

  @Override
  public Optional<References> references() {
    return Optional.of(references);
  }

  @Override
  public Reader reader(Proc proc, int root, Finds finds) {
    var listed = new ListedReader(proc, root, finds, mappings);
    var other = new ProcessReader(proc, root, finds, mappings);
    return index -> {
      if (index < processes.size()) {
        listed.read(processes.get(index));
      } else {
        other.read(others[index - processes.size()]);
      }
    };
  }
}
