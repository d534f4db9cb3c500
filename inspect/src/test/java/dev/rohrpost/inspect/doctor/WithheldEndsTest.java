package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class WithheldEndsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"withheld_and_reaped", "withheld_under_subreaper", "withheld_from_service"})
  void whoHasNeverWrittenAndWasLeftBehindIsNamed(String scenario) throws Exception {
    var finding = withheld(scenario);
    assertThat(finding.tier()).as(Ward.text(finding)).isEqualTo(Tier.LIKELY);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(String.join("\n", finding.evidence())).contains("has never written anything");
  }

  /// He may do so again.
  @Test
  void whoHasWrittenIsAFactOnly() throws Exception {
    var finding = withheld("withheld_after_words");
    assertThat(finding.tier()).as(Ward.text(finding)).isEqualTo(Tier.OPEN);
    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(String.join("\n", finding.evidence())).contains("has written ");
  }

  private Finding withheld(String scenario) throws Exception {
    try (var ward = new Ward(folder)) {
      var patient = ward.admit("hints", scenario);
      var diagnosis = Ward.examineUntil(seen -> !Ward.findingsAbout(patient, seen).isEmpty());
      var finding = Ward.only(patient, diagnosis);
      assertThat(finding.symptom()).as(Ward.text(finding)).isEqualTo(Symptom.WITHHELD_EOF);
      assertThat(Ward.pids(finding)).contains(patient.pids().getLast());
      assertThat(finding.advice()).contains("in process " + patient.pids().getLast());
      return finding;
    }
  }
}
