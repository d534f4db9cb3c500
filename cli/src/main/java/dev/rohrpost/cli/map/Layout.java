package dev.rohrpost.cli.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the nodes of a graph are drawn: in columns, so that data go from the left to the right
/// where they can. What is not connected is drawn below each other.
///
/// This is the method of Sugiyama without its refinements: columns by longest path, turns of cycles
/// by depth-first search, order by the mean of the neighbours.
final class Layout {
  private static final int SWEEPS = 8;
  private static final double NODE_GAP = 14;
  private static final double COLUMN_GAP = 90;
  private static final double PART_GAP = 36;

  private final int count;
  private final List<List<Integer>> after = new ArrayList<>();
  private final List<List<Integer>> before = new ArrayList<>();
  private final double[] widths;
  private final double[] heights;
  private final int[] column;

  /// The centres of the nodes, and the size of all.
  record Places(List<Point> centres, double width, double height) {}

  /// A place.
  record Point(double x, double y) {}

  private Layout(Graph graph, double[] widths, double[] heights) {
    this.count = graph.nodes().size();
    this.widths = widths;
    this.heights = heights;
    this.column = new int[count];
    Map<String, Integer> numbers = new HashMap<>();
    for (var i = 0; i < count; i++) {
      numbers.put(graph.nodes().get(i).id(), i);
      after.add(new ArrayList<>());
      before.add(new ArrayList<>());
    }
    for (var arc : graph.arcs()) {
      var from = numbers.get(arc.from());
      var to = numbers.get(arc.to());
      if (from != null && to != null) {
        after.get(from).add(to);
      }
    }
  }

  /// Returns the places of nodes of these sizes.
  static Places of(Graph graph, double[] widths, double[] heights) {
    var layout = new Layout(graph, widths, heights);
    layout.breakCycles();
    layout.chooseColumns();
    return layout.place();
  }

  /// Turns each arc around that leads back to a node from which the search came.
  private void breakCycles() {
    var state = new int[count]; // 0 new, 1 on the way, 2 done
    var turned = new ArrayList<int[]>();
    for (var root = 0; root < count; root++) {
      if (state[root] == 0) {
        search(root, state, turned);
      }
    }
    for (var arc : turned) {
      after.get(arc[0]).remove(Integer.valueOf(arc[1]));
      after.get(arc[1]).add(arc[0]);
    }
    for (var from = 0; from < count; from++) {
      for (var to : after.get(from)) {
        before.get(to).add(from);
      }
    }
  }

  /// Without recursion: a chain of processes may be longer than the stack.
  private void search(int root, int[] state, List<int[]> turned) {
    var way = new ArrayDeque<int[]>(); // node, next arc
    way.push(new int[] {root, 0});
    state[root] = 1;
    while (!way.isEmpty()) {
      var step = way.getFirst();
      var arcs = after.get(step[0]);
      if (step[1] == arcs.size()) {
        state[step[0]] = 2;
        way.pop();
        continue;
      }
      int next = arcs.get(step[1]++);
      if (state[next] == 1) {
        turned.add(new int[] {step[0], next});
      } else if (state[next] == 0) {
        state[next] = 1;
        way.push(new int[] {next, 0});
      }
    }
  }

  private void chooseColumns() {
    var open = new int[count];
    var ready = new ArrayDeque<Integer>();
    for (var node = 0; node < count; node++) {
      open[node] = before.get(node).size();
      if (open[node] == 0) {
        ready.add(node);
      }
    }
    while (!ready.isEmpty()) {
      int node = ready.poll();
      for (int next : after.get(node)) {
        column[next] = Math.max(column[next], column[node] + 1);
        if (--open[next] == 0) {
          ready.add(next);
        }
      }
    }
    for (var node = 0; node < count; node++) {
      if (before.get(node).isEmpty() && !after.get(node).isEmpty()) {
        column[node] = after.get(node).stream().mapToInt(n -> column[n]).min().orElse(1) - 1;
      }
    }
  }

  private Places place() {
    var centres = new Point[count];
    var top = 0.0;
    var right = 0.0;
    for (var part : parts()) {
      var columns = columns(part);
      order(columns);
      var height = columns.stream().mapToDouble(this::height).max().orElse(0);
      var left = 0.0;
      for (var nodes : columns) {
        var width = nodes.stream().mapToDouble(n -> widths[n]).max().orElse(0);
        var at = top + (height - height(nodes)) / 2;
        for (int node : nodes) {
          centres[node] = new Point(left + width / 2, at + heights[node] / 2);
          at += heights[node] + NODE_GAP;
        }
        left += width + COLUMN_GAP;
      }
      right = Math.max(right, left - COLUMN_GAP);
      top += height + PART_GAP;
    }
    return new Places(List.of(centres), right, Math.max(top - PART_GAP, 0));
  }

  private double height(List<Integer> nodes) {
    return nodes.stream().mapToDouble(n -> heights[n] + NODE_GAP).sum() - NODE_GAP;
  }

  /// The connected parts, the largest first.
  private List<List<Integer>> parts() {
    var seen = new boolean[count];
    var parts = new ArrayList<List<Integer>>();
    for (var root = 0; root < count; root++) {
      if (seen[root]) {
        continue;
      }
      var part = new ArrayList<>(List.of(root));
      seen[root] = true;
      for (var i = 0; i < part.size(); i++) {
        for (var neighbours : List.of(after.get(part.get(i)), before.get(part.get(i)))) {
          for (int next : neighbours) {
            if (!seen[next]) {
              seen[next] = true;
              part.add(next);
            }
          }
        }
      }
      parts.add(part);
    }
    parts.sort(Comparator.comparingInt((List<Integer> part) -> part.size()).reversed());
    return parts;
  }

  private List<List<Integer>> columns(List<Integer> part) {
    var first = part.stream().mapToInt(n -> column[n]).min().orElse(0);
    var last = part.stream().mapToInt(n -> column[n]).max().orElse(0);
    var columns = new ArrayList<List<Integer>>();
    for (var i = first; i <= last; i++) {
      columns.add(new ArrayList<>());
    }
    part.forEach(n -> columns.get(column[n] - first).add(n));
    columns.removeIf(List::isEmpty);
    return columns;
  }

  /// Moves each node near its neighbours, forth and back.
  private void order(List<List<Integer>> columns) {
    var rank = new double[count];
    Arrays.fill(rank, 0);
    for (var nodes : columns) {
      number(nodes, rank);
    }
    for (var sweep = 0; sweep < SWEEPS; sweep++) {
      var forth = sweep % 2 == 0;
      for (var nodes : forth ? columns : columns.reversed()) {
        var mean = new HashMap<Integer, Double>();
        for (int node : nodes) {
          var neighbours = (forth ? before : after).get(node);
          mean.put(
              node, neighbours.stream().mapToDouble(n -> rank[n]).average().orElse(rank[node]));
        }
        nodes.sort(Comparator.comparingDouble(mean::get));
        number(nodes, rank);
      }
    }
  }

  private static void number(List<Integer> nodes, double[] rank) {
    for (var i = 0; i < nodes.size(); i++) {
      rank[nodes.get(i)] = (i + 0.5) / nodes.size();
    }
  }
}
