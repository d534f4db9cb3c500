package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.ProcessInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A map for people: what each process has, and who is at the other end.
public final class MapText {
  private static final int LINE = 120;
  private static final int PEERS_WIDTH = 44;
  private static final int PEERS = 4;

  private final Excerpt excerpt;
  private final Paint paint;
  private final Map<Integer, List<Blocked>> blocked;
  private final List<Row> rows = new ArrayList<>();

  /// One line of a process. Descriptors of the same object are together.
  private record Row(
      int pid, String fds, String arrow, String type, String peers, String name, String mark) {}

  private MapText(Excerpt excerpt, Paint paint) {
    this.excerpt = excerpt;
    this.paint = paint;
    this.blocked = Blocked.threads(excerpt);
  }

  /// {@return the lines of the map}
  ///
  /// @param excerpt what is shown
  /// @param paint whether there are colours
  public static List<String> lines(Excerpt excerpt, Paint paint) {
    return new MapText(excerpt, paint).lines();
  }

  private List<String> lines() {
    excerpt.linksByProcess().forEach(this::addRows);
    var byProcess = rows.stream().collect(Collectors.groupingBy(Row::pid));
    var widths = new Widths(rows);
    var lines = new ArrayList<String>();
    for (var process : excerpt.processes()) {
      lines.add(title(process));
      byProcess
          .getOrDefault(process.pid(), List.of())
          .forEach(row -> lines.add(widths.line(row, paint)));
      lines.add("");
    }
    addUnheld(lines);
    lines.addAll(UnknownText.lines(excerpt.picture(), paint));
    if (lines.isEmpty()) {
      lines.add("Nothing connects processes that you may see; --all shows the rest.");
    } else if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private String title(ProcessInfo process) {
    var name = Escape.text(process.name()) + " (" + process.pid() + ")";
    var command = Escape.text(String.join(" ", process.command()));
    var state = state(process);
    var room = Math.max(LINE - name.length() - state.length() - 2, 8);
    return paint.bold(name)
        + paint.yellow(state)
        + (command.isEmpty() ? "" : "  " + paint.dim(Escape.cut(command, room)));
  }

  private static String state(ProcessInfo process) {
    if (process.isZombie()) {
      return "  has ended, its parent has not noticed";
    }
    if (process.state() == 'T' || process.state() == 't') {
      return "  is stopped";
    }
    return process.hidden() ? "  is hidden from you" : "";
  }

  private void addRows(int pid, List<Link> links) {
    var together = new LinkedHashMap<String, List<Link>>();
    for (var link : links) {
      together.computeIfAbsent(link.object() + link.flow(), _ -> new ArrayList<>()).add(link);
    }
    together.values().forEach(same -> rows.add(row(pid, same)));
  }

  private Row row(int pid, List<Link> same) {
    var link = same.getFirst();
    var object = excerpt.picture().object(link.object());
    return new Row(
        pid,
        descriptors(same),
        switch (link.flow()) {
          case READ -> "<--";
          case WRITE -> "-->";
          case BOTH -> "<->";
        },
        object.map(Words::type).orElse("gone"),
        peers(link),
        object.map(o -> named(o, Words.calls(o, link))).orElse(""),
        mark(same));
  }

  private static String descriptors(List<Link> same) {
    return same.stream()
        .map(Link::fd)
        .filter(fd -> fd != Link.NO_DESCRIPTOR)
        .sorted()
        .map(fd -> Integer.toString(fd))
        .collect(Collectors.joining(","));
  }

  /// @param calls what stands in place of the remark, if that is anything
  private static String named(IpcObject object, String calls) {
    var remark = Escape.text(calls.isEmpty() ? Words.remark(object) : calls);
    var name = Escape.text(Words.name(object));
    return name.isEmpty() || remark.isEmpty() ? name + remark : name + "  " + remark;
  }

  private String peers(Link link) {
    var pids = new TreeSet<Integer>();
    excerpt.others(link).forEach(other -> pids.add(other.pid()));
    if (pids.isEmpty()) {
      return excerpt.leadsToSomebodyUnseen(link) ? "somebody unseen" : "-";
    }
    var self = pids.size() == 1 && pids.contains(link.pid());
    var shown = pids.stream().limit(PEERS).map(this::process).collect(Collectors.joining(", "));
    var more = pids.size() > PEERS ? ", " + (pids.size() - PEERS) + " more" : "";
    return self ? "itself" : shown + more;
  }

  private String process(int pid) {
    return excerpt
        .picture()
        .process(pid)
        .map(process -> Escape.text(Words.process(process)))
        .orElse("(" + pid + ")");
  }

  private String mark(List<Link> same) {
    var calls = new TreeSet<String>();
    for (var thread : blocked.getOrDefault(same.getFirst().pid(), List.of())) {
      if (same.stream().anyMatch(thread::waitsFor)) {
        calls.add(thread.call());
      }
    }
    return calls.isEmpty() ? "" : "blocked in " + String.join(", ", calls);
  }

  private void addUnheld(List<String> lines) {
    var unheld = excerpt.unheld();
    if (unheld.isEmpty()) {
      return;
    }
    lines.add(
        paint.bold(
            excerpt.seesEverybody() ? "Nobody has open" : "Nobody who can be seen has open"));
    var width = width(unheld.stream().map(Words::type).toList());
    for (var object : unheld) {
      lines.add("    " + pad(Words.type(object), width) + "  " + named(object, ""));
    }
    lines.add("");
  }

  private static int width(Collection<String> cells) {
    return cells.stream().mapToInt(MapText::length).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String pad(String cell, int width) {
    return cell + " ".repeat(Math.max(width - length(cell), 0));
  }

  /// How wide the columns are. One very long name must not move the others off the screen.
  private record Widths(int fds, int type, int peers) {
    private static final int FDS_WIDTH = 9;

    Widths(List<Row> rows) {
      this(
          Math.min(width(rows.stream().map(Row::fds).toList()), FDS_WIDTH),
          width(rows.stream().map(Row::type).toList()),
          Math.min(width(rows.stream().map(Row::peers).toList()), PEERS_WIDTH));
    }

    String line(Row row, Paint paint) {
      var fds = " ".repeat(Math.max(fds() - row.fds().length(), 0)) + row.fds();
      var line =
          "    "
              + paint.dim(fds)
              + "  "
              + row.arrow()
              + " "
              + pad(row.type(), type)
              + "  "
              + pad(row.peers(), peers)
              + (row.name().isEmpty() ? "" : "  " + paint.dim(row.name()))
              + (row.mark().isEmpty() ? "" : "  " + paint.yellow(row.mark()));
      return line.stripTrailing();
    }
  }
}
