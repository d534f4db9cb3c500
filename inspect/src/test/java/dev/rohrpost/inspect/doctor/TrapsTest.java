package dev.rohrpost.inspect.doctor;

import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class TrapsTest {
  private static final List<String> TRAPS =
      List.of(
          "yes_head_sleep",
          "yes_sleep",
          "slow_reader",
          "slow_writer",
          "fast_pipeline",
          "quiet_pipeline",
          "tail_grep",
          "idle_accept",
          "poll_server",
          "self_pipe",
          "signal_self_pipe",
          "pty_shell",
          "pool",
          "timed_poll",
          "receive_timeout",
          "user_timeout",
          "relay",
          "reader_in_flight",
          "lock_wait",
          "two_locks",
          "timed_coproc",
          "third_holder",
          "event",
          "idle_workers",
          "asyncio_child",
          "reads_slowly",
          "server_of_one",
          "paused",
          "besieged_unix",
          "besieged_tcp",
          "besieged_poll",
          "zombie_and_worker",
          "wrote_once",
          "pipeline_in_background",
          "semaphore_wait");

  private static final int EXAMINATIONS = 4;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> noTrapIsTakenForAKnot() throws Exception {
    var ward = new Ward(folder);
    try {
      TRAPS.forEach(name -> ward.admit("traps", name));
      ward.admit(Idle.class);
      ward.admit(IdleWithChild.class);
      ward.admit(ReadsSlowly.class);
      var diagnoses = new ArrayList<Diagnosis>();
      for (var i = 0; i < EXAMINATIONS; i++) {
        diagnoses.add(Doctor.examine(Ward.INTERVAL));
      }
      return ward.patients().stream()
          .map(patient ->
              DynamicTest.dynamicTest(patient.name(), () -> expectSilence(patient, diagnoses)))
          .onClose(ward::close);
    } catch (Throwable e) {
      ward.close();
      throw e;
    }
  }

  /// The same program without a ring is stuck.
  @Test
  void theKernelMayWorkForWhoHasAnIoUring() throws Exception {
    try (var ward = new Ward(folder)) {
      var ring = ward.admitC("siblings.c", "ring");
      Assumptions.assumeTrue(ring.pids().size() > 1, "no io_uring");
      var stuck = ward.admitC("siblings.c", "both");
      var diagnoses = new ArrayList<Diagnosis>();
      diagnoses.add(Ward.examineUntil(seen -> !Ward.findingsAbout(stuck, seen).isEmpty()));
      diagnoses.add(Doctor.examine(Ward.INTERVAL));
      Assertions.assertThat(Ward.only(stuck, diagnoses.getLast()).symptom())
          .isEqualTo(Symptom.MUTUAL_READ);
      expectSilence(ring, diagnoses);
    }
  }

  private static void expectSilence(Ward.Patient patient, List<Diagnosis> diagnoses) {
    for (var diagnosis : diagnoses) {
      var findings =
          Ward.findingsAbout(patient, diagnosis).stream()
              .map(Ward::text)
              .collect(Collectors.joining("\n"));
      Assertions.assertThat(findings).as(patient.name()).isEmpty();
    }
  }
}
