package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class BacklogsTest {
  @TempDir Path folder;

  /// Two of the clients are in the queue; the others wait in `connect`, for room in it.
  @ParameterizedTest
  @ValueSource(strings = {"tcp_backlog", "unix_backlog", "unix_file_backlog"})
  void allClientsAreNamed(String scenario) throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hints", scenario);
      var diagnosis =
          Ward.examineUntil(seen ->
              Ward.findingsAbout(patient, seen).stream()
                  .anyMatch(finding -> Ward.pids(finding).containsAll(patient.pids())));
      var finding = Ward.only(patient, diagnosis);
      var clients = patient.pids().subList(2, patient.pids().size());
      assertThat(finding.symptom()).isEqualTo(Symptom.ACCEPT_BACKLOG);
      assertThat(finding.processes().getFirst().pid()).isEqualTo(patient.pids().getFirst());
      assertThat(Ward.pids(finding)).hasSize(clients.size() + 1).containsAll(clients);
      assertThat(String.join("\n", finding.evidence()))
          .contains("these wait to be accepted: ")
          .contains("(pid " + clients.getFirst() + ")", "(pid " + clients.getLast() + ")");
      assertThat(finding.edges())
          .isNotEmpty()
          .allSatisfy(edge -> {
            assertThat(edge.call()).isEqualTo("connect");
            assertThat(edge.waitsFor()).containsExactly(patient.pids().getFirst());
            assertThat(clients).contains(edge.pid());
          });
    }
  }

  /// Servers of Java and Go always have threads that run.
  @ParameterizedTest
  @ValueSource(strings = {"ticking_unix_backlog", "ticking_tcp_backlog"})
  void whoDoesSomethingElseDoesNotAcceptEither(String scenario) throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hints", scenario);
      var server = patient.pids().getFirst();
      var diagnosis = Ward.examineUntil(seen -> !Ward.findingsAbout(patient, seen).isEmpty());
      var finding = Ward.only(patient, diagnosis);
      assertThat(finding.symptom()).isEqualTo(Symptom.ACCEPT_BACKLOG);
      assertThat(finding.tier()).isEqualTo(Tier.OPEN);
      assertThat(finding.processes().getFirst().pid()).isEqualTo(server);
      assertThat(finding.whyNotHigher()).contains("(pid " + server + ") still runs");
      assertThat(String.join("\n", finding.evidence())).contains("accepted nothing");
    }
  }

  @Test
  void aListenerWhoseOwnerIsHiddenIsNoFinding() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can hide from others");
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hints", "unix_backlog");
      var name = "rohrpost-" + patient.pids().getFirst();
      var _ = Ward.examineUntil(seen -> !Ward.findingsAbout(patient, seen).isEmpty());
      var diagnosis = Nobody.does(() -> Doctor.examine(Ward.INTERVAL));
      assertThat(diagnosis.findings().stream().map(Ward::text))
          .noneMatch(finding -> finding.contains(name));
    }
  }
}
