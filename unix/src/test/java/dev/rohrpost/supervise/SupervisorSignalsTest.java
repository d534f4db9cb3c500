package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Signal;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.process.Program;
import dev.rohrpost.signal.SignalInfo;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class SupervisorSignalsTest {
  @TempDir Path folder;

  private static SignalInfo from(int code, Signal signal) {
    var none = OptionalInt.empty();
    return new SignalInfo(signal, code, 77, 0, none, none, Instant.EPOCH);
  }

  private Supervised run(Service service) {
    return Supervised.run(service.withMinUptime(Duration.ofMillis(10)));
  }

  private static Service sleeper() {
    return Service.of(Program.of("sleep", "1000"));
  }

  @Test
  void aWindowThatIsResizedMeansNothing() throws Exception {
    try (var service = run(sleeper())) {
      service.await(Event.Ready.class);
      service.obey(from(SignalH.SI_KERNEL, Signal.WINCH));
      service.obey(from(SignalH.SI_USER, Signal.USR1));
      service.await(Event.Ready.class, ready -> ready.generation() == 2);
      service.obey(from(SignalH.SI_USER, Signal.WINCH));
      assertThat(service.await(Event.Stopping.class).graceful()).isTrue();
      service.awaitStopped();
    }
  }

  @Test
  void aTerminalThatIsGoneStopsAndAProcessRestarts() throws Exception {
    try (var service = run(sleeper())) {
      service.await(Event.Ready.class);
      service.obey(from(SignalH.SI_QUEUE, Signal.HUP));
      service.await(Event.Ready.class, ready -> ready.generation() == 2);
      service.obey(from(SignalH.SI_KERNEL, Signal.HUP));
      assertThat(service.await(Event.Stopping.class).graceful()).isFalse();
      service.awaitStopped();
    }
  }

  @Test
  void anySignalThatWouldEndThisProcessEndsTheWorkers() throws Exception {
    for (var signal : new Signal[] {Signal.TERM, Signal.INT, Signal.ALRM, Signal.realTime(3)}) {
      try (var service = run(sleeper())) {
        service.await(Event.Ready.class);
        service.obey(from(SignalH.SI_USER, signal));
        service.awaitStopped();
      }
    }
    assertThat(new Supervisor(sleeper(), (_, _) -> {}).signals())
        .contains(Signal.USR2, Signal.QUIT, Signal.PWR, Signal.RTMIN, Signal.RTMAX)
        .doesNotContain(Signal.KILL, Signal.CHLD, Signal.TSTP, Signal.CONT, Signal.URG);
  }

  @Test
  void aSignalIsForwardedInPlaceOfItsMeaning() throws Exception {
    var got = folder.resolve("got");
    var script = "trap ': >" + got + "' USR1; while :; do sleep 0.1; done";
    var forwarding =
        Service.of(Program.of("sh", "-c", script)).withForward(Map.of(Signal.HUP, Signal.USR1));
    try (var service = run(forwarding)) {
      var worker = service.await(Event.WorkerStarted.class);
      service.await(Event.Ready.class);
      service.obey(from(SignalH.SI_USER, Signal.HUP));
      var forwarded = service.await(Event.Forwarded.class);
      assertThat(forwarded.signal()).isEqualTo(Signal.HUP);
      assertThat(forwarded.as()).isEqualTo(Signal.USR1);
      assertThat(forwarded.pids()).containsExactly(worker.pid());
      while (!Files.exists(got)) {
        Thread.onSpinWait();
      }
      service.request(Supervisor.Request.STOP);
      service.awaitStopped();
    }
  }

  @Test
  void whatEndsASupervisorIsNotForwarded() {
    for (var signal : new Signal[] {Signal.TERM, Signal.INT, Signal.KILL, Signal.CHLD}) {
      assertThatThrownBy(() -> sleeper().withForward(Map.of(signal, Signal.USR1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(signal.toString());
    }
  }

  @Test
  void contradictionsAreRefused() {
    var impossible =
        sleeper().withMinUptime(Duration.ofSeconds(2)).withReadyTimeout(Duration.ofSeconds(2));
    assertThatThrownBy(() -> new Supervisor(impossible, (_, _) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    var notifying = impossible.withReadiness(Service.Readiness.NOTIFY);
    assertThat(new Supervisor(notifying, (_, _) -> {})).isNotNull();
  }
}
