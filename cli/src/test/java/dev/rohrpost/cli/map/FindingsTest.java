package dev.rohrpost.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Diagnosis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the doctor has found, for people and for programs.
class FindingsTest {
  @Test
  void whoIsHiddenIsCountedAndMayBeOne() {
    assertThat(FindingText.summary(0, seen(2, 0)))
        .isEqualTo("Nothing is stuck among 2 processes (7 ms).");
    assertThat(FindingText.summary(1, seen(2, 1)))
        .isEqualTo(
            "1 finding among 2 processes; 1 of them is hidden from you, so what it waits for is"
                + " unknown (7 ms).");
    assertThat(FindingText.summary(2, seen(5, 3)))
        .isEqualTo(
            "2 findings among 5 processes; 3 of them are hidden from you, so what they wait for is"
                + " unknown (7 ms).");
    assertThat(FindingText.summary(0, seen(1, 0)))
        .isEqualTo("Nothing is stuck among 1 process (7 ms).");
  }

  @Test
  void programsAreToldWhatIsUnknownAsByTheMap() {
    var diagnosis = new Diagnosis(List.of(), Pictures.ordinary(), 0, Duration.ofMillis(7));
    assertThat(JsonText.of(json -> FindingJson.fields(json, List.of(), diagnosis)))
        .isEqualTo(
            "{\"findings\":[],\"scanned\":{\"processes\":5,\"hidden\":0,\"milliseconds\":7.0},"
                + "\"unknown\":[{\"what\":\"descriptors of 2 processes\","
                + "\"why\":\"EACCES: permission denied\",\"pids\":[2]}]}");
  }

  private static Diagnosis seen(int count, int hidden) {
    List<ProcessInfo> processes =
        IntStream.rangeClosed(1, count).mapToObj(pid -> Pictures.process(pid, "one")).toList();
    var picture = Picture.of(Instant.EPOCH, processes, List.of(), List.of(), List.of());
    return new Diagnosis(List.of(), picture, hidden, Duration.ofMillis(7));
  }
}
