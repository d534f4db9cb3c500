package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.inspect.BusWatch;
import dev.rohrpost.inspect.CallingPrograms;
import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.signal.Target;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Calls on a bus that wait for each other, and their innocent twins.
@Timeout(180)
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class BusCallsTest {
  private static final Set<Symptom> SYMPTOMS = Set.of(Symptom.BUS_CYCLE, Symptom.BUS_CHAIN);

  @TempDir Path folder;

  private CallingPrograms bus() throws Exception {
    return CallingPrograms.on(folder, "");
  }

  private static List<Finding> findings(Diagnosis diagnosis) {
    return diagnosis.findings().stream().filter(f -> SYMPTOMS.contains(f.symptom())).toList();
  }

  /// Looks until there is something to say about calls.
  private static Finding found(BusWatch watch) throws Exception {
    var end = System.nanoTime() + Ward.PATIENCE.toNanos();
    while (true) {
      var findings = findings(Doctor.examine(Ward.INTERVAL, watch));
      if (!findings.isEmpty()) {
        assertThat(findings).hasSize(1);
        return findings.getFirst();
      }
      assertThat(System.nanoTime()).as("found nothing among %s", watch.openCalls()).isLessThan(end);
    }
  }

  private static Integer[] pids(Running... programs) {
    return List.of(programs).stream().map(program -> (int) program.pid()).toArray(Integer[]::new);
  }

  /// Looks twice at what is open, which is nothing to worry about.
  private static void nothing(BusWatch watch, int calls) throws Exception {
    CallingPrograms.awaitOpen(watch, calls);
    for (var i = 0; i < 2; i++) {
      assertThat(findings(Doctor.examine(Ward.INTERVAL, watch)).stream().map(Ward::text)).isEmpty();
    }
    assertThat(watch.openCalls()).hasSize(calls);
  }

  @Test
  void twoThatCallEachOtherAndWaitAreFound() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "ask", CallingPrograms.NEVER);
      var b = bus.start("B", "A", "ask", CallingPrograms.NEVER);
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "ask");
        var finding = found(watch);
        assertThat(finding.symptom()).isEqualTo(Symptom.BUS_CYCLE);
        assertThat(finding.tier()).isEqualTo(Tier.LIKELY);
        assertThat(finding.severity()).as(Ward.text(finding)).isEqualTo(Severity.ERROR);
        assertThat(finding.whyNotHigher()).startsWith("whether they wait for the replies alone");
        assertThat(Ward.pids(finding)).containsExactlyInAnyOrder(pids(a, b));
        assertThat(finding.edges())
            .hasSize(2)
            .anySatisfy(edge -> {
              assertThat(edge.pid()).isEqualTo((int) a.pid());
              assertThat(edge.call()).isEqualTo("com.example.Chain.Ask");
              assertThat(edge.object()).isEqualTo("dbus:session/com.example.B");
              assertThat(edge.waitsFor()).containsExactly((int) b.pid());
            });
        assertThat(finding.evidence())
            .anyMatch(said ->
                said.contains("has called com.example.Chain.Ask of /link at com.example.B")
                    && said.contains("no reply since 2"));
        assertThat(finding.advice()).contains("end one of");
      }
    }
  }

  @Test
  void aCircleOfThreeAndWhoWaitsForItAreFound() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "ask", CallingPrograms.NEVER);
      var b = bus.start("B", "C", "ask", CallingPrograms.NEVER);
      var c = bus.start("C", "A", "ask", CallingPrograms.NEVER);
      var d = bus.start("D", "A", "ask", CallingPrograms.NEVER);
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "ask");
        CallingPrograms.awaitOpen(watch, 3);
        CallingPrograms.tell(d, "ask");
        CallingPrograms.awaitOpen(watch, 4);
        var finding = found(watch);
        assertThat(finding.symptom()).isEqualTo(Symptom.BUS_CYCLE);
        assertThat(Ward.pids(finding)).containsExactlyInAnyOrder(pids(a, b, c, d));
        assertThat(finding.edges()).hasSize(3);
        assertThat(finding.evidence())
            .anyMatch(said ->
                said.startsWith("held up by them") && said.contains("(pid " + d.pid() + ")"));
      }
    }
  }

  @Test
  void aLongDeadlineKeepsItOpen() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "ask", "100");
      var _ = bus.start("B", "A", "ask", CallingPrograms.NEVER);
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "ask");
        var finding = found(watch);
        assertThat(finding.tier()).isEqualTo(Tier.OPEN);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.whyNotHigher())
            .matches(
                "process " + a.pid() + " waits for (9\\d|100) s at the most, as for a deadline;.*");
      }
    }
  }

  /// Calls of which one is made while the doctor looks are looked at once more.
  @Test
  void theCircleMayCloseDuringTheLook() throws Exception {
    try (var bus = bus();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var a = bus.start("A", "B", "ask", CallingPrograms.NEVER);
      var b = bus.start("B", "A", "ask", CallingPrograms.NEVER);
      try (var watch = BusWatch.open(bus.environment())) {
        var looking = threads.submit(() -> Doctor.examine(Ward.INTERVAL.multipliedBy(5), watch));
        CallingPrograms.tell(a, "ask");
        assertThat(findings(looking.get()))
            .singleElement()
            .satisfies(found -> assertThat(Ward.pids(found)).containsExactlyInAnyOrder(pids(a, b)));
      }
    }
  }

  @Test
  void whoIsSlowIsNoTrouble() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "ask", CallingPrograms.NEVER);
      var _ = bus.start("B", "A", "sleep", CallingPrograms.NEVER);
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "ask");
        nothing(watch, 1);
      }
    }
  }

  /// Both calls are open, but one of the two works on its answer.
  @Test
  void aCircleInWhichSomebodyWorksIsNoTrouble() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "sleep", CallingPrograms.NEVER);
      var _ = bus.start("B", "A", "ask", CallingPrograms.NEVER);
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "start");
        nothing(watch, 2);
      }
    }
  }

  /// A deadline that comes soon ends it.
  @Test
  void aShortDeadlineIsNoTrouble() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "ask", "9");
      var _ = bus.start("B", "A", "ask", "9");
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "ask");
        CallingPrograms.awaitOpen(watch, 2);
        var diagnosis = Doctor.examine(Ward.INTERVAL, watch);
        assertThat(findings(diagnosis).stream().map(Ward::text)).isEmpty();
      }
    }
  }

  @Test
  void whoWaitsForAStoppedOneByWayOfOthersIsFound() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "ask", "25");
      var b = bus.start("B", "C", "ask", "25");
      var c = bus.start("C", "A", "answer", "25");
      try (var watch = BusWatch.open(bus.environment())) {
        new Target.Pid((int) c.pid()).send(Signal.STOP);
        CallingPrograms.tell(a, "ask");
        CallingPrograms.awaitOpen(watch, 2);
        var finding = found(watch);
        assertThat(finding.symptom()).isEqualTo(Symptom.BUS_CHAIN);
        assertThat(finding.tier()).isEqualTo(Tier.LIKELY);
        assertThat(finding.processes().getFirst().pid()).isEqualTo((int) c.pid());
        assertThat(Ward.pids(finding)).containsExactlyInAnyOrder(pids(a, b, c));
        assertThat(finding.edges()).hasSize(2);
        assertThat(finding.advice()).startsWith("kill -CONT " + c.pid());
      }
    }
  }

  @Test
  void whoWaitsForOneThatIsStuckIsFound() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "ask", CallingPrograms.NEVER);
      var b = bus.start("B", "A", "write", CallingPrograms.NEVER);
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "ask");
        var finding = found(watch);
        assertThat(finding.symptom()).isEqualTo(Symptom.BUS_CHAIN);
        assertThat(Ward.pids(finding)).containsExactlyInAnyOrder(pids(a, b));
        assertThat(finding.evidence()).anyMatch(said -> said.contains("waits itself"));
      }
    }
  }

  @Test
  void whereMonitorsAreNotAllowedItIsSilentAndSaysSo() throws Exception {
    try (var bus = CallingPrograms.on(folder, CallingPrograms.NO_MONITORS)) {
      var a = bus.start("A", "B", "ask", CallingPrograms.NEVER);
      var _ = bus.start("B", "A", "ask", CallingPrograms.NEVER);
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "ask");
        var diagnosis = Doctor.examine(Ward.INTERVAL, watch);
        assertThat(findings(diagnosis)).isEmpty();
        assertThat(diagnosis.buses()).isEmpty();
        assertThat(diagnosis.picture().unknown())
            .anyMatch(unknown -> unknown.matter() == Unknown.Matter.BUS_CALLS);
      }
    }
  }
}
