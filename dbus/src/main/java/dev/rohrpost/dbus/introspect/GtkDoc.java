package dev.rohrpost.dbus.introspect;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// A comment before an element, maybe in the form that GLib's programs use:
///
/// ```
/// Inhibit:
/// @flags: what is inhibited
/// @short_description: Keeps the session as it is
///
/// Text.
/// ```
///
/// @param text without what belongs to arguments
/// @param arguments texts by the names of arguments
record GtkDoc(String text, Map<String, String> arguments) {
  static final GtkDoc NONE = new GtkDoc("", Map.of());

  private static final Pattern PARAMETER = Pattern.compile("@([A-Za-z0-9_-]+):\\s*(.*)");
  private static final Pattern LICENCE =
      Pattern.compile("Copyright|SPDX-License|GNU (Lesser )?General Public License");

  /// Reads a comment.
  ///
  /// @param name of the element behind it, which may head the comment
  static GtkDoc of(String comment, String name) {
    if (comment.isBlank() || LICENCE.matcher(comment).find()) {
      return NONE;
    }
    var text = new StringBuilder();
    var arguments = new HashMap<String, String>();
    var parameter = "";
    for (var line : comment.lines().map(String::strip).toList()) {
      var found = PARAMETER.matcher(line);
      if (found.matches()) {
        parameter = found.group(1);
        arguments.put(parameter, found.group(2));
      } else if (line.isEmpty()) {
        parameter = "";
        text.append("\n\n");
      } else if (!parameter.isEmpty()) {
        arguments.merge(parameter, line, (before, more) -> before + "\n" + more);
      } else if (!(text.toString().isBlank() && isHead(line, name))) {
        text.append(line).append('\n');
      }
    }
    arguments.replaceAll((_, each) -> Prose.ofMarkup(each));
    var summary = arguments.getOrDefault("short_description", "");
    return new GtkDoc(Prose.ofMarkup(summary + "\n\n" + text), arguments);
  }

  private static boolean isHead(String line, String name) {
    var head = line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
    return head.endsWith(name) && head.indexOf(' ') < 0;
  }
}
