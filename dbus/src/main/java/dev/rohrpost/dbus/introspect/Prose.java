package dev.rohrpost.dbus.introspect;

import java.util.Set;
import java.util.regex.Pattern;

/// Documentation on its way from marked up text to plain text: blocks are paragraphs, or items of
/// lists.
final class Prose {
  private static final Set<String> CODE =
      Set.of("tt", "code", "literal", "filename", "type", "varname", "constant", "function");
  private static final Set<String> ITEMS = Set.of("li", "item", "term", "error", "dt");
  private static final Set<String> BLOCKS =
      Set.of(
          "doc",
          "docstring",
          "d",
          "description",
          "summary",
          "title",
          "para",
          "p",
          "rationale",
          "list",
          "ul",
          "ol",
          "dl",
          "errors",
          "permission",
          "seealso",
          "example",
          "variablelist",
          "itemizedlist",
          "varlistentry",
          "listitem");

  private static final Pattern TAG = Pattern.compile("<(/?)([A-Za-z]+)[^<>]*>");
  private static final Pattern ITEM = Pattern.compile("[-*•] +(.*)");

  private final StringBuilder raw = new StringBuilder();

  /// Adds words as they are in the document.
  Prose words(String words) {
    raw.append(words);
    return this;
  }

  /// Adds what the beginning of an element means.
  ///
  /// @param name without a prefix
  Prose begin(String name) {
    if (CODE.contains(name)) {
      raw.append('`');
    } else if (ITEMS.contains(name)) {
      raw.append("\n- ");
    } else if (name.equals("definition") || name.equals("dd")) {
      raw.append(": ");
    } else if (BLOCKS.contains(name) && !isInItem()) {
      raw.append("\n\n");
    }
    return this;
  }

  /// Adds what the end of an element means.
  ///
  /// @param name without a prefix
  Prose end(String name) {
    if (CODE.contains(name)) {
      raw.append('`');
    } else if (BLOCKS.contains(name)) {
      raw.append("\n\n");
    }
    return this;
  }

  /// {@return whether nothing but the mark of an item stands in the last line}
  private boolean isInItem() {
    var last = raw.substring(raw.lastIndexOf("\n") + 1).strip();
    return last.equals("-") || last.endsWith(":");
  }

  /// Turns the markup in a comment into text.
  static String ofMarkup(String text) {
    var prose = new Prose();
    var tags = TAG.matcher(text);
    var from = 0;
    while (tags.find()) {
      prose.words(text.substring(from, tags.start()));
      var name = tags.group(2);
      if (tags.group(1).isEmpty()) {
        prose.begin(name);
      } else {
        prose.end(name);
      }
      from = tags.end();
    }
    return prose.words(text.substring(from)).toString();
  }

  /// {@return the text: paragraphs with an empty line between them, and items}
  @Override
  public String toString() {
    var text = new StringBuilder();
    var isOpen = false;
    for (var line : raw.toString().lines().map(String::strip).toList()) {
      var item = ITEM.matcher(line);
      if (line.isEmpty() || line.equals("-")) {
        isOpen = false;
      } else if (item.matches()) {
        text.append(text.isEmpty() ? "- " : "\n- ").append(collapsed(item.group(1)));
        isOpen = true;
      } else {
        text.append(isOpen ? " " : text.isEmpty() ? "" : "\n\n").append(collapsed(line));
        isOpen = true;
      }
    }
    return text.toString();
  }

  private static String collapsed(String line) {
    return line.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }
}
