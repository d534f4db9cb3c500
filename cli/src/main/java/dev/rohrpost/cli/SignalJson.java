package dev.rohrpost.cli;

import dev.rohrpost.signal.SignalInfo;
import dev.rohrpost.signal.SignalSet;
import tools.jackson.core.JsonGenerator;

/// Signals in JSON.
final class SignalJson {
  private SignalJson() {}

  /// Writes a signal that was received.
  ///
  /// @param senders whether this JVM learns who sent it
  static void fields(JsonGenerator json, SignalInfo info, boolean senders) {
    json.writeStringProperty("signal", info.signal().toString());
    json.writeNumberProperty("number", info.signal().number());
    json.writeStringProperty("code", info.codeName());
    number(json, "pid", senders, info.pid());
    number(json, "uid", senders, info.uid());
    number(json, "value", info.value().isPresent(), info.value().orElse(0));
    json.writeStringProperty("time", info.time().toString());
  }

  private static void number(JsonGenerator json, String name, boolean known, int number) {
    if (known) {
      json.writeNumberProperty(name, number);
    } else {
      json.writeNullProperty(name);
    }
  }

  /// Writes the names of a set.
  static void names(JsonGenerator json, String name, SignalSet signals) {
    json.writeArrayPropertyStart(name);
    for (var signal : signals.signals()) {
      json.writeString(signal.toString());
    }
    json.writeEndArray();
  }
}
