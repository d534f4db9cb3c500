package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.doctor.Ward.Patient;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class HintsTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> whatHoldsProcessesUpIsFound() throws Exception {
    var ward = new Ward(folder);
    try {
      var checks = new LinkedHashMap<Patient, BiConsumer<Patient, Finding>>();
      checks.put(ward.admit("hints", "stopped_reader"), HintsTest::isStoppedReader);
      checks.put(ward.admit("hints", "stopped_behind_relay"), HintsTest::isStoppedBehindRelay);
      checks.put(ward.admit("hints", "dead_holder"), HintsTest::isDeadHolder);
      checks.put(ward.admit("hints", "withheld"), HintsTest::isWithheld);
      checks.put(ward.admit("hints", "unix_backlog"), HintsTest::isBacklog);
      checks.put(ward.admit("hints", "tcp_backlog"), HintsTest::isBacklog);
      checks.put(ward.admit("hints", "crossed_fifos"), HintsTest::areCrossedFifos);
      checks.put(ward.admit("hints", "lonely_fifo"), HintsTest::isLonelyFifo);
      checks.put(ward.admit("hints", "crossed_queues"), HintsTest::areCrossedQueues);
      checks.put(ward.admit("hints", "full_queue"), HintsTest::isFullQueue);
      checks.put(ward.admit("hints", "blocked_signal"), HintsTest::isBlockedSignal);
      checks.put(ward.admitC("mutex.c"), HintsTest::isDeadOwner);
      var diagnosis =
          Ward.examineUntil(seen ->
              checks.keySet().stream()
                  .noneMatch(patient -> Ward.findingsAbout(patient, seen).isEmpty()));
      return checks.entrySet().stream()
          .map(check ->
              DynamicTest.dynamicTest(
                  check.getKey().name(),
                  () ->
                      check
                          .getValue()
                          .accept(check.getKey(), Ward.only(check.getKey(), diagnosis))))
          .onClose(ward::close);
    } catch (Throwable e) {
      ward.close();
      throw e;
    }
  }

  private static void is(Symptom symptom, Finding finding) {
    assertThat(finding.symptom()).as(Ward.text(finding)).isEqualTo(symptom);
    assertThat(finding.advice()).isNotEmpty();
    assertThat(finding.evidence()).isNotEmpty();
  }

  private static void isStoppedReader(Patient patient, Finding finding) {
    is(Symptom.STOPPED_PEER, finding);
    assertThat(Ward.pids(finding)).contains(patient.pids().get(2), patient.pids().get(3));
    assertThat(finding.advice()).contains(patient.pids().get(2).toString());
  }

  private static void isStoppedBehindRelay(Patient patient, Finding finding) {
    var stopped = patient.pids().get(2);
    var relay = patient.pids().get(3);
    var writer = patient.pids().get(4);
    is(Symptom.STOPPED_PEER, finding);
    assertThat(finding.processes().getFirst().pid()).isEqualTo(stopped);
    assertThat(Ward.pids(finding)).contains(relay, writer);
    assertThat(finding.edges())
        .doesNotHaveDuplicates()
        .anySatisfy(edge -> {
          assertThat(edge.pid()).isEqualTo(writer);
          assertThat(edge.waitsFor()).containsExactly(relay);
        });
  }

  @Row({"F21", "BOX-07"})
  private static void isDeadHolder(Patient patient, Finding finding) {
    var holder = patient.pids().getLast();
    is(Symptom.DEAD_HOLDER, finding);
    assertThat(finding.tier()).isEqualTo(Tier.OPEN);
    assertThat(Ward.pids(finding))
        .containsExactlyInAnyOrderElementsOf(patient.pids().subList(2, 4));
    assertThat(finding.evidence()).contains("process " + holder + " changed it last, and is dead");
    assertThat(finding.advice())
        .endsWith("semaphore set sysv:id=" + patient.object("semaphores") + " 0 1");
  }

  private static void isWithheld(Patient patient, Finding finding) {
    is(Symptom.WITHHELD_EOF, finding);
    assertThat(finding.tier()).isNotEqualTo(Tier.PROVEN);
    assertThat(Ward.pids(finding)).contains(patient.pids().getFirst(), patient.pids().getLast());
  }

  private static void isBacklog(Patient patient, Finding finding) {
    is(Symptom.ACCEPT_BACKLOG, finding);
    assertThat(Ward.pids(finding)).contains(patient.pids().getFirst());
  }

  private static void areCrossedFifos(Patient patient, Finding finding) {
    is(Symptom.FIFO_OPEN, finding);
    assertThat(finding.tier()).isEqualTo(Tier.OPEN);
    assertThat(Ward.pids(finding)).contains(patient.pids().get(2), patient.pids().get(3));
    assertThat(String.join("\n", finding.evidence())).contains("/one").contains("/two");
  }

  @Test
  void serversThatWaitForTheirClientsDoNotWaitForEachOther() throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hints", "fifos_of_servers");
      var diagnosis = Ward.examineUntil(seen -> Ward.findingsAbout(patient, seen).size() == 2);
      assertThat(Ward.findingsAbout(patient, diagnosis))
          .hasSize(2)
          .allMatch(finding -> finding.symptom() == Symptom.FIFO_OPEN)
          .allMatch(finding -> finding.severity() == Severity.INFO);
    }
  }

  private static void isLonelyFifo(Patient patient, Finding finding) {
    is(Symptom.FIFO_OPEN, finding);
    assertThat(finding.tier()).isEqualTo(Tier.OPEN);
    assertThat(Ward.pids(finding)).contains(patient.pids().getFirst());
  }

  private static void areCrossedQueues(Patient patient, Finding finding) {
    is(Symptom.CROSSED_QUEUES, finding);
    assertThat(finding.tier()).isEqualTo(Tier.OPEN);
    assertThat(Ward.pids(finding)).contains(patient.pids().get(2), patient.pids().get(3));
  }

  private static void isFullQueue(Patient patient, Finding finding) {
    is(Symptom.FULL_QUEUE, finding);
    assertThat(Ward.pids(finding)).contains(patient.pids().getLast());
  }

  private static void isBlockedSignal(Patient patient, Finding finding) {
    is(Symptom.BLOCKED_SIGNAL, finding);
    assertThat(Ward.pids(finding)).containsExactly(patient.pids().getFirst());
    assertThat(String.join("\n", finding.evidence())).contains("USR1");
  }

  private static void isDeadOwner(Patient patient, Finding finding) {
    is(Symptom.DEAD_OWNER, finding);
    assertThat(Ward.pids(finding)).contains(patient.pids().getFirst());
  }
}
