package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class FullQueuesTest {
  @TempDir Path folder;

  @Test
  void aQueueWhoseReceiverHasEndedIsFoundBeforeAnybodyWaits() throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hints", "full_queue_without_waiter");
      var finding = Ward.only(patient, Doctor.examine(Ward.INTERVAL));
      assertThat(finding.symptom()).as(Ward.text(finding)).isEqualTo(Symptom.FULL_QUEUE);
      assertThat(finding.tier()).isEqualTo(Tier.OPEN);
      assertThat(finding.severity()).isEqualTo(Severity.INFO);
      assertThat(String.join("\n", finding.evidence()))
          .contains("sysv:" + patient.object("queue") + " has ", "received last, and has ended");
    }
  }

  @Test
  void aQueueWhoseReceiverLivesIsLeftAlone() throws Exception {
    try (var ward = new Ward(folder)) {
      var queue = "sysv:" + ward.admit("hints", "full_queue_with_receiver").object("queue") + " ";
      assertThat(Doctor.examine(Ward.INTERVAL).findings().stream().map(Ward::text))
          .noneMatch(finding -> finding.contains(queue));
    }
  }

  @Test
  void aQueueWhoseReceiverIsHiddenIsLeftAlone() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can hide from others");
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hidden", "slow_receiver");
      assertThat(HidepidTest.behind("2", "nobody", "0"))
          .contains("/proc is mounted with hidepid", "sees " + patient.pids().getLast())
          .doesNotContain("on sysv:" + patient.object("queue") + ",");
    }
  }

  @Row("BOX-07")
  @Test
  void aPosixQueueWithoutReaderIsFoundWhereSomebodyWaits() throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hints", "full_posix_queue");
      var sender = patient.pids().getLast();
      var diagnosis = Ward.examineUntil(seen -> !Ward.findingsAbout(patient, seen).isEmpty());
      var finding = Ward.only(patient, diagnosis);
      assertThat(finding.symptom()).as(Ward.text(finding)).isEqualTo(Symptom.FULL_QUEUE);
      assertThat(finding.tier()).isEqualTo(Tier.OPEN);
      assertThat(finding.severity()).isEqualTo(Severity.WARNING);
      assertThat(Ward.pids(finding)).isEqualTo(Set.of(sender));
      assertThat(finding.evidence()).contains("nobody who could receive is to be seen");
      assertThat(finding.advice()).contains("rohrpost receive mq:/rohrpost-");
    }
  }
}
