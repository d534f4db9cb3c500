package dev.rohrpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

class SignalFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void everyTextIsASignalOrRefused(@NotNull String text) {
    Signal signal;
    try {
      signal = Signal.parse(text);
    } catch (IllegalArgumentException _) {
      return;
    }
    assertThat(Signal.parse(signal.toString())).isEqualTo(signal);
  }
}
