package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Link;
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

  /// Returns what an edge says, such as `cat (pid 3) has waited in write(1) for pipe:4711`.
  static String wait(Sample sample, Edge edge) {
    var thread = edge.tid() == edge.pid() ? "" : ", thread " + edge.tid();
    var argument = edge.fd() == Link.NO_DESCRIPTOR ? "" : Integer.toString(edge.fd());
    var object = edge.object().isEmpty() ? "" : " on " + object(sample, edge.object());
    return process(sample, edge.pid())
        + thread
        + " waits in "
        + edge.call()
        + "("
        + argument
        + ")"
        + object
        + " for "
        + processes(sample, edge.waitsFor());
  }

  private static String object(Sample sample, String id) {
    var name = sample.picture().object(id).map(IpcObject::name).orElse("");
    return name.isEmpty() ? id : id + " (" + name + ")";
  }
}
