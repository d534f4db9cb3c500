package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.ProcessInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// An excerpt as nodes and arcs: processes and objects, and what flows between them. The two ends
/// of a connection are one node, and so are a listener and those who wait to be accepted.
///
/// @param nodes processes first
/// @param arcs from a process to an object or back, as the data go
record Graph(List<Node> nodes, List<Arc> arcs) {
  private static final int TITLE = 40;

  /// What a node stands for.
  enum Shape {
    /// A process.
    PROCESS,
    /// Something processes talk through.
    OBJECT
  }

  /// A node.
  ///
  /// @param id that no other has
  /// @param title what it is called; not escaped
  /// @param detail what else to say, or nothing; not escaped
  record Node(String id, Shape shape, String title, String detail) {}

  /// An arc.
  ///
  /// @param from the node where it begins
  /// @param to the node where it ends
  /// @param label the descriptors, or what is called
  /// @param both whether data go both ways
  /// @param call the call that a thread is blocked in, and that nobody has accepted it; or nothing
  record Arc(String from, String to, String label, boolean both, String call) {}

  static Graph of(Excerpt excerpt) {
    return new Builder(excerpt).build();
  }

  private static final class Builder {
    private final Excerpt excerpt;
    private final Map<Integer, List<Blocked>> blocked;
    private final Set<String> ids;
    private final Map<String, Integer> firstHolders = new HashMap<>();

    Builder(Excerpt excerpt) {
      this.excerpt = excerpt;
      this.blocked = Blocked.threads(excerpt);
      this.ids = excerpt.objects().stream().map(IpcObject::id).collect(Collectors.toSet());
    }

    Graph build() {
      var nodes = new ArrayList<Node>();
      excerpt.processes().forEach(process -> nodes.add(node(process)));
      for (var object : excerpt.objects()) {
        if (merged(object.id()).equals(object.id())) {
          nodes.add(node(object));
        }
      }
      var together = new LinkedHashMap<String, List<Link>>();
      for (var link : excerpt.links()) {
        together
            .computeIfAbsent(link.pid() + " " + link.flow() + link.object(), _ -> new ArrayList<>())
            .add(link);
      }
      return new Graph(nodes, together.values().stream().map(this::arc).toList());
    }

    private static Node node(ProcessInfo process) {
      var title = Words.process(process);
      return new Node("pid:" + process.pid(), Shape.PROCESS, Escape.cut(title, TITLE), "");
    }

    private static Node node(IpcObject object) {
      var name = Escape.cut(Words.name(object), TITLE);
      return new Node(object.id(), Shape.OBJECT, Words.type(object), name);
    }

    /// The id of the node that stands for the object and its peer, or its listener.
    private String merged(String id) {
      var object = excerpt.picture().object(id);
      var peer = object.flatMap(IpcObject::peer).filter(other -> other.compareTo(id) < 0);
      return peer.or(() -> object.flatMap(IpcObject::listener)).filter(ids::contains).orElse(id);
    }

    /// Where data go both ways, an arc goes from the process that comes first to the object, and
    /// the others from there: so that who is connected stands on both sides of a connection. Who
    /// waits to be accepted stands before the listener, and its owner behind it.
    private Arc arc(List<Link> same) {
      var link = same.getFirst();
      var object = merged(link.object());
      var process = "pid:" + link.pid();
      var waits = waits(link);
      var both = link.flow() == Flow.BOTH && !waits && !isWaitedFor(link);
      var first = firstHolders.putIfAbsent(object, link.pid());
      var leaves = both ? first == null || first == link.pid() : waits || link.flow() == Flow.WRITE;
      var call = waits ? (call(same) + " not accepted").strip() : call(same);
      var calls = excerpt.picture().object(link.object()).map(o -> Words.calls(o, link)).orElse("");
      var label = calls.isEmpty() ? label(same) : calls;
      return new Arc(leaves ? process : object, leaves ? object : process, label, both, call);
    }

    private boolean waits(Link link) {
      return excerpt.picture().object(link.object()).flatMap(IpcObject::listener).isPresent();
    }

    private boolean isWaitedFor(Link link) {
      return !excerpt.picture().waiting(link.object()).isEmpty();
    }

    private static String label(List<Link> same) {
      return same.stream()
          .filter(link -> link.fd() != Link.NO_DESCRIPTOR)
          .map(link -> Integer.toString(link.fd()))
          .collect(Collectors.joining(","));
    }

    private String call(List<Link> same) {
      return blocked.getOrDefault(same.getFirst().pid(), List.of()).stream()
          .filter(thread -> same.stream().anyMatch(thread::waitsFor))
          .map(Blocked::call)
          .findFirst()
          .orElse("");
    }
  }
}
