package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalTrialsTest {
  @ParameterizedTest
  @CsvSource({"0/96364, 64", "90/96364, 154", "7/20, 20", "3/18446744073709551615, 67"})
  void theLimitLeavesRoomForFewAndIsNotAboveOurs(String queued, long limit) throws Exception {
    assertThat(SignalTrials.lowLimit("Threads:\t1\nSigQ:\t" + queued + "\nSigPnd:\t0\n"))
        .isEqualTo(limit);
  }

  @Test
  void aStatusWithoutTheQueueSaysSo() {
    assertThatThrownBy(() -> SignalTrials.lowLimit("Threads:\t1\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SigQ");
  }
}
