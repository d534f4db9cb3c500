package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import dev.rohrpost.inspect.doctor.Wait.Reach;
import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.libc.FcntlH;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds readers that wait for the end of a pipe which somebody else keeps open without ever having
/// written: the child that should have written has ended, and what it started has inherited the
/// pipe.
final class WithheldEnds implements Doctor.Check {
  private static final int INIT = 1;

  @Override
  public void examine(Visit visit, List<Finding> found) {
    for (var task : visit.after().tasks()) {
      if (visit.slept(task.tid())
          && visit.after().waitOf(task.tid()) instanceof Wait.Blocked(var call, var reaches)) {
        for (var reach : reaches) {
          if (isWithheld(visit, task.process(), reach)) {
            found.add(finding(visit.after(), task, call, reach));
          }
        }
      }
    }
  }

  private static boolean isWithheld(Visit visit, ProcessInfo reader, Reach reach) {
    return reach.nature() == Nature.READ
        && visit.after().picture().object(reach.object()).orElse(null) instanceof IpcObject.Pipe
        && !reach.processes().contains(reader.pid())
        && !reach.processes().isEmpty()
        && (hasZombie(visit.after(), reader.pid())
            || areOrphans(visit.after(), reader, reach.processes()))
        && reach.processes().stream().allMatch(pid -> neverWrites(visit, pid));
  }

  private static boolean hasZombie(Sample sample, int pid) {
    return sample.childrenOf(pid).stream().anyMatch(ProcessInfo::isZombie);
  }

  /// Some parents ask for the status of a child at once; what the child started belongs to init.
  private static boolean areOrphans(Sample sample, ProcessInfo reader, Set<Integer> writers) {
    for (var pid : writers) {
      var writer = sample.process(pid);
      if (writer.isEmpty()
          || writer.get().parent() != INIT
          || writer.get().started() < reader.started()
          || writer.get().uid() != reader.uid()) {
        return false;
      }
    }
    return reader.parent() != INIT;
  }

  private static boolean neverWrites(Visit visit, int pid) {
    var io = visit.proc().text(FcntlH.AT_FDCWD, "/proc/" + pid + "/io");
    return io != null && Fields.of(io, "wchar:").equals("0") && visit.sleptAll(pid);
  }

  private static Finding finding(Sample sample, Sample.Task task, String call, Reach reach) {
    var writers = new TreeSet<>(reach.processes());
    var edge =
        new Edge(task.pid(), task.tid(), call, reach.fd(), reach.object(), List.copyOf(writers));
    var evidence = new ArrayList<String>();
    for (var child : sample.childrenOf(task.pid())) {
      if (child.isZombie()) {
        evidence.add(
            "its child "
                + Words.process(sample, child.pid())
                + " has ended: its end of the pipe"
                + " is closed");
      }
    }
    var ends = new ArrayList<String>();
    for (var link : sample.picture().holders(reach.object())) {
      if (writers.contains(link.pid()) && link.flow().writes()) {
        ends.add("descriptor " + link.fd() + " in process " + link.pid());
        evidence.add(
            Words.process(sample, link.pid())
                + " has the pipe open for writing as descriptor "
                + link.fd()
                + ", and has never written anything");
      }
    }
    return new Finding(
        Symptom.WITHHELD_EOF,
        Tier.LIKELY,
        Severity.WARNING,
        Words.infos(sample, List.of(task.pid()), writers),
        List.of(edge),
        List.copyOf(evidence),
        "who has the other end may still write or end",
        "close "
            + String.join(" and ", ends)
            + ", or end it; start such programs with their output"
            + " somewhere else");
  }
}
