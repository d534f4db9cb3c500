package dev.rohrpost.cli;

import dev.rohrpost.process.Child;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.RunningPipeline;
import java.time.Duration;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// What became of programs, in JSON.
final class ProgramJson {
  private static final double NANOS = 1e9;

  private ProgramJson() {}

  static void fields(JsonGenerator json, ConnectCommand.Options options, RunningPipeline pipeline) {
    json.writeArrayPropertyStart("programs");
    for (var i = 0; i < options.programs().size(); i++) {
      var child = pipeline.children().get(i);
      json.writeStartObject();
      json.writeStringProperty("program", options.programs().get(i).toString());
      json.writeNumberProperty("pid", child.pid());
      child.status().ifPresent(status -> status(json, status));
      usage(json, child);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Writes the number that a shell shows, and the signal if it was one.
  static void status(JsonGenerator json, ExitStatus status) {
    json.writeNumberProperty("status", status.shellStatus());
    switch (status) {
      case ExitStatus.Exited _ -> json.writeNullProperty("signal");
      case ExitStatus.Signalled(var signal, _) ->
          json.writeStringProperty("signal", signal.toString());
    }
  }

  private static void usage(JsonGenerator json, Child child) {
    child
        .usage()
        .ifPresent(usage -> {
          json.writeNumberProperty("user_seconds", seconds(usage.userTime()));
          json.writeNumberProperty("system_seconds", seconds(usage.systemTime()));
          peak(json, usage.maxResidentBytes());
        });
  }

  private static void peak(JsonGenerator json, OptionalLong bytes) {
    if (bytes.isPresent()) {
      json.writeNumberProperty("max_resident_bytes", bytes.getAsLong());
    } else {
      json.writeNullProperty("max_resident_bytes");
    }
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS;
  }
}
