package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.ProcessInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// What findings say in the same words.
final class Words {
  private Words() {}

  /// Returns the name and number of a process.
  static String process(Sample sample, int pid) {
    return sample
        .process(pid)
        .map(found -> found.name() + " (pid " + pid + ")")
        .orElse("pid " + pid);
  }

  static String processes(Sample sample, Collection<Integer> pids) {
    return pids.stream().map(pid -> process(sample, pid)).collect(Collectors.joining(", "));
  }

  static List<ProcessInfo> infos(
      Sample sample, Collection<Integer> first, Collection<Integer> then) {
    var infos = new ArrayList<ProcessInfo>();
    first.forEach(pid -> sample.process(pid).ifPresent(infos::add));
    then.forEach(pid -> sample.process(pid).ifPresent(infos::add));
    return List.copyOf(infos);
  }

  static List<ProcessInfo> infos(Sample sample, Collection<Integer> pids) {
    return infos(sample, pids, List.of());
  }
}
