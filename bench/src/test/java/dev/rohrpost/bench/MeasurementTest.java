package dev.rohrpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasurementTest {

  @Test
  void whatAWorkerPrintsIsReadBack() {
    var measurement = new Measurement(2175.3, 0.125);
    assertThat(Measurement.parse(measurement.toJson())).isEqualTo(measurement);
  }

  @Test
  void programsInCSayNothingOfBytes() {
    var measurement = Measurement.parse("{\"ns\": 2175.3}\n");
    assertThat(measurement.ns()).isEqualTo(2175.3);
    assertThat(measurement.bytes()).isNaN();
  }

  @Test
  void whoPrintsNothingHasNoTime() {
    assertThat(Measurement.parse("").ns()).isNaN();
  }
}
