package dev.rohrpost.inspect.doctor;

import static dev.rohrpost.inspect.doctor.Symptom.DEADLOCK;
import static dev.rohrpost.inspect.doctor.Symptom.LOCK_CYCLE;
import static dev.rohrpost.inspect.doctor.Symptom.MUTUAL_READ;
import static dev.rohrpost.inspect.doctor.Symptom.WAITS_FOR_CHILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.doctor.Ward.Patient;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class KnotsTest {
  /// Processes that nothing could wake.
  private static final Map<String, Symptom> PROVEN =
      Map.ofEntries(
          Map.entry("both_write", DEADLOCK),
          Map.entry("cat", DEADLOCK),
          Map.entry("in_flight", DEADLOCK),
          Map.entry("wait_for_writer", WAITS_FOR_CHILD),
          Map.entry("stderr_then_stdout", DEADLOCK),
          Map.entry("all_threads", DEADLOCK),
          Map.entry("unix_full", DEADLOCK),
          Map.entry("seqpacket_full", DEADLOCK),
          Map.entry("ring_of_writers", DEADLOCK),
          Map.entry("tcp_full", DEADLOCK),
          Map.entry("splice_full", DEADLOCK),
          Map.entry("tee_full", DEADLOCK),
          Map.entry("splice_file", WAITS_FOR_CHILD),
          Map.entry("flock_cycle", LOCK_CYCLE),
          Map.entry("ofd_cycle", LOCK_CYCLE),
          Map.entry("flock_and_pipe", LOCK_CYCLE),
          Map.entry("fcntl_and_pipe", LOCK_CYCLE));

  /// Processes of Python, which catch the interrupt key.
  private static final Map<String, Symptom> LIKELY =
      Map.of(
          "cat_and_alarm", DEADLOCK,
          "own_write_end", MUTUAL_READ,
          "splice_empty", MUTUAL_READ,
          "siblings", MUTUAL_READ,
          "unix_poll", MUTUAL_READ,
          "unix_select", MUTUAL_READ,
          "continued", MUTUAL_READ,
          "epoll_ring", MUTUAL_READ,
          "eventfds", MUTUAL_READ);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyKnotIsFound() throws Exception {
    var ward = new Ward(folder);
    try {
      var checks = new LinkedHashMap<Patient, Consumer<Finding>>();
      PROVEN.forEach((name, symptom) -> checks.put(ward.admit("knots", name), proven(symptom)));
      LIKELY.forEach((name, symptom) -> checks.put(ward.admit("knots", name), likely(symptom)));
      checks.put(ward.admit("knots", "coproc"), KnotsTest::isCoproc);
      checks.put(ward.admitC("siblings.c", "alone"), proven(MUTUAL_READ));
      checks.put(ward.admitC("siblings.c", "both"), proven(MUTUAL_READ));
      checks.put(ward.admitC("siblings.c", "poll"), proven(MUTUAL_READ));
      checks.put(ward.admitC("siblings.c", "alarm"), KnotsTest::hasAlarm);
      checks.put(ward.admit(WritesToCat.class), likely(DEADLOCK));
      checks.put(ward.admit(WaitsForWriter.class), likely(WAITS_FOR_CHILD));
      var diagnosis =
          Ward.examineUntil(seen ->
              checks.keySet().stream()
                  .noneMatch(patient -> Ward.findingsAbout(patient, seen).isEmpty()));
      return checks.entrySet().stream()
          .map(check ->
              DynamicTest.dynamicTest(
                  check.getKey().name(),
                  () -> check.getValue().accept(Ward.only(check.getKey(), diagnosis))))
          .onClose(ward::close);
    } catch (Throwable e) {
      ward.close();
      throw e;
    }
  }

  private static Consumer<Finding> proven(Symptom symptom) {
    return finding -> {
      isOf(symptom, finding);
      assertThat(finding).as(Ward.text(finding)).matches(Ward::isProven);
      assertThat(finding.whyNotHigher().isEmpty()).isEqualTo(finding.tier() == Tier.PROVEN);
    };
  }

  private static Consumer<Finding> likely(Symptom symptom) {
    return finding -> {
      isOf(symptom, finding);
      assertThat(finding.tier()).as(Ward.text(finding)).isEqualTo(Tier.LIKELY);
      assertThat(finding.whyNotHigher()).isNotEmpty();
    };
  }

  private static void isOf(Symptom symptom, Finding finding) {
    assertThat(finding.symptom()).as(Ward.text(finding)).isEqualTo(symptom);
    assertThat(finding.severity())
        .isEqualTo(symptom == MUTUAL_READ ? Severity.WARNING : Severity.ERROR);
    assertThat(finding.edges()).isNotEmpty();
    assertThat(finding.evidence()).isNotEmpty();
    assertThat(finding.advice()).isNotEmpty();
  }

  private static void hasAlarm(Finding finding) {
    likely(MUTUAL_READ).accept(finding);
    assertThat(finding.whyNotHigher()).contains("has set an alarm");
  }

  /// Who writes is a child of the shell, which waits for it, and is in the knot too.
  private static void isCoproc(Finding finding) {
    assertThat(finding.symptom()).as(Ward.text(finding)).isIn(DEADLOCK, WAITS_FOR_CHILD);
    assertThat(finding.processes()).extracting(process -> process.name()).contains("cat", "head");
  }

  @Test
  void theEvidenceSaysHowFullThePipesAre() throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("knots", "cat");
      var diagnosis = Ward.examineUntil(seen -> !Ward.findingsAbout(patient, seen).isEmpty());
      Assumptions.assumeTrue(diagnosis.picture().references().isPresent(), "the kernel tells it");
      assertThat(Ward.only(patient, diagnosis).evidence())
          .filteredOn(line -> line.endsWith(" is full: 16 of 16 pages in use"))
          .hasSize(2);
    }
  }

  @Test
  void whoMayHaveAnEndOnItsWayIsNotProven() throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("knots", "own_end_in_flight");
      var diagnosis = Ward.examineUntil(seen -> !Ward.findingsAbout(patient, seen).isEmpty());
      var finding = Ward.only(patient, diagnosis);
      assertThat(finding.symptom()).isEqualTo(DEADLOCK);
      assertThat(finding.tier()).isEqualTo(Tier.LIKELY);
      assertThat(finding.whyNotHigher()).contains("on its way");
    }
  }

  @Test
  void everyEdgeNamesItsDescriptorAndObject() throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("knots", "cat");
      var diagnosis = Ward.examineUntil(seen -> !Ward.findingsAbout(patient, seen).isEmpty());
      var finding = Ward.only(patient, diagnosis);
      var parent = patient.pids().getFirst();
      var cat = patient.pids().getLast();
      assertThat(Ward.pids(finding)).contains(parent, cat);
      assertThat(finding.edges())
          .anySatisfy(edge -> {
            assertThat(edge.pid()).isEqualTo(cat);
            assertThat(edge.call()).isEqualTo("write");
            assertThat(edge.fd()).isEqualTo(1);
            assertThat(edge.object()).startsWith("pipe:");
            assertThat(edge.waitsFor()).containsExactly(parent);
          })
          .anySatisfy(edge -> {
            assertThat(edge.pid()).isEqualTo(parent);
            assertThat(edge.waitsFor()).containsExactly(cat);
          });
    }
  }
}
