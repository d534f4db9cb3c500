package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.process.Program;
import dev.rohrpost.supervise.Supervisor.Request;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A worker is a process group: what it has started ends with it, before anything else begins.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class WorkerGroupTest {
  @TempDir Path folder;

  private Service service(String script) {
    return Service.of(Program.of("sh", "-c", script)).withMinUptime(Duration.ofMillis(100));
  }

  private static void assertGone(Event.LeftOver left) {
    assertThat(left.processes()).isNotEmpty();
    assertThat(left.processes())
        .allSatisfy(process ->
            assertThat(ProcessEntry.of(process.pid()).filter(entry -> !entry.isZombie()))
                .as(process.toString())
                .isEmpty());
  }

  @Test
  void whatAWorkerHasStartedEndsWhenItIsToldTo() throws Exception {
    try (var service = Supervised.run(service("sleep 1000 & sleep 1000 & wait"))) {
      service.await(Event.Ready.class);
      service.request(Request.STOP);
      service.awaitStopped();
      var left = service.await(Event.LeftOver.class);
      assertThat(left.processes()).extracting(Event.LeftProcess::name).contains("sleep");
      assertGone(left);
    }
  }

  @Test
  void whatACrashedWorkerHasStartedIsEndedBeforeItIsReplaced() throws Exception {
    try (var service = Supervised.run(service("sleep 1000 & wait"))) {
      var first = service.await(Event.WorkerStarted.class);
      service.await(Event.Ready.class);
      ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
      var left = service.await(Event.LeftOver.class);
      service.await(Event.WorkerStarted.class);
      assertGone(left);
    }
  }

  @Test
  void whatIgnoresTermIsKilledAfterTheGrace() throws Exception {
    var deaf = "(trap '' TERM; : >" + folder.resolve("up") + "; while :; do sleep 1000; done) &";
    var slow = service(deaf + " wait").withGrace(Duration.ofMillis(200));
    try (var service = Supervised.run(slow)) {
      service.await(Event.Ready.class);
      while (!folder.resolve("up").toFile().exists()) {
        Thread.onSpinWait();
      }
      service.request(Request.RESTART);
      var left = service.await(Event.LeftOver.class);
      service.await(Event.WorkerStarted.class); // begins when the group is empty
      assertGone(left);
      service.request(Request.STOP);
      service.awaitStopped();
    }
  }

  @Test
  void anInterruptKillsAll() throws Exception {
    List<Event> seen;
    try (var service = Supervised.run(service("sleep 1000 & trap '' TERM; wait; wait"))) {
      service.await(Event.Ready.class);
      seen = service.seen();
    }
    var leader = ((Event.WorkerStarted) seen.get(1)).pid();
    while (ProcessEntry.all().stream().anyMatch(e -> e.group() == leader && !e.isZombie())) {
      Thread.onSpinWait(); // a kill takes a moment
    }
  }
}
