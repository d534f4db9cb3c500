package dev.rohrpost.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies times = new Latencies();

  @Test
  void noCallHasTakenNoTime() {
    assertThat(times.count()).isZero();
    assertThat(times.shortest()).isEmpty();
    assertThat(times.within(0.5)).isEmpty();
  }

  @Test
  void ofOneCallEverythingIsExact() {
    times.add(12_345_678);
    assertThat(times.shortest()).hasValue(12_345.678);
    assertThat(times.within(0.5)).hasValue(12_345.678);
    assertThat(times.within(0.99)).hasValue(12_345.678);
  }

  @Test
  void ofManyCallsTheMiddleAndTheSlowestAreToldToAHundredth() {
    for (var micros = 1; micros <= 1000; micros++) {
      times.add(micros * 1000L);
    }
    assertThat(times.count()).isEqualTo(1000);
    assertThat(times.shortest()).hasValue(1);
    assertThat(times.within(0.5).orElseThrow()).isCloseTo(500, within(5.0));
    assertThat(times.within(0.99).orElseThrow()).isCloseTo(990, within(9.9));
    assertThat(times.within(1).orElseThrow()).isCloseTo(1000, within(10.0));
  }

  @Test
  void anyNumberIsATime() {
    times.add(-1); // of a clock that was turned back
    times.add(0);
    times.add(Long.MAX_VALUE);
    assertThat(times.shortest()).hasValue(0);
    assertThat(times.within(0.5)).hasValue(0);
    assertThat(times.within(1).orElseThrow()).isCloseTo(9.2e15, within(1e14));
  }
}
