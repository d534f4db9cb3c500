package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.Inspector;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class LeftoversTest {
  @TempDir Path folder;

  @Test
  void whatEndedProcessesLeftIsFound() throws Exception {
    try (var ward = new Ward(folder)) {
      var orphans = ward.admit("hints", "orphans");
      var _ = ward.admit("hints", "stale_socket");
      var diagnosis = Doctor.examine(Ward.INTERVAL);
      expect(diagnosis, Symptom.ORPHAN_QUEUE, "sysv:" + orphans.object("queue"));
      expect(diagnosis, Symptom.ORPHAN_SEGMENT, "segment:" + orphans.object("segment"));
      expect(diagnosis, Symptom.ORPHAN_SEMAPHORES, "semaphore:" + orphans.object("semaphores"));
      expect(diagnosis, Symptom.STALE_SOCKET, "/stale.sock");
    }
  }

  @Test
  void whatLivingProcessesUseIsNotLeft() throws Exception {
    try (var ward = new Ward(folder)) {
      var queue = ward.admit("hints", "full_queue").object("queue");
      var diagnosis = Doctor.examine(Ward.INTERVAL);
      assertThat(named(diagnosis, Symptom.ORPHAN_QUEUE, "sysv:" + queue + " ")).isEmpty();
    }
  }

  /// What is hidden from somebody has not ended.
  @Test
  void whatUnseenProcessesUseIsNotLeft() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can hide from others");
    try (var ward = new Ward(folder)) {
      var segment = "segment:" + ward.admit("hints", "inherited_segment").object("segment");
      var queue = "sysv:" + ward.admit("hints", "used_queue").object("queue");
      var semaphores = "semaphore:" + ward.admit("hints", "used_semaphores").object("semaphores");
      var left = "sysv:" + ward.admit("hints", "orphans").object("queue");
      for (var diagnosis :
          List.of(
              Doctor.examine(Ward.INTERVAL), Nobody.does(() -> Doctor.examine(Ward.INTERVAL)))) {
        assertThat(named(diagnosis, Symptom.ORPHAN_SEGMENT, segment + " ")).isEmpty();
        assertThat(named(diagnosis, Symptom.ORPHAN_QUEUE, queue + " ")).isEmpty();
        assertThat(named(diagnosis, Symptom.ORPHAN_SEMAPHORES, semaphores + " ")).isEmpty();
        expect(diagnosis, Symptom.ORPHAN_QUEUE, left + " ");
      }
      var hidden = HidepidTest.behind("2", "nobody", "0");
      assertThat(hidden)
          .contains("/proc is mounted with hidepid", "ORPHAN_QUEUE", left + " ")
          .doesNotContain(segment + " ", queue + " ", semaphores + " ");
    }
  }

  /// To those in a container, who uses a queue outside is process 0, as is nobody.
  @Test
  void whatStrangersUseIsNotLeft() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can make a namespace");
    try (var ward = new Ward(folder)) {
      var queue = ward.admit("hints", "used_queue").object("queue");
      try (var jvm =
          Jvm.of(Receiver.class, Integer.toString(queue))
              .under(Foreign.require("unshare").toString(), "--pid", "--fork", "--mount-proc", "--")
              .start()) {
        var said = jvm.await(Ward.PATIENCE).orFail().out();
        assertThat(said).contains("received").doesNotContain("sysv:" + queue + " ");
      }
    }
  }

  /// Has a process receive from a queue and end, and says what the doctor says.
  static final class Receiver {
    private Receiver() {}

    public static void main(String... arguments) throws Exception {
      var receive =
          Python.source(Ward.class, "common.py")
              + Python.source(Ward.class, "hints.py")
              + "print('received' if receive(int(sys.argv[1]), 0) > 0 else 'failed')";
      try (var python = Python.start(receive, arguments[0])) {
        System.out.print(python.await(Ward.PATIENCE).orFail().out());
      }
      for (var finding : Doctor.examine(Ward.INTERVAL).findings()) {
        System.out.println(Ward.text(finding));
      }
    }
  }

  /// Whoever cannot be seen may have it.
  @Test
  void aSegmentThatNobodyHasIsLeftIfEverybodyIsSeen() throws Exception {
    var files = new ArrayList<Path>();
    try (var ward = new Ward(folder)) {
      for (var scenario : List.of("unused_segment", "mapped_segment")) {
        var pid = ward.admit("hints", scenario).pids().getFirst();
        files.add(Path.of("/dev/shm/rohrpost-" + pid));
      }
      var unused = "shm:/" + files.getFirst().getFileName();
      var found = orphans(List.of());
      assertThat(found)
          .noneMatch(finding -> Ward.text(finding).contains(files.getLast().getFileName() + " "))
          .anySatisfy(finding -> {
            assertThat(finding.symptom()).isEqualTo(Symptom.ORPHAN_SEGMENT);
            assertThat(finding.tier()).isEqualTo(Tier.OPEN);
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.evidence()).contains(unused + " has 100 bytes");
            assertThat(finding.advice()).endsWith("rohrpost memory remove " + unused);
          });
      var gap =
          new Unknown(Unknown.Matter.DESCRIPTORS, "descriptors of one process", "", List.of(1));
      assertThat(orphans(List.of(gap)))
          .noneMatch(finding -> Ward.text(finding).contains(unused + " "));
    } finally {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Looks as if nothing else were unknown.
  private static List<Finding> orphans(List<Unknown> unknown) throws Exception {
    var seen = Inspector.look();
    var picture = Picture.of(seen.taken(), seen.processes(), seen.objects(), seen.links(), unknown);
    var found = new ArrayList<Finding>();
    try (var proc = new Proc()) {
      var sample = new Sample(picture, proc);
      new Orphans().examine(new Visit(sample, sample, new Activity(Map.of()), proc), found);
    }
    return found;
  }

  private static void expect(Diagnosis diagnosis, Symptom symptom, String name) {
    var finding = named(diagnosis, symptom, name);
    assertThat(finding).as(symptom + " " + name).isPresent();
    assertThat(finding.orElseThrow().severity()).isEqualTo(Severity.INFO);
    assertThat(finding.orElseThrow().tier()).isNotEqualTo(Tier.PROVEN);
    assertThat(finding.orElseThrow().advice()).isNotEmpty();
  }

  private static Optional<Finding> named(Diagnosis diagnosis, Symptom symptom, String name) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.symptom() == symptom)
        .filter(finding -> String.join(" ", finding.evidence()).contains(name))
        .findFirst();
  }
}
