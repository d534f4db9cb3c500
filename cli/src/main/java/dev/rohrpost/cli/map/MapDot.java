package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.inspect.Unknown;
import java.util.ArrayList;
import java.util.List;

/// A map for Graphviz.
public final class MapDot {
  private MapDot() {}

  /// {@return the lines of the graph}
  ///
  /// @param excerpt what is shown
  public static List<String> lines(Excerpt excerpt) {
    var graph = Graph.of(excerpt);
    var lines = new ArrayList<String>();
    lines.add("digraph rohrpost {");
    lines.add("  rankdir=LR;");
    lines.add("  graph [fontname=\"sans-serif\"];");
    lines.add("  node [fontname=\"sans-serif\", fontsize=11];");
    lines.add("  edge [fontname=\"sans-serif\", fontsize=9, color=\"#64748b\"];");
    graph.nodes().forEach(node -> lines.add("  " + node(node)));
    graph.arcs().forEach(arc -> lines.add("  " + arc(arc)));
    if (!excerpt.picture().unknown().isEmpty()) {
      lines.add("  " + note(excerpt.picture().unknown()));
    }
    lines.add("}");
    return lines;
  }

  /// Its id has no colon, which those of all others have. The lines begin at the left.
  private static String note(List<Unknown> unknown) {
    var label = new StringBuilder(Words.UNKNOWN + "\\l");
    for (var one : unknown) {
      label.append(Escape.dot(Words.unknown(one))).append("\\l");
    }
    return "\"unknown\" [shape=note, color=\"#64748b\", fontcolor=\"#64748b\", label=\""
        + label
        + "\"];";
  }

  private static String node(Graph.Node node) {
    var label =
        Escape.dot(node.title())
            + (node.detail().isEmpty() ? "" : "\\n" + Escape.dot(node.detail()));
    var style =
        switch (node.shape()) {
          case PROCESS -> "shape=box, style=\"rounded,filled\", fillcolor=\"#dbeafe\"";
          case OBJECT -> "shape=ellipse";
        };
    return quoted(node.id()) + " [" + style + ", label=\"" + label + "\"];";
  }

  private static String arc(Graph.Arc arc) {
    var text = arc.call().isEmpty() ? arc.label() : arc.label() + " " + arc.call();
    return quoted(arc.from())
        + " -> "
        + quoted(arc.to())
        + " [label=\""
        + Escape.dot(text.strip())
        + "\""
        + (arc.both() ? ", dir=both" : "")
        + (arc.call().isEmpty() ? "" : ", color=\"#d97706\", fontcolor=\"#d97706\", style=dashed")
        + "];";
  }

  private static String quoted(String id) {
    return "\"" + Escape.dot(id) + "\"";
  }
}
