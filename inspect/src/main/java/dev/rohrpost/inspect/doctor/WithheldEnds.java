package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import dev.rohrpost.inspect.doctor.Wait.Reach;
import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.libc.FcntlH;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds readers that wait for the end of a pipe which somebody else keeps open: who should have
/// written has ended, and what it started has inherited the pipe.
///
/// Most of those never wrote anything. Who did may do so again, and so may who was put at the
/// beginning of a pipeline.
final class WithheldEnds implements Doctor.Check {
  private static final String NOTHING = "0";
  private static final int STANDARD_INPUT = 0;

  @Override
  public void examine(Visit visit, List<Finding> found) {
    var strays = new Strays(visit);
    for (var task : visit.after().tasks()) {
      if (visit.slept(task.tid())
          && visit.after().waitOf(task.tid()) instanceof Wait.Blocked(var call, var reaches)) {
        for (var reach : reaches) {
          if (isWithheld(visit, strays, task.process(), reach)) {
            withheld(visit, task, call, reach).ifPresent(found::add);
          }
        }
      }
    }
  }

  private static boolean isWithheld(Visit visit, Strays strays, ProcessInfo reader, Reach reach) {
    return reach.nature() == Nature.READ
        && visit.after().picture().object(reach.object()).orElse(null) instanceof IpcObject.Pipe
        && !reach.processes().contains(reader.pid())
        && !reach.processes().isEmpty()
        && reach.processes().stream()
            .allMatch(pid ->
                visit.sleptAll(pid)
                    && visit
                        .after()
                        .process(pid)
                        .filter(writer -> strays.isLeftTo(reader, writer))
                        .filter(writer -> !areBothLeft(reader, writer, reach))
                        .isPresent());
  }

  /// A pipeline in the background goes on after the shell has ended.
  private static boolean areBothLeft(ProcessInfo reader, ProcessInfo writer, Reach reach) {
    return reach.fd() == STANDARD_INPUT && reader.parent() == writer.parent();
  }

  private static Optional<Finding> withheld(
      Visit visit, Sample.Task task, String call, Reach reach) {
    var written = new TreeMap<Integer, String>();
    for (var pid : reach.processes()) {
      var io = visit.proc().text(FcntlH.AT_FDCWD, "/proc/" + pid + "/io");
      if (io == null) {
        return Optional.empty();
      }
      written.put(pid, Fields.of(io, "wchar:"));
    }
    return Optional.of(finding(visit.after(), task, call, reach, written));
  }

  /// @param written how many bytes each of those who have the other end has written, to whatever
  private static Finding finding(
      Sample sample, Sample.Task task, String call, Reach reach, Map<Integer, String> written) {
    var writers = written.keySet();
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
    for (var pid : writers) {
      evidence.add("who started " + Words.process(sample, pid) + " has ended");
    }
    var ends = new ArrayList<String>();
    for (var link : sample.picture().holders(reach.object())) {
      if (writers.contains(link.pid()) && link.flow().writes()) {
        var bytes = written.getOrDefault(link.pid(), NOTHING);
        ends.add("descriptor " + link.fd() + " in process " + link.pid());
        evidence.add(
            Words.process(sample, link.pid())
                + " has the pipe open for writing as descriptor "
                + link.fd()
                + (bytes.equals(NOTHING)
                    ? ", and has never written anything"
                    : ", and has written " + bytes + " bytes, to this or something else"));
      }
    }
    var isLikely =
        reach.fd() != STANDARD_INPUT && written.values().stream().allMatch(NOTHING::equals);
    return new Finding(
        Symptom.WITHHELD_EOF,
        isLikely ? Tier.LIKELY : Tier.OPEN,
        isLikely ? Severity.WARNING : Severity.INFO,
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
