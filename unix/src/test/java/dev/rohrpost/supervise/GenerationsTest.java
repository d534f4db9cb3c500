package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.supervise.Event.Cause;
import dev.rohrpost.supervise.Supervisor.Request;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Each transition of `docs/design/0009-supervise.md`.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class GenerationsTest {
  private static final String NEVER_READY = "exec sleep 1000";

  @TempDir Path folder;

  private static boolean isAlive(Event.WorkerStarted worker) {
    return ProcessHandle.of(worker.pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void aBrokenVersionFailsAloneAndTheNextGoodOneTakesOver() throws Exception {
    var versions = Versions.in(folder, Versions.notifying(Versions.GOOD));
    try (var service = Supervised.run(versions.notifyingService())) {
      var old = service.await(Event.WorkerStarted.class);
      service.await(Event.Ready.class);
      versions.install(Versions.BROKEN);
      service.request(Request.GRACEFUL_RESTART);
      var failed = service.await(Event.GenerationFailed.class);
      assertThat(failed.generation()).isEqualTo(2);
      assertThat(failed.cause()).isEqualTo(Cause.CRASHES);
      assertThat(failed.lastStatus()).contains(new ExitStatus.Exited(1));
      assertThat(isAlive(old)).isTrue();
      versions.install(Versions.notifying(Versions.GOOD));
      service.request(Request.GRACEFUL_RESTART);
      service.await(Event.Ready.class, ready -> ready.generation() == 3);
      service.await(Event.WorkerExited.class, exited -> exited.pid() == old.pid());
      service.request(Request.STOP);
      service.awaitStopped();
    }
  }

  @Test
  void aVersionThatNeverSaysThatItIsReadyIsGivenUp() throws Exception {
    var versions = Versions.in(folder, Versions.notifying(Versions.GOOD));
    var quick =
        versions
            .service()
            .withReadiness(Service.Readiness.NOTIFY)
            .withReadyTimeout(Duration.ofSeconds(5));
    try (var service = Supervised.run(quick)) {
      var old = service.await(Event.WorkerStarted.class);
      service.await(Event.Ready.class);
      versions.install(NEVER_READY);
      service.request(Request.GRACEFUL_RESTART);
      var hanging = service.await(Event.WorkerStarted.class, started -> started.generation() == 2);
      var failed = service.await(Event.GenerationFailed.class);
      assertThat(failed.cause()).isEqualTo(Cause.NOT_READY);
      service.await(Event.WorkerExited.class, exited -> exited.pid() == hanging.pid());
      assertThat(isAlive(old)).isTrue();
      service.request(Request.STOP);
      service.awaitStopped();
    }
  }

  @Test
  void theFirstGenerationThatIsNeverReadyIsTheEnd() throws Exception {
    var versions = Versions.in(folder, NEVER_READY);
    var quick =
        versions
            .service()
            .withReadiness(Service.Readiness.NOTIFY)
            .withReadyTimeout(Duration.ofMillis(300));
    try (var service = Supervised.run(quick)) {
      assertThat(service.awaitFailed().cause()).isEqualTo(Cause.NOT_READY);
      assertThat(service.seen()).noneMatch(Event.Ready.class::isInstance);
    }
  }

  @Test
  void anUnreadyGenerationIsReplacedByANewerRequest() throws Exception {
    var versions = Versions.in(folder, Versions.notifying(Versions.GOOD));
    try (var service = Supervised.run(versions.notifyingService())) {
      service.await(Event.Ready.class);
      versions.install(NEVER_READY);
      service.request(Request.GRACEFUL_RESTART);
      var hanging = service.await(Event.WorkerStarted.class, started -> started.generation() == 2);
      versions.install(Versions.notifying(Versions.GOOD));
      service.request(Request.GRACEFUL_RESTART);
      assertThat(service.await(Event.GenerationFailed.class).cause()).isEqualTo(Cause.REPLACED);
      service.await(Event.WorkerExited.class, exited -> exited.pid() == hanging.pid());
      service.await(Event.GracefulRestart.class, restart -> restart.generation() == 3);
      service.await(Event.Ready.class, ready -> ready.generation() == 3);
      service.request(Request.STOP);
      service.awaitStopped();
    }
  }

  @Test
  void aRestartWaitsForAGenerationThatStillFinishes() throws Exception {
    var finishing = folder.resolve("finishing");
    var versions =
        Versions.in(folder, "trap ': >" + finishing + "' TERM; while :; do sleep 0.1; done");
    try (var service = Supervised.run(versions.service())) {
      var old = service.await(Event.WorkerStarted.class);
      service.await(Event.Ready.class);
      versions.install(Versions.GOOD);
      service.request(Request.GRACEFUL_RESTART);
      service.await(Event.Ready.class, ready -> ready.generation() == 2);
      while (!Files.exists(finishing)) {
        Thread.onSpinWait();
      }
      service.request(Request.GRACEFUL_RESTART);
      service.request(Request.GRACEFUL_RESTART);
      assertThat(service.await(Event.RestartPending.class).waitsFor()).isEqualTo(1);
      ProcessHandle.of(old.pid()).orElseThrow().destroyForcibly();
      service.await(Event.WorkerExited.class, exited -> exited.pid() == old.pid());
      service.await(Event.GracefulRestart.class, restart -> restart.generation() == 3);
      service.await(Event.Ready.class, ready -> ready.generation() == 3);
      service.request(Request.STOP);
      service.awaitStopped();
      assertThat(service.seen())
          .noneMatch(e -> e instanceof Event.GracefulRestart(int number) && number > 3);
    }
  }

  @Test
  void anOldGenerationThatDoesNotFinishIsEndedAfterTheGracefulTimeout() throws Exception {
    var versions = Versions.in(folder, "trap '' USR2; while :; do sleep 0.1; done");
    var limited =
        versions
            .service()
            .withGracefulSignal(Signal.USR2)
            .withGracefulTimeout(Duration.ofMillis(50));
    try (var service = Supervised.run(limited)) {
      var old = service.await(Event.WorkerStarted.class);
      service.await(Event.Ready.class);
      service.request(Request.GRACEFUL_RESTART);
      var exited = service.await(Event.WorkerExited.class, worker -> worker.pid() == old.pid());
      assertThat(exited.status()).isEqualTo(new ExitStatus.Signalled(Signal.TERM, false));
      service.request(Request.STOP);
      service.awaitStopped();
    }
  }

  @Test
  void aWorkerThatDiesBeforeItHasLivedIsNotReady() throws Exception {
    var versions = Versions.in(folder, Versions.BROKEN);
    try (var service = Supervised.run(versions.service())) {
      assertThat(service.awaitFailed().cause()).isEqualTo(Cause.CRASHES);
      assertThat(service.seen()).noneMatch(Event.WorkerReady.class::isInstance);
    }
  }

  @Test
  void whileAHealthyWorkerServesCrashesOfAnotherEndNothing() throws Exception {
    var versions = Versions.in(folder, Versions.notifying(Versions.GOOD));
    try (var service = Supervised.run(versions.notifyingService().withWorkers(2))) {
      var healthy = service.await(Event.WorkerStarted.class);
      var other = service.await(Event.WorkerStarted.class);
      service.await(Event.Ready.class);
      versions.install(Versions.BROKEN);
      ProcessHandle.of(other.pid()).orElseThrow().destroyForcibly();
      for (var i = 0; i < 3; i++) { // one more than is borne
        service.await(Event.WorkerExited.class);
      }
      assertThat(isAlive(healthy)).isTrue();
      service.request(Request.STOP);
      service.awaitStopped();
      assertThat(service.seen()).noneMatch(Event.GenerationFailed.class::isInstance);
    }
  }

  @Test
  void aHardRestartWithABrokenVersionHasNothingToFallBackOn() throws Exception {
    var versions = Versions.in(folder, Versions.notifying(Versions.GOOD));
    try (var service = Supervised.run(versions.notifyingService())) {
      service.await(Event.Ready.class);
      versions.install(Versions.BROKEN);
      service.request(Request.RESTART);
      var failed = service.awaitFailed();
      assertThat(failed.generation()).isEqualTo(2);
      assertThat(failed.cause()).isEqualTo(Cause.CRASHES);
    }
  }

  @Test
  void startsThatFailAreCountedAndPausedLikeCrashes() throws Exception {
    var program = Files.createSymbolicLink(folder.resolve("program"), Path.of("/bin/sleep"));
    var quick =
        Service.of(Program.of(program.toString(), "1000"))
            .withMinUptime(Duration.ofMillis(100))
            .withMaxCrashes(3);
    try (var service = Supervised.run(quick)) {
      var first = service.await(Event.WorkerStarted.class);
      service.await(Event.Ready.class);
      Files.delete(program);
      ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
      var failed = service.awaitFailed();
      assertThat(failed.cause()).isEqualTo(Cause.CRASHES);
      assertThat(failed.lastFailure()).get().asString().contains("ENOENT");
      assertThat(service.seen().stream().filter(Event.WorkerFailed.class::isInstance))
          .hasSizeBetween(3, 4); // the end of the first counts if that was within a second
    }
  }

  @Test
  void aWorkerInTheBackgroundIsRecognised() throws Exception {
    var versions = Versions.in(folder, "sleep 1000 & exit 0");
    try (var service = Supervised.run(versions.service())) {
      assertThat(service.awaitFailed().cause()).isEqualTo(Cause.IN_BACKGROUND);
      assertThat(service.seen().stream().filter(Event.WorkerStarted.class::isInstance)).hasSize(1);
      assertThat(service.seen()).anyMatch(Event.LeftOver.class::isInstance);
    }
  }

  @Test
  void anEndWhileAGenerationStartsEndsBoth() throws Exception {
    for (var request : new Request[] {Request.STOP, Request.GRACEFUL_STOP}) {
      var versions = Versions.in(folder, Versions.notifying(Versions.GOOD));
      try (var service = Supervised.run(versions.notifyingService())) {
        service.await(Event.Ready.class);
        versions.install(NEVER_READY);
        service.request(Request.GRACEFUL_RESTART);
        service.await(Event.WorkerStarted.class, started -> started.generation() == 2);
        service.request(request);
        service.awaitStopped();
        assertThat(service.seen().stream().filter(Event.WorkerExited.class::isInstance)).hasSize(2);
      }
    }
  }

  @Test
  void aHardRestartWhileAGenerationStartsEndsBothAndBeginsOne() throws Exception {
    var versions = Versions.in(folder, Versions.notifying(Versions.GOOD));
    try (var service = Supervised.run(versions.notifyingService())) {
      service.await(Event.Ready.class);
      versions.install(versions.hanging());
      service.request(Request.GRACEFUL_RESTART);
      service.await(Event.WorkerStarted.class, started -> started.generation() == 2);
      versions.awaitHanging();
      versions.install(Versions.notifying(Versions.GOOD));
      service.request(Request.RESTART);
      assertThat(service.await(Event.Reload.class).generation()).isEqualTo(3);
      service.await(Event.WorkerExited.class);
      service.await(Event.WorkerExited.class);
      service.await(Event.Ready.class, ready -> ready.generation() == 3);
      service.request(Request.STOP);
      service.awaitStopped();
    }
  }
}
