package dev.rohrpost.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Diagnosis;
import dev.rohrpost.inspect.doctor.Edge;
import dev.rohrpost.inspect.doctor.Finding;
import dev.rohrpost.inspect.doctor.Severity;
import dev.rohrpost.inspect.doctor.Symptom;
import dev.rohrpost.inspect.doctor.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

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
            "{\"findings\":[],\"scanned\":{\"processes\":5,\"hidden\":0,\"milliseconds\":7.0,\"buses\":[]},"
                + "\"unknown\":[{\"what\":\"descriptors of 2 processes\","
                + "\"why\":\"EACCES: permission denied\",\"pids\":[2]}]}");
  }

  @Test
  void noNameBreaksALine() {
    var picture = Pictures.evil();
    for (var paint : Paint.values()) {
      assertThat(FindingText.lines(evil(picture), picture, paint))
          .allMatch(line -> shown(line).codePoints().noneMatch(FindingsTest::isDangerous))
          .filteredOn(line -> line.contains("e\\033[31m\\nvi\"l'<b>&amp;\\\\l]]>\\342\\200\\256"))
          .hasSize(8); // title, commands of two, edge, two sentences, reason, advice
    }
    assertThat(FindingText.title(evil(picture)).codePoints()).noneMatch(FindingsTest::isDangerous);
  }

  /// Without the colours that are ours.
  private static String shown(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  private static boolean isDangerous(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.SURROGATE;
  }

  @Test
  void jsonOfAnyNameCanBeRead() {
    var picture = Pictures.evil();
    var diagnosis = new Diagnosis(List.of(evil(picture)), picture, 0, Duration.ZERO);
    var json = JsonText.of(out -> FindingJson.fields(out, diagnosis.findings(), diagnosis));
    assertThat(json.codePoints()).noneMatch(FindingsTest::isDangerous);
    var names = new ArrayList<String>();
    try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && parser.getString().contains("\u001b")) {
          names.add(parser.getString());
        }
      }
    }
    assertThat(names)
        .hasSize(11) // names and commands of two, an object, two sentences, reason, advice, unknown
        .allMatch(name -> name.contains("e\u001b[31m\nvi\"l'<b>&amp;\\l]]>\u202e"));
  }

  /// Whatever other people can call something has a name that is not harmless.
  private static Finding evil(Picture picture) {
    return new Finding(
        Symptom.MUTUAL_READ,
        Tier.LIKELY,
        Severity.WARNING,
        picture.processes(),
        List.of(new Edge(10, 10, "mq_timedreceive", 6, "mq:/" + Pictures.EVIL, List.of(11))),
        List.of(Pictures.EVIL, "because of " + Pictures.EVIL),
        Pictures.EVIL,
        Pictures.EVIL);
  }

  private static Diagnosis seen(int count, int hidden) {
    List<ProcessInfo> processes =
        IntStream.rangeClosed(1, count).mapToObj(pid -> Pictures.process(pid, "one")).toList();
    var picture = Picture.of(Instant.EPOCH, processes, List.of(), List.of(), List.of());
    return new Diagnosis(List.of(), picture, hidden, Duration.ofMillis(7));
  }
}
