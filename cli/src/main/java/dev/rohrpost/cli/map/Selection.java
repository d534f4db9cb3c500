package dev.rohrpost.cli.map;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which part of a picture is shown.
///
/// @param pids these processes, and whoever they share an object with; empty for every process
/// @param kinds objects of these kinds; empty for every kind
/// @param reach whether things that connect nobody belong to it
public record Selection(Set<Integer> pids, Set<Kind> kinds, Reach reach) {
  /// What belongs to a map.
  public enum Reach {
    /// What connects processes, or could because it can be found by its name.
    CONNECTED,
    /// Everything.
    ALL
  }

  /// Everything that there is.
  public static final Selection ALL = new Selection(Set.of(), Set.of(), Reach.ALL);

  /// {@return the selected part}
  ///
  /// @param picture what was seen
  public Excerpt of(Picture picture) {
    var ids = new HashSet<String>();
    for (var object : picture.objects()) {
      if (isOfKind(object) && (reach == Reach.ALL || connects(picture, object))) {
        ids.add(object.id());
      }
    }
    if (!pids.isEmpty()) {
      ids.retainAll(around(picture));
    }
    var links = picture.links().stream().filter(link -> ids.contains(link.object())).toList();
    var linked = links.stream().map(Link::pid).collect(Collectors.toSet());
    var processes = picture.processes().stream().filter(p -> isShown(p, linked)).toList();
    var objects = picture.objects().stream().filter(o -> ids.contains(o.id())).toList();
    return new Excerpt(picture, processes, objects, links);
  }

  private boolean isOfKind(IpcObject object) {
    return kinds.isEmpty() || kinds.contains(object.kind());
  }

  private boolean isShown(ProcessInfo process, Set<Integer> linked) {
    return linked.contains(process.pid())
        || pids.contains(process.pid())
        || (pids.isEmpty() && kinds.isEmpty() && reach == Reach.ALL);
  }

  /// The objects of the chosen processes, and the other ends of these.
  private Set<String> around(Picture picture) {
    var ids = new HashSet<String>();
    for (var link : picture.links()) {
      if (pids.contains(link.pid())) {
        ids.add(link.object());
        picture
            .object(link.object())
            .flatMap(one -> one.peer().or(one::listener))
            .ifPresent(ids::add);
        picture.waiting(link.object()).forEach(waiting -> ids.add(waiting.id()));
      }
    }
    return ids;
  }

  private static boolean connects(Picture picture, IpcObject object) {
    var holders = holders(picture, object.id());
    return holders.size() > 1
        || Words.isFindable(object)
        || leadsElsewhere(picture, object, holders);
  }

  /// A peer that nobody visible holds belongs to somebody who cannot be seen.
  private static boolean leadsElsewhere(Picture picture, IpcObject object, Set<Integer> holders) {
    if (object instanceof IpcObject.PidFd handle) {
      return handle.process() > 0 && !holders.contains(handle.process());
    }
    Optional<String> peer = object.peer().or(object::listener);
    return peer.isPresent() && !holders.isEmpty() && !holders.equals(holders(picture, peer.get()));
  }

  private static Set<Integer> holders(Picture picture, String id) {
    return picture.holders(id).stream().map(Link::pid).collect(Collectors.toSet());
  }
}
