package dev.rohrpost.dbus.introspect;

import java.util.ArrayList;
import java.util.List;

/// An object with its interfaces, and the objects below it.
///
/// @param name its path, or that below the node it is in; empty if the document does not say
/// @param interfaces in the order of the document
/// @param nodes the objects below, as far as the document has them; of most it has only the names
public record Node(String name, List<Interface> interfaces, List<Node> nodes) {
  /// Keeps copies.
  public Node {
    interfaces = List.copyOf(interfaces);
    nodes = List.copyOf(nodes);
  }

  /// {@return the interfaces of this node and of all below it, in the order of the document}
  public List<Interface> allInterfaces() {
    var all = new ArrayList<>(interfaces);
    nodes.forEach(node -> all.addAll(node.allInterfaces()));
    return List.copyOf(all);
  }
}
