package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Signal;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.Row;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource({
    "KILL, the kernel",
    "STOP, the kernel",
    "SEGV, the JVM",
    "BUS, the JVM",
    "FPE, the JVM",
    "ILL, the JVM",
    "QUIT, the JVM",
    "USR2, the JVM",
    "RTMAX-2, the JVM",
    "32, the C library",
    "33, the C library"
  })
  @Row("SIG-30")
  void whatSomebodyElseOwnsIsRefusedByName(String name, String owner) {
    var signal = Signal.parse(name);

    assertThat(Reserved.owner(signal)).map(Object::toString).contains(owner);
    for (var refused : refusals(signal)) {
      assertThatExceptionOfType(ReservedSignalException.class)
          .isThrownBy(refused::run)
          .withMessageContaining(signal.toString())
          .withMessageContaining(owner)
          .satisfies(e -> assertThat(e.signal()).isEqualTo(signal))
          .satisfies(e -> assertThat(e.owner()).hasToString(owner));
    }
  }

  private static List<Here.Task<?>> refusals(Signal signal) {
    return List.of(
        () -> Signals.subscribe(Signal.TERM, signal),
        () -> Signals.handle(_ -> {}, signal),
        () -> Disposition.ignore(signal),
        () -> Disposition.restoreDefault(signal));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "SIG", "0", "-1", "65", "2000", "RTMIN+31", "TERM ", "15x"})
  @Row("SIG-30")
  void whatIsNoSignalIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Signal.parse(name));
  }

  @Test
  void thisLibraryKeepsTwoSignalsAtMost() throws Exception {
    Signals.capabilities(); // reserves one; the other is reserved by whoever waits first
    var ours =
        IntStream.rangeClosed(1, 64)
            .mapToObj(Signal::new)
            .filter(s -> Reserved.owner(s).filter(Reserved.Owner.ROHRPOST::equals).isPresent())
            .toList();

    assertThat(ours).hasSizeBetween(1, 2).allMatch(s -> s.number() < Signal.RTMAX.number() - 2);
    for (var signal : ours) {
      assertThatExceptionOfType(ReservedSignalException.class)
          .isThrownBy(() -> Signals.subscribe(signal))
          .withMessageContaining("Rohrpost");
    }
  }

  @Test
  void ordinarySignalsHaveNoOwner() {
    for (var signal : Set.of(Signal.HUP, Signal.INT, Signal.TERM, Signal.USR1, Signal.RTMIN)) {
      assertThat(Reserved.owner(signal)).isEmpty();
    }
  }

  @Test
  void nobodySubscribesToNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> Signals.subscribe());
    assertThatIllegalArgumentException().isThrownBy(() -> Signals.subscribe(Set.of()));
  }

  /// A program of its own: it tells which signals the JVM leaves alone, and what it receives.
  static final class FreedProgram {
    private FreedProgram() {}

    public static void main(String[] arguments) throws Exception {
      try (var signals = Signals.subscribe(Signal.QUIT, Signal.USR2)) {
        System.out.println("ready");
        System.out.println(signals.take() + " " + signals.take());
      }
    }
  }

  @Test
  void whatTheJvmIsStartedWithoutCanBeReceived() throws Exception {
    var jvm = Jvm.of(FreedProgram.class).with("-Xrs", "-XX:+DisableAttachMechanism");
    try (var running = jvm.withEnvironment("_JAVA_SR_SIGNUM", "63").start()) {
      assertThat(running.line(PATIENCE)).isEqualTo("ready");
      for (var signal : List.of("QUIT", "USR2")) {
        Foreign.run(PATIENCE, "kill", "-" + signal, Long.toString(running.pid())).orFail();
      }
      var output = running.await(PATIENCE).orFail();
      assertThat(output.out()).contains("SIGQUIT", "SIGUSR2", "pid=");
      assertThat(output.err()).isEmpty();
    }
  }

  @Test
  void theReasonSaysHowToDoWithoutTheJvm() {
    assertThatExceptionOfType(ReservedSignalException.class)
        .isThrownBy(() -> Signals.subscribe(Signal.QUIT))
        .withMessageContaining("-Xrs");
    assertThatExceptionOfType(ReservedSignalException.class)
        .isThrownBy(() -> Signals.subscribe(Signal.USR2))
        .withMessageContaining("_JAVA_SR_SIGNUM");
  }
}
