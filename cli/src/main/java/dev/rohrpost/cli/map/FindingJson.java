package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.inspect.doctor.Diagnosis;
import dev.rohrpost.inspect.doctor.Edge;
import dev.rohrpost.inspect.doctor.Finding;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// What the doctor has found, for programs.
public final class FindingJson {
  private static final double NANOS = 1e6;

  private FindingJson() {}

  /// Writes the fields of a document with all findings.
  ///
  /// @param json where to
  /// @param findings those that are shown
  /// @param diagnosis where they are from
  public static void fields(JsonGenerator json, List<Finding> findings, Diagnosis diagnosis) {
    findings(json, findings);
    json.writeObjectPropertyStart("scanned");
    json.writeNumberProperty("processes", diagnosis.picture().processes().size());
    json.writeNumberProperty("hidden", diagnosis.hidden());
    json.writeNumberProperty("milliseconds", milliseconds(diagnosis.took()));
    json.writeArrayPropertyStart("buses");
    diagnosis.buses().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
    MapJson.unknown(json, diagnosis.picture().unknown());
  }

  private static double milliseconds(Duration time) {
    return Math.round(time.toNanos() / NANOS * 10) / 10.0;
  }

  static void findings(JsonGenerator json, List<Finding> findings) {
    json.writeArrayPropertyStart("findings");
    for (var finding : findings) {
      json.writeStartObject();
      fields(json, finding);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Writes the fields of a finding.
  ///
  /// @param json where to
  /// @param finding what was found
  public static void fields(JsonGenerator json, Finding finding) {
    json.writeStringProperty("kind", finding.symptom().label());
    json.writeStringProperty("tier", finding.tier().label());
    json.writeStringProperty("severity", finding.severity().label());
    json.writeArrayPropertyStart("processes");
    for (var process : finding.processes()) {
      json.writeStartObject();
      json.writeNumberProperty("pid", process.pid());
      json.writeStringProperty("name", Escape.whole(process.name()));
      json.writeNumberProperty("uid", process.uid());
      json.writeArrayPropertyStart("command");
      process.command().forEach(word -> json.writeString(Escape.whole(word)));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("edges");
    finding.edges().forEach(edge -> edge(json, edge));
    json.writeEndArray();
    json.writeArrayPropertyStart("evidence");
    finding.evidence().forEach(sentence -> json.writeString(Escape.whole(sentence)));
    json.writeEndArray();
    JsonText.name(json, "why_not_higher", finding.whyNotHigher());
    json.writeStringProperty("advice", Escape.whole(finding.advice()));
  }

  private static void edge(JsonGenerator json, Edge edge) {
    json.writeStartObject();
    json.writeNumberProperty("pid", edge.pid());
    json.writeNumberProperty("tid", edge.tid());
    json.writeStringProperty("call", edge.call());
    MapJson.descriptor(json, edge.fd());
    JsonText.name(json, "object", edge.object());
    json.writeArrayPropertyStart("waits_for");
    edge.waitsFor().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeEndObject();
  }
}
