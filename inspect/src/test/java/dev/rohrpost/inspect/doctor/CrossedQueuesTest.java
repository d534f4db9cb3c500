package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// POSIX queues: nobody used them last, to the kernel, but descriptors say who may use them.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class CrossedQueuesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "crossed_receivers, mq_timedreceive, mq_timedreceive",
    "crossed_senders, mq_timedsend, mq_timedsend",
    "receiver_and_sender, mq_timedreceive, mq_timedsend"
  })
  void bothHalvesAreOneFinding(String scenario, String first, String second) throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hints", scenario);
      var one = patient.pids().get(2);
      var other = patient.pids().get(3);
      var finding = crossed(patient);
      assertThat(Ward.pids(finding)).containsExactlyInAnyOrder(one, other);
      assertThat(finding.whyNotHigher()).contains("anybody who may open these queues");
      assertThat(finding.evidence())
          .contains("nobody else who is to be seen has these queues open");
      assertThat(finding.edges())
          .hasSize(2)
          .anySatisfy(edge -> {
            assertThat(edge.pid()).isEqualTo(one);
            assertThat(edge.call()).isEqualTo(first);
            assertThat(edge.object()).startsWith("mq:/rohrpost-");
            assertThat(edge.waitsFor()).containsExactly(other);
          })
          .anySatisfy(edge -> {
            assertThat(edge.pid()).isEqualTo(other);
            assertThat(edge.call()).isEqualTo(second);
            assertThat(edge.waitsFor()).containsExactly(one);
          });
    }
  }

  @Test
  void whoHasThemOpenAndWaitsForThemIsNamed() throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hints", "receivers_with_parent");
      var parent = patient.pids().getFirst();
      var finding = crossed(patient);
      assertThat(Ward.pids(finding)).doesNotContain(parent);
      assertThat(finding.evidence())
          .anyMatch(said ->
              said.startsWith("nobody else who has these queues open could end")
                  && said.contains("(pid " + parent + ")"));
    }
  }

  @Test
  void whoMayGoOnMayHelp() throws Exception {
    try (var ward = new Ward(folder)) {
      var helped = ward.admit("hints", "receivers_with_helper");
      var stuck = ward.admit("hints", "crossed_receivers");
      var diagnosis = Ward.examineUntil(seen -> !Ward.findingsAbout(stuck, seen).isEmpty());
      assertThat(Ward.findingsAbout(helped, diagnosis).stream().map(Ward::text)).isEmpty();
    }
  }

  private static Finding crossed(Ward.Patient patient) throws Exception {
    var diagnosis = Ward.examineUntil(seen -> !Ward.findingsAbout(patient, seen).isEmpty());
    var finding = Ward.only(patient, diagnosis);
    assertThat(finding.symptom()).as(Ward.text(finding)).isEqualTo(Symptom.CROSSED_QUEUES);
    assertThat(finding.tier()).isEqualTo(Tier.OPEN);
    assertThat(finding.advice()).isNotEmpty();
    return finding;
  }
}
