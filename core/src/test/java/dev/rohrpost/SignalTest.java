package dev.rohrpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
  static Stream<Signal> all() {
    return IntStream.rangeClosed(1, 64).mapToObj(Signal::new);
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatASignalIsCalledLeadsBackToIt(Signal signal) {
    assertThat(Signal.parse(signal.toString())).isEqualTo(signal);
    assertThat(Signal.parse(Integer.toString(signal.number()))).isEqualTo(signal);
  }

  @ParameterizedTest
  @CsvSource({
    "TERM, 15",
    "sigTerm, 15",
    "15, 15",
    "SIG15, 15",
    "CLD, 17",
    "RTMIN, 34",
    "SIGRTMIN+0, 34",
    "rtmin+3, 37",
    "RTMAX, 64",
    "RTMAX-2, 62",
    "RTMAX-30, 34"
  })
  void peopleWriteTheSameSignalInManyWays(String text, int number) {
    assertThat(Signal.parse(text).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SIG",
        "0",
        "65",
        "-1",
        "99999999999",
        "NOPE",
        "TERM ",
        "RTMIN+31",
        "RTMIN-1",
        "RTMIN+-1",
        "RTMAX-31",
        "RTMAX+1",
        "SIGSIGTERM"
      })
  void anythingElseIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signal.parse(text))
        .withMessage("no such signal: " + text);
  }

  @Test
  void realTimeSignalsBeginAt34() {
    assertThat(Signal.realTime(0)).isEqualTo(Signal.RTMIN).hasToString("SIGRTMIN");
    assertThat(Signal.realTime(30)).isEqualTo(Signal.RTMAX).hasToString("SIGRTMAX");
    assertThat(Signal.RTMIN.isRealTime()).isTrue();
    assertThat(new Signal(33).isRealTime()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> Signal.realTime(31));
    assertThatIllegalArgumentException().isThrownBy(() -> Signal.realTime(-1));
  }
}
