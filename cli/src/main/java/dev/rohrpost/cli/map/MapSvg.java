package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A map as a picture that a browser shows, light or dark as it likes it.
public final class MapSvg {
  private static final double MARGIN = 24;
  private static final double LETTER = 6.7; // of 12 pixels, about
  private static final double PADDING = 22;
  private static final double LINE = 16;
  private static final String STYLE =
      """
      <style>
        svg { background: #f8fafc; font: 12px system-ui, sans-serif }
        .process rect { fill: #dbeafe; stroke: #2563eb }
        .object ellipse { fill: #fff; stroke: #94a3b8 }
        text { fill: #0f172a; text-anchor: middle; dominant-baseline: central }
        .detail { fill: #64748b; font-size: 10px }
        .arc { fill: none; stroke: #94a3b8; stroke-width: 1.3; marker-end: url(#head) }
        .both { marker-start: url(#tail) }
        .label { fill: #64748b; font-size: 9px }
        .unknown { fill: #64748b; text-anchor: start }
        marker path { fill: #94a3b8 }
        .blocked { stroke: #d97706; stroke-width: 1.8; stroke-dasharray: 5 3 }
        .blocked-label { fill: #d97706; font-size: 9px }
        @media (prefers-color-scheme: dark) {
          svg { background: #0f172a }
          .process rect { fill: #1e3a8a; stroke: #60a5fa }
          .object ellipse { fill: #1e293b; stroke: #64748b }
          text { fill: #f1f5f9 }
          .detail, .label, .unknown { fill: #94a3b8 }
          .blocked { stroke: #fbbf24 }
          .blocked-label { fill: #fbbf24 }
        }
      </style>
      <defs>
        <marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>
        <marker id="tail" viewBox="0 0 8 8" refX="0" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M8 0 0 4 8 8z"/></marker>
      </defs>\
      """;

  private final Graph graph;
  private final List<String> below;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final double[] widths;
  private final double[] heights;
  private final Layout.Places places;

  private MapSvg(Graph graph, List<String> below) {
    this.graph = graph;
    this.below = below;
    var count = graph.nodes().size();
    this.widths = new double[count];
    this.heights = new double[count];
    for (var i = 0; i < count; i++) {
      var node = graph.nodes().get(i);
      numbers.put(node.id(), i);
      var letters =
          Math.max(Escape.text(node.title()).length(), Escape.text(node.detail()).length());
      widths[i] = letters * LETTER + PADDING * (node.shape() == Graph.Shape.OBJECT ? 1.6 : 1);
      heights[i] = (node.detail().isEmpty() ? 1 : 2) * LINE + 12;
    }
    this.places = Layout.of(graph, widths, heights);
  }

  /// {@return the lines of the document}
  ///
  /// @param excerpt what is shown
  public static List<String> lines(Excerpt excerpt) {
    var below = new ArrayList<String>();
    for (var unknown : excerpt.picture().unknown()) {
      if (below.isEmpty()) {
        below.add(Words.UNKNOWN);
      }
      below.add(Words.unknown(unknown));
    }
    return new MapSvg(Graph.of(excerpt), below).lines();
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    var letters = below.stream().mapToInt(line -> Escape.text(line).length()).max().orElse(0);
    var width = Math.max(places.width(), letters * LETTER) + 2 * MARGIN;
    var height =
        places.height() + 2 * MARGIN + (below.isEmpty() ? 0 : MARGIN + below.size() * LINE);
    lines.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    lines.add(
        String.format(
            Locale.ROOT,
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='%.0f %.0f %.0f %.0f' width='%.0f'"
                + " height='%.0f' role='img'>",
            -MARGIN,
            -MARGIN,
            width,
            height,
            width,
            height));
    lines.add("<title>Who talks to whom</title>");
    lines.add(STYLE);
    graph.arcs().forEach(arc -> lines.add(arc(arc)));
    for (var i = 0; i < graph.nodes().size(); i++) {
      lines.add(node(graph.nodes().get(i), i));
    }
    for (var i = 0; i < below.size(); i++) {
      lines.add(text(0, places.height() + MARGIN + (i + 0.5) * LINE, "unknown", below.get(i)));
    }
    lines.add("</svg>");
    return lines;
  }

  private String node(Graph.Node node, int i) {
    var x = places.centres().get(i).x();
    var y = places.centres().get(i).y();
    var detail = !node.detail().isEmpty();
    var text = text(x, detail ? y - LINE / 2 : y, "title", node.title());
    if (detail) {
      text += text(x, y + LINE / 2, "detail", node.detail());
    }
    return switch (node.shape()) {
      case PROCESS ->
          String.format(
                  Locale.ROOT,
                  "<g class='process'><rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' rx='7'/>",
                  x - widths[i] / 2,
                  y - heights[i] / 2,
                  widths[i],
                  heights[i])
              + text
              + "</g>";
      case OBJECT ->
          String.format(
                  Locale.ROOT,
                  "<g class='object'><ellipse cx='%.1f' cy='%.1f' rx='%.1f' ry='%.1f'/>",
                  x,
                  y,
                  widths[i] / 2,
                  heights[i] / 2)
              + text
              + "</g>";
    };
  }

  /// A curve from the side of one node to the side of the other; the far sides where it leads back.
  private String arc(Graph.Arc arc) {
    var from = numbers.get(arc.from());
    var to = numbers.get(arc.to());
    if (from == null || to == null) {
      return "";
    }
    var side = places.centres().get(from).x() <= places.centres().get(to).x() ? 1 : -1;
    var x1 = places.centres().get(from).x() + side * widths[from] / 2;
    var x2 = places.centres().get(to).x() - side * widths[to] / 2;
    var y1 = places.centres().get(from).y();
    var y2 = places.centres().get(to).y();
    var bend = side * Math.max(Math.abs(x2 - x1) / 2, LINE);
    var blocked = !arc.call().isEmpty();
    var line =
        String.format(
            Locale.ROOT,
            "<path class='arc%s%s' d='M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f'/>",
            arc.both() ? " both" : "",
            blocked ? " blocked" : "",
            x1,
            y1,
            x1 + bend,
            y1,
            x2 - bend,
            y2,
            x2,
            y2);
    var label = (arc.label() + " " + arc.call()).strip();
    return label.isEmpty()
        ? line
        : line
            + text(
                (x1 + x2) / 2,
                (y1 + y2) / 2 - LINE / 2,
                blocked ? "blocked-label" : "label",
                label);
  }

  private static String text(double x, double y, String kind, String text) {
    return String.format(Locale.ROOT, "<text class='%s' x='%.1f' y='%.1f'>", kind, x, y)
        + Escape.xml(text)
        + "</text>";
  }
}
