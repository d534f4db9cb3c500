package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.doctor.Finding;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One moment of a live map: what there is, as JSON, so that two moments can be compared.
///
/// @param parts each process, object and link, by a name that stays its own
/// @param rest the findings and what is unknown
public record Frame(Map<String, String> parts, String rest) {
  /// Before the first.
  public static final Frame EMPTY = new Frame(Map.of(), "");

  /// {@return the moment of an excerpt}
  ///
  /// @param excerpt what is shown
  /// @param findings what the doctor found in it
  public static Frame of(Excerpt excerpt, List<Finding> findings) {
    var parts = new LinkedHashMap<String, String>();
    var blocked = Blocked.threads(excerpt);
    for (var process : excerpt.processes()) {
      var threads = blocked.getOrDefault(process.pid(), List.of());
      parts.put("p:" + process.pid(), JsonText.of(json -> MapJson.process(json, process, threads)));
    }
    for (var object : excerpt.objects()) {
      parts.put(
          "o:" + Escape.whole(object.id()), JsonText.of(json -> ObjectJson.fields(json, object)));
    }
    for (var link : excerpt.links()) {
      parts.put(key(link), JsonText.of(json -> MapJson.link(json, link)));
    }
    var rest =
        JsonText.of(json -> {
          FindingJson.findings(json, findings);
          MapJson.unknown(json, excerpt.picture().unknown());
        });
    return new Frame(parts, rest);
  }

  private static String key(Link link) {
    return "l:"
        + link.pid()
        + ":"
        + link.fd()
        + ":"
        + link.flow()
        + ":"
        + Escape.whole(link.object());
  }

  /// {@return the JSON of what is different from an earlier moment; empty if nothing is}
  ///
  /// @param earlier what is known already
  public String since(Frame earlier) {
    var changed = new HashMap<String, String>();
    parts.forEach((key, json) -> {
      if (!json.equals(earlier.parts.get(key))) {
        changed.put(key, json);
      }
    });
    var gone = earlier.parts.keySet().stream().filter(key -> !parts.containsKey(key)).toList();
    if (changed.isEmpty() && gone.isEmpty() && rest.equals(earlier.rest)) {
      return "";
    }
    return JsonText.of(json -> {
      json.writeBooleanProperty("first", earlier.rest.isEmpty());
      json.writeObjectPropertyStart("changed");
      changed.forEach((key, part) -> {
        json.writeName(key);
        json.writeRawValue(part);
      });
      json.writeEndObject();
      json.writeArrayPropertyStart("gone");
      gone.forEach(json::writeString);
      json.writeEndArray();
      json.writeName("rest");
      json.writeRawValue(rest);
    });
  }
}
