package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.signal.SignalSet;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A map for programs.
public final class MapJson {
  private MapJson() {}

  /// Writes the fields of the document.
  ///
  /// @param json where to
  /// @param excerpt what is shown
  public static void fields(JsonGenerator json, Excerpt excerpt) {
    json.writeStringProperty("time", excerpt.picture().taken().toString());
    var blocked = Blocked.threads(excerpt);
    json.writeArrayPropertyStart("processes");
    for (var process : excerpt.processes()) {
      json.writeStartObject();
      process(json, process, blocked.getOrDefault(process.pid(), List.of()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("objects");
    for (var object : excerpt.objects()) {
      json.writeStartObject();
      ObjectJson.fields(json, object);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("links");
    for (var link : excerpt.links()) {
      json.writeStartObject();
      link(json, link);
      json.writeEndObject();
    }
    json.writeEndArray();
    unknown(json, excerpt.picture().unknown());
  }

  static void process(JsonGenerator json, ProcessInfo process, List<Blocked> blocked) {
    json.writeNumberProperty("pid", process.pid());
    json.writeStringProperty("name", Escape.whole(process.name()));
    json.writeNumberProperty("uid", process.uid());
    json.writeNumberProperty("parent", process.parent());
    json.writeArrayPropertyStart("command");
    process.command().forEach(word -> json.writeString(Escape.whole(word)));
    json.writeEndArray();
    json.writeStringProperty("state", Character.toString(process.state()));
    json.writeNumberProperty("started", process.started());
    json.writeBooleanProperty("hidden", process.hidden());
    json.writeObjectPropertyStart("namespaces");
    json.writeNumberProperty("pid", process.namespaces().pid());
    json.writeNumberProperty("net", process.namespaces().net());
    json.writeNumberProperty("ipc", process.namespaces().ipc());
    json.writeNumberProperty("mount", process.namespaces().mount());
    json.writeEndObject();
    json.writeObjectPropertyStart("signals");
    signals(json, "pending", process.signals().pending());
    signals(json, "blocked", process.signals().blocked());
    signals(json, "ignored", process.signals().ignored());
    signals(json, "caught", process.signals().caught());
    json.writeEndObject();
    json.writeArrayPropertyStart("blocked");
    for (var thread : blocked) {
      json.writeStartObject();
      json.writeNumberProperty("tid", thread.tid());
      json.writeStringProperty("call", thread.call());
      descriptor(json, thread.fd());
      JsonText.name(json, "object", thread.object());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void signals(JsonGenerator json, String field, SignalSet signals) {
    json.writeArrayPropertyStart(field);
    signals.signals().forEach(signal -> json.writeString(signal.toString()));
    json.writeEndArray();
  }

  static void link(JsonGenerator json, Link link) {
    json.writeNumberProperty("pid", link.pid());
    descriptor(json, link.fd());
    json.writeStringProperty("object", Escape.whole(link.object()));
    json.writeStringProperty("direction", direction(link));
  }

  static String direction(Link link) {
    return link.flow().name().toLowerCase(Locale.ROOT);
  }

  static void descriptor(JsonGenerator json, int fd) {
    if (fd == Link.NO_DESCRIPTOR) {
      json.writeNullProperty("fd");
    } else {
      json.writeNumberProperty("fd", fd);
    }
  }

  static void unknown(JsonGenerator json, List<Unknown> all) {
    json.writeArrayPropertyStart("unknown");
    for (var unknown : all) {
      json.writeStartObject();
      json.writeStringProperty("what", Escape.whole(unknown.what()));
      json.writeStringProperty("why", Escape.whole(unknown.why()));
      json.writeArrayPropertyStart("pids");
      unknown.pids().forEach(json::writeNumber);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
