package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.cli.map.Selection;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.doctor.Diagnosis;
import dev.rohrpost.inspect.doctor.Edge;
import dev.rohrpost.inspect.doctor.Finding;
import dev.rohrpost.inspect.doctor.Severity;
import dev.rohrpost.inspect.doctor.Symptom;
import dev.rohrpost.inspect.doctor.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which findings the page of the map lists.
class MapFindingsTest {
  @Test
  void allWhereNobodyWasAskedFor() {
    assertThat(shown(Set.of())).contains("between 10 and 11", "between 20 and 21");
  }

  @Test
  void elseThoseThatTheChosenTakePartIn() {
    assertThat(shown(Set.of(10))).contains("between 10 and 11").doesNotContain("20");
    assertThat(shown(Set.of(21))).contains("between 20 and 21").doesNotContain("10");
    assertThat(shown(Set.of(11, 20))).contains("between 10 and 11", "between 20 and 21");
    assertThat(shown(Set.of(30))).contains("\"findings\":[]");
  }

  private static String shown(Set<Integer> pids) {
    var picture = Picture.of(Instant.EPOCH, List.of(), List.of(), List.of(), List.of());
    var findings = List.of(finding(10, 11), finding(20, 21));
    var page =
        new MapPage(
            MapPage.address(""),
            new Selection(pids, Set.of(), Selection.Reach.ALL),
            MapPage.Buses.LEFT_ALONE);
    return page.frame(new Diagnosis(findings, picture, 0, Duration.ZERO), picture).rest();
  }

  private static Finding finding(int one, int other) {
    return new Finding(
        Symptom.MUTUAL_READ,
        Tier.PROVEN,
        Severity.WARNING,
        List.of(),
        List.of(new Edge(one, one, "read", 3, "pipe:77", List.of(other))),
        List.of("between " + one + " and " + other),
        "",
        "");
  }
}
