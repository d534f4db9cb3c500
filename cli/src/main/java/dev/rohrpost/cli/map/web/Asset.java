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
      Map.of(
          "",
          new Asset("index.html", "text/html; charset=utf-8"),
          "style.css",
          new Asset("style.css", "text/css; charset=utf-8"),
          "store.js",
          new Asset("store.js", SCRIPT),
          "graph.js",
          new Asset("graph.js", SCRIPT),
          "panel.js",
          new Asset("panel.js", SCRIPT),
          "page.js",
          new Asset("page.js", SCRIPT),
          "cytoscape.js",
          new Asset("cytoscape/cytoscape.min.js", SCRIPT),
          "dagre.js",
          new Asset("dagre/dagre.min.js", SCRIPT));

  byte[] bytes() throws IOException {
    try (var in = Asset.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing in the jar");
      }
      return in.readAllBytes();
    }
  }
}
