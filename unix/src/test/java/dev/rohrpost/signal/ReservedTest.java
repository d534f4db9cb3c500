package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Signal;
import dev.rohrpost.testkit.Row;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedTest {
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
}
