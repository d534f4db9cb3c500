package dev.rohrpost.cli.map;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.Unknown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The part of a picture that is shown.
///
/// @param picture the whole
/// @param processes those of the part
/// @param objects those of the part
/// @param links those of the part
public record Excerpt(
    Picture picture, List<ProcessInfo> processes, List<IpcObject> objects, List<Link> links) {
  /// {@return the links of each process}
  Map<Integer, List<Link>> linksByProcess() {
    return links.stream().collect(Collectors.groupingBy(Link::pid));
  }

  /// {@return the objects of the part that nobody visible holds}
  List<IpcObject> unheld() {
    return objects.stream().filter(o -> picture.holders(o.id()).isEmpty()).toList();
  }

  /// Tells whether there is no process of which it is unknown what it holds.
  boolean seesEverybody() {
    return picture.unknown().stream().noneMatch(Unknown::hidesHolders);
  }

  /// Returns whom a process talks to through an object: who is at the other end, or wants to be, or
  /// who else has it.
  ///
  /// @param link how the process holds the object
  /// @return what others do with it, without those who hold the same end only
  List<Link> others(Link link) {
    var peer = otherEnd(link);
    if (peer.isPresent()) {
      return picture.holders(peer.get());
    }
    var waiting = picture.waiting(link.object());
    if (!waiting.isEmpty()) {
      return waiting.stream().flatMap(one -> picture.holders(one.id()).stream()).toList();
    }
    return picture.holders(link.object()).stream()
        .filter(other -> other.pid() != link.pid() || other.flow() != link.flow())
        .filter(other ->
            (link.flow().reads() && other.flow().writes())
                || (link.flow().writes() && other.flow().reads()))
        .toList();
  }

  /// Tells whether an object of a process leads to one that is there, and that nobody visible
  /// holds.
  ///
  /// @param link how the process holds the object
  boolean leadsToSomebodyUnseen(Link link) {
    return otherEnd(link).filter(id -> picture.holders(id).isEmpty()).isPresent();
  }

  private Optional<String> otherEnd(Link link) {
    return picture.object(link.object()).flatMap(IpcObject::partner);
  }
}
