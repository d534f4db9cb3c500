package dev.rohrpost.cli;

import dev.rohrpost.supervise.Event;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What a supervisor tells, in JSON.
final class SuperviseJson {
  private SuperviseJson() {}

  static void fields(JsonGenerator json, Event event, Instant time) {
    json.writeStringProperty("event", name(event));
    switch (event) {
      case Event.Listening listening -> listening(json, listening);
      case Event.WorkerStarted(var pid, var generation) -> worker(json, pid, generation);
      case Event.WorkerReady(var pid, var generation) -> worker(json, pid, generation);
      case Event.WorkerStopping(var pid, var generation) -> worker(json, pid, generation);
      case Event.WorkerExited(var pid, var generation, var status, var expected) -> {
        worker(json, pid, generation);
        ProgramJson.status(json, status);
        json.writeBooleanProperty("expected", expected);
      }
      case Event.LeftOver leftOver -> leftOver(json, leftOver);
      case Event.WorkerFailed(var generation, var reason) -> {
        json.writeNumberProperty("generation", generation);
        json.writeStringProperty("reason", reason);
      }
      case Event.Ready(var generation) -> json.writeNumberProperty("generation", generation);
      case Event.GenerationFailed failed -> failed(json, failed);
      case Event.Reload(var generation) -> json.writeNumberProperty("generation", generation);
      case Event.GracefulRestart(var generation) ->
          json.writeNumberProperty("generation", generation);
      case Event.RestartPending(var waitsFor) -> json.writeNumberProperty("waits_for", waitsFor);
      case Event.Forwarded forwarded -> forwarded(json, forwarded);
      case Event.EventsDropped(var count) -> json.writeNumberProperty("count", count);
      case Event.Stopping(var graceful) -> json.writeBooleanProperty("graceful", graceful);
      case Event.Stopped(var failed) -> json.writeBooleanProperty("failed", failed);
    }
    json.writeStringProperty("time", time.toString());
  }

  private static void listening(JsonGenerator json, Event.Listening listening) {
    json.writeArrayPropertyStart("addresses");
    listening.addresses().forEach(address -> json.writeString(address.toString()));
    json.writeEndArray();
    if (!listening.inherited().isEmpty()) {
      json.writeArrayPropertyStart("inherited");
      listening.inherited().forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private static void worker(JsonGenerator json, long pid, int generation) {
    json.writeNumberProperty("pid", pid);
    json.writeNumberProperty("generation", generation);
  }

  private static void leftOver(JsonGenerator json, Event.LeftOver leftOver) {
    worker(json, leftOver.pid(), leftOver.generation());
    json.writeArrayPropertyStart("processes");
    for (var process : leftOver.processes()) {
      json.writeStartObject();
      json.writeNumberProperty("pid", process.pid());
      json.writeStringProperty("name", process.name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void failed(JsonGenerator json, Event.GenerationFailed failed) {
    json.writeNumberProperty("generation", failed.generation());
    json.writeStringProperty("cause", failed.cause().name().toLowerCase(Locale.ROOT));
    failed.lastStatus().ifPresent(status -> ProgramJson.status(json, status));
    Optional<String> reason = failed.lastFailure();
    reason.ifPresent(text -> json.writeStringProperty("reason", text));
  }

  private static void forwarded(JsonGenerator json, Event.Forwarded forwarded) {
    json.writeStringProperty("signal", forwarded.signal().toString());
    json.writeStringProperty("as", forwarded.as().toString());
    json.writeArrayPropertyStart("pids");
    forwarded.pids().forEach(json::writeNumber);
    json.writeEndArray();
  }

  /// `WorkerStarted` is `worker_started`.
  private static String name(Event event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=.)(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
