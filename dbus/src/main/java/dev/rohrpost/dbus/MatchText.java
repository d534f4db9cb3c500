package dev.rohrpost.dbus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Match rules as text: `KEY='VALUE',…`. An apostrophe stands outside of the quotes, after a
/// backslash.
final class MatchText {
  private final String text;
  private int position;

  private MatchText(String text) {
    this.text = text;
  }

  static List<Map.Entry<String, String>> read(String text) {
    var reader = new MatchText(text);
    var pairs = new ArrayList<Map.Entry<String, String>>();
    while (reader.position < text.length()) {
      pairs.add(Map.entry(reader.key(), reader.value()));
    }
    return pairs;
  }

  private String key() {
    var equals = text.indexOf('=', position);
    if (equals < 0) {
      throw new IllegalArgumentException(
          "match rule: \"" + text.substring(position) + "\" is no key with a value");
    }
    var key = text.substring(position, equals);
    position = equals + 1;
    return key;
  }

  /// Reads up to the comma. A backslash means itself, but before an apostrophe outside of quotes.
  private String value() {
    var value = new StringBuilder();
    var quoted = false;
    for (; position < text.length(); position++) {
      var c = text.charAt(position);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && c == ',') {
        break;
      } else if (!quoted && text.startsWith("\\'", position)) {
        value.append('\'');
        position++;
      } else {
        value.append(c);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("match rule: a quotation does not end");
    }
    position++; // the comma
    return value.toString();
  }

  static String write(
      Map<String, String> keys, List<String> order, Collection<ArgumentMatch> arguments) {
    var text = new StringBuilder();
    for (var key : order) {
      var value = keys.get(key);
      if (value != null && !(key.equals(MatchRule.PATH_NAMESPACE) && value.equals("/"))) {
        append(text, key, value);
      }
    }
    for (var argument : arguments) {
      append(text, argument.key(), argument.value());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String key, String value) {
    if (!text.isEmpty()) {
      text.append(',');
    }
    text.append(key).append("='").append(value.replace("'", "'\\''")).append('\'');
  }
}
