package dev.rohrpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void medianIsTheMiddleOne() {
    assertThat(new Samples(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2.0);
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(new Samples(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3.0);
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    var slowInSecondRound = new Samples(List.of(20.0, 200.0, 20.0));
    var alike = new Samples(List.of(10.0, 100.0, 10.0));
    assertThat(slowInSecondRound.over(alike)).isEqualTo(new Samples(List.of(2.0, 2.0, 2.0)));
  }
}
