package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.doctor.Ward.Patient;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Healthy processes at full load, and one knot among them.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class ChurnTest {
  @TempDir Path folder;

  @Test
  void nobodyHealthyIsCalledStuckAndWhoIsStuckIsFound() throws Exception {
    examine(20, Duration.ofMillis(20));
  }

  @Test
  @Tag("stress")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void nobodyHealthyIsCalledStuckInThreeHundredExaminations() throws Exception {
    examine(300, Duration.ofMillis(100));
  }

  private void examine(int times, Duration interval) throws Exception {
    try (var ward = new Ward(folder)) {
      var churn = ward.admitC("churn.c");
      var stuck = ward.admit("knots", "cat");
      // Under this load it takes a while until the knot is tied.
      var _ = Ward.examineUntil(seen -> !Ward.findingsAbout(stuck, seen).isEmpty());
      for (var i = 0; i < times; i++) {
        var diagnosis = Doctor.examine(interval);
        expectSilence(churn, diagnosis);
        assertThat(Ward.only(stuck, diagnosis).symptom()).isEqualTo(Symptom.DEADLOCK);
      }
    }
  }

  private static void expectSilence(Patient churn, Diagnosis diagnosis) {
    assertThat(Ward.findingsAbout(churn, diagnosis).stream().map(Ward::text)).isEmpty();
  }
}
