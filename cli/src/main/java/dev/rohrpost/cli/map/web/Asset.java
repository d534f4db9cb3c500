package dev.rohrpost.cli.map.web;

import java.io.IOException;
import java.util.Map;

/// A file of the page.
///
/// @param resource where it is in the jar
/// @param type what it is
record Asset(String resource, String type) {
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /// All of them, by the name that is asked for.
  static final Map<String, Asset> ALL =
      Map.ofEntries(
          Map.entry("", new Asset("index.html", "text/html; charset=utf-8")),
          Map.entry("style.css", new Asset("style.css", "text/css; charset=utf-8")),
          script("store.js"),
          script("fold.js"),
          script("view.js"),
          script("layout.js"),
          script("graph.js"),
          script("panel.js"),
          script("page.js"),
          Map.entry("cytoscape.js", new Asset("cytoscape/cytoscape.min.js", SCRIPT)),
          Map.entry("dagre.js", new Asset("dagre/dagre.min.js", SCRIPT)));

  private static Map.Entry<String, Asset> script(String name) {
    return Map.entry(name, new Asset(name, SCRIPT));
  }

  byte[] bytes() throws IOException {
    try (var in = Asset.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing in the jar");
      }
      return in.readAllBytes();
    }
  }
}
