package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Signal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalSetTest {
  @Test
  void theLowestBitIsSignalOneAndTheHighestSignal64() {
    assertThat(SignalSet.parse("0000000000000001")).isEqualTo(SignalSet.of(Signal.HUP));
    assertThat(SignalSet.parse("8000000000000000")).isEqualTo(SignalSet.of(Signal.RTMAX));
    assertThat(SignalSet.of(Signal.KILL).bits()).isEqualTo(0x100);
  }

  @Test
  void aSetContainsItsMembersOnly() {
    var set = SignalSet.of(Signal.HUP, Signal.RTMIN, Signal.RTMAX);

    assertThat(IntStream.rangeClosed(1, 64).filter(n -> set.contains(new Signal(n))))
        .containsExactly(1, 34, 64);
  }

  @Test
  void membersAreListedWithTheLowestNumberFirst() {
    assertThat(SignalSet.of(Signal.RTMAX, Signal.TERM, Signal.HUP).signals())
        .containsExactly(Signal.HUP, Signal.TERM, Signal.RTMAX);
    assertThat(new SignalSet(-1).signals()).hasSize(64);
    assertThat(SignalSet.EMPTY.signals()).isEmpty();
  }

  @Test
  void setsAreJoinedAndIntersected() {
    var one = SignalSet.of(Signal.HUP, Signal.TERM);
    var other = SignalSet.of(Signal.TERM, Signal.INT);

    assertThat(one.union(other)).isEqualTo(SignalSet.of(Signal.HUP, Signal.INT, Signal.TERM));
    assertThat(one.intersection(other)).isEqualTo(SignalSet.of(Signal.TERM));
  }

  @Test
  void itReadsAsAListOfNames() {
    assertThat(SignalSet.of(Signal.RTMIN, Signal.INT)).hasToString("SIGINT SIGRTMIN");
    assertThat(SignalSet.EMPTY).hasToString("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "xyz", "+1", "-1", "00000000000000001", "0x1", " 1"})
  void whatIsNoMaskIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SignalSet.parse(text));
  }
}
