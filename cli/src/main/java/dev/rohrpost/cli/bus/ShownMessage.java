package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.dbus.Event;
import dev.rohrpost.dbus.Monitor;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A message as it is shown: the same for all commands that show one.
///
/// @param time when it was received
/// @param kind `call`, `return`, `error` or `signal`
/// @param serial its number
/// @param replySerial the number of the call that it replies to; 0 if it is no reply
/// @param path the object; null if there is none
/// @param face the interface; null if there is none
/// @param member the method or signal; null if there is none
/// @param error the name of the error; null if it is none
/// @param body the arguments
/// @param descriptors how many descriptors came with it
record ShownMessage(
    Instant time,
    String kind,
    long serial,
    long replySerial,
    @Nullable String sender,
    @Nullable String destination,
    @Nullable String path,
    @Nullable String face,
    @Nullable String member,
    @Nullable String error,
    Body body,
    long descriptors) {
  /// The arguments of a message.
  ///
  /// @param signature their types
  /// @param values one for each type; null if they break a rule
  /// @param broken which rule; empty if none
  record Body(Signature signature, @Nullable List<?> values, String broken) {
    /// Reads those of a message of which a monitor has taken a copy.
    static Body of(Monitor.Seen seen) {
      try {
        return new Body(seen.signature(), seen.body(), "");
      } catch (WireException e) {
        return new Body(seen.signature(), null, String.valueOf(e.getMessage()));
      }
    }

    /// Writes the properties `type` and `data`.
    void fields(JsonGenerator json) throws UnixException {
      if (values != null) {
        new ValueJson(json).all(signature, values);
        return;
      }
      json.writeStringProperty("type", signature.toString());
      json.writeNullProperty("data");
      json.writeStringProperty("broken", broken);
    }

    /// {@return the types and the values as text; empty if there are none}
    String text() throws UnixException {
      if (values == null) {
        return signature + " (broken: " + Escape.text(broken) + ")";
      }
      return signature.isEmpty() ? "" : ValueText.of(signature, values);
    }
  }

  static ShownMessage of(Monitor.Seen seen) {
    return of(seen.header(), seen.time(), Body.of(seen));
  }

  /// {@return the same of the header alone}
  static ShownMessage of(Header header, Instant time, Body body) {
    return new ShownMessage(
        time,
        kind(header.type()),
        header.serial(),
        header.replySerial(),
        header.sender(),
        header.destination(),
        header.path() == null ? null : header.path().text(),
        header.interfaceName(),
        header.member(),
        header.errorName(),
        body,
        header.descriptorCount());
  }

  static ShownMessage of(Event.Signal signal, Instant time) {
    return new ShownMessage(
        time,
        kind(Header.SIGNAL),
        signal.serial(),
        0,
        orNull(signal.sender()),
        orNull(signal.destination()),
        signal.path().text(),
        signal.interfaceName(),
        signal.member(),
        null,
        new Body(signal.signature(), signal.body(), ""),
        signal.descriptors().size());
  }

  private static @Nullable String orNull(Optional<String> name) {
    return name.orElse(null);
  }

  static String kind(int type) {
    return switch (type) {
      case Header.CALL -> "call";
      case Header.RETURN -> "return";
      case Header.ERROR -> "error";
      case Header.SIGNAL -> "signal";
      default -> "type " + type;
    };
  }

  /// Writes all fields.
  void fields(JsonGenerator json) throws UnixException {
    names(json);
    body.fields(json);
    json.writeNumberProperty("descriptors", descriptors);
  }

  /// Writes all fields but the arguments.
  void names(JsonGenerator json) {
    json.writeStringProperty("time", time.toString());
    json.writeStringProperty("kind", kind);
    json.writeNumberProperty("serial", serial);
    if (replySerial == 0) {
      json.writeNullProperty("reply_serial");
    } else {
      json.writeNumberProperty("reply_serial", replySerial);
    }
    json.writeStringProperty("sender", sender);
    json.writeStringProperty("destination", destination);
    json.writeStringProperty("path", path);
    json.writeStringProperty("interface", face);
    json.writeStringProperty("member", member);
    json.writeStringProperty("error", error);
  }
}
