package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.map.FindingJson;
import dev.rohrpost.cli.map.FindingText;
import dev.rohrpost.cli.map.Paint;
import dev.rohrpost.cli.map.UnknownText;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.inspect.BusWatch;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Doctor;
import dev.rohrpost.inspect.doctor.Finding;
import dev.rohrpost.inspect.doctor.Symptom;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `rohrpost doctor --watch`: looks until a signal ends the process.
///
/// @param interval between two looks
/// @param pids whom findings have to be about; empty for anybody
/// @param form how they are written
/// @param console where to
record DoctorWatch(Duration interval, Set<Integer> pids, Form form, Console console) {
  /// For whom findings are written.
  enum Form {
    /// For people.
    TEXT,
    /// For programs.
    JSON
  }

  /// What stays the same while a finding lasts.
  private record Identity(Symptom symptom, List<Integer> pids, List<Long> started) {
    static Identity of(Finding finding) {
      return new Identity(
          finding.symptom(),
          finding.processes().stream().map(ProcessInfo::pid).sorted().toList(),
          finding.processes().stream().map(ProcessInfo::started).sorted().toList());
    }
  }

  void run() throws Exception {
    Presence.requireNow(pids);
    try (var watch = BusWatch.open()) {
      run(watch);
    }
  }

  private void run(BusWatch watch) throws Exception {
    Map<Identity, Finding> known = new LinkedHashMap<>();
    var isFirst = true;
    while (true) {
      var diagnosis = Doctor.examine(interval, watch);
      if (isFirst) {
        tellUnknown(diagnosis.picture());
        isFirst = false;
      }
      var now = new LinkedHashMap<Identity, Finding>();
      for (var finding : diagnosis.findings()) {
        if (DoctorCommand.isAbout(finding, pids)) {
          now.putIfAbsent(Identity.of(finding), finding);
        }
      }
      for (var entry : now.entrySet()) {
        if (!known.containsKey(entry.getKey())) {
          tell("appeared", entry.getValue(), diagnosis.picture());
        }
      }
      for (var entry : known.entrySet()) {
        if (!now.containsKey(entry.getKey())) {
          tell("resolved", entry.getValue(), diagnosis.picture());
        }
      }
      console.out().flush();
      known = now;
    }
  }

  /// People are told once; programs get findings only, which say why they are not in a higher tier.
  private void tellUnknown(Picture picture) throws IOException {
    if (form == Form.TEXT) {
      for (var line : UnknownText.lines(picture, paint())) {
        console.out().line(line);
      }
    }
  }

  private Paint paint() {
    return console.colours() ? Paint.COLOURED : Paint.PLAIN;
  }

  private void tell(String event, Finding finding, Picture picture) throws Exception {
    var time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    if (form == Form.JSON) {
      JsonLines.write(
          console.out(),
          json -> {
            json.writeStringProperty("event", event);
            json.writeStringProperty("time", time);
            FindingJson.fields(json, finding);
          });
      return;
    }
    var out = console.out();
    if (event.equals("resolved")) {
      out.line(time + " resolved: " + FindingText.title(finding));
      return;
    }
    out.line(time + " appeared:");
    for (var line : FindingText.lines(finding, picture, paint())) {
      out.line(line);
    }
  }
}
