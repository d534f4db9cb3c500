package dev.rohrpost.cli.map;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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

  private static final int SEVERAL = -1; // in place of a process

  /// Everything that there is.
  public static final Selection ALL = new Selection(Set.of(), Set.of(), Reach.ALL);

  /// {@return the selected part}
  ///
  /// @param picture what was seen
  public Excerpt of(Picture picture) {
    var holders = holders(picture);
    var near = pids.isEmpty() ? Set.<String>of() : around(picture);
    var ids = new HashSet<String>();
    var objects = new ArrayList<IpcObject>();
    for (var object : picture.objects()) {
      var id = object.id();
      if (isOfKind(object)
          && (reach == Reach.ALL || connects(holders, id, object))
          && (pids.isEmpty() || near.contains(id))) {
        ids.add(id);
        objects.add(object);
      }
    }
    var links = new ArrayList<Link>();
    var linked = new HashSet<Integer>();
    for (var link : picture.links()) {
      if (ids.contains(link.object())) {
        links.add(link);
        linked.add(link.pid());
      }
    }
    var processes = picture.processes().stream().filter(p -> isShown(p, linked)).toList();
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
        picture.object(link.object()).flatMap(IpcObject::partner).ifPresent(ids::add);
        picture.waiting(link.object()).forEach(waiting -> ids.add(waiting.id()));
      }
    }
    return ids;
  }

  private static boolean connects(Map<String, Integer> holders, String id, IpcObject object) {
    var holder = holders.get(id);
    return Objects.equals(holder, SEVERAL)
        || Words.isFindable(object)
        || (holder != null && leadsElsewhere(holders, object, holder));
  }

  /// A peer that nobody visible holds belongs to somebody who cannot be seen.
  private static boolean leadsElsewhere(
      Map<String, Integer> holders, IpcObject object, int holder) {
    if (object instanceof IpcObject.PidFd handle) {
      return handle.process() > 0 && handle.process() != holder;
    }
    var peer = object.partner();
    return peer.isPresent() && !Objects.equals(holders.get(peer.get()), holder);
  }

  /// Returns the process that holds an object, or [#SEVERAL].
  private static Map<String, Integer> holders(Picture picture) {
    var holders = new HashMap<String, Integer>();
    for (var link : picture.links()) {
      var other = holders.putIfAbsent(link.object(), link.pid());
      if (other != null && other != link.pid()) {
        holders.put(link.object(), SEVERAL);
      }
    }
    return holders;
  }
}
