package dev.rohrpost.inspect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was there at one moment: processes, the objects through which they talk, and who holds
/// which. Everything is sorted by number or id, so that two pictures can be compared.
public final class Picture {
  private final Instant taken;
  private final Map<Integer, ProcessInfo> processes = new TreeMap<>();
  private final Map<String, IpcObject> objects;
  private final List<IpcObject> sorted;
  private final List<Link> links;
  private final List<Unknown> unknown;
  private final Optional<References> references;
  private @Nullable Map<String, List<Link>> holders; // made when somebody asks
  private @Nullable Map<String, List<IpcObject>> waiting; // the same

  /// @param objects by their ids; it must not be changed afterwards
  Picture(
      Instant taken,
      List<ProcessInfo> processes,
      Map<String, IpcObject> objects,
      List<Link> links,
      List<Unknown> unknown,
      Optional<References> references) {
    this.taken = taken;
    for (var process : processes) {
      this.processes.putIfAbsent(process.pid(), process);
    }
    this.objects = objects;
    this.sorted = sorted(objects);
    this.links = List.copyOf(links);
    this.unknown = List.copyOf(unknown);
    this.references = references;
  }

  private static List<IpcObject> sorted(Map<String, IpcObject> objects) {
    var ids = objects.keySet().toArray(String[]::new);
    Arrays.sort(ids);
    var sorted = new ArrayList<IpcObject>(ids.length);
    for (var id : ids) {
      sorted.add(objects.get(id));
    }
    return Collections.unmodifiableList(sorted);
  }

  /// Makes a picture of what is known already, for programs that show pictures and want to try
  /// that.
  ///
  /// @param taken when it was taken
  /// @param processes the processes
  /// @param objects the objects
  /// @param links who holds what
  /// @param unknown what could not be read
  /// @return the picture, with processes and objects sorted
  public static Picture of(
      Instant taken,
      List<ProcessInfo> processes,
      List<IpcObject> objects,
      List<Link> links,
      List<Unknown> unknown) {
    var byId = new HashMap<String, IpcObject>();
    objects.forEach(object -> byId.putIfAbsent(object.id(), object));
    return new Picture(taken, processes, byId, links, unknown, Optional.empty());
  }

  /// {@return the same, with more that is unknown}
  ///
  /// @param more what could not be seen besides
  public Picture withUnknown(List<Unknown> more) {
    var all = new ArrayList<>(unknown);
    all.addAll(more);
    return new Picture(taken, List.copyOf(processes.values()), objects, links, all, references);
  }

  /// {@return when it was taken}
  public Instant taken() {
    return taken;
  }

  /// {@return the processes, without the threads of the kernel}
  public List<ProcessInfo> processes() {
    return List.copyOf(processes.values());
  }

  /// {@return the objects}
  public List<IpcObject> objects() {
    return sorted;
  }

  /// {@return who holds what}
  public List<Link> links() {
    return links;
  }

  /// {@return what could not be read}
  public List<Unknown> unknown() {
    return unknown;
  }

  /// {@return how often objects are held, if the kernel has told}
  public Optional<References> references() {
    return references;
  }

  /// Returns a process.
  ///
  /// @param pid its number
  /// @return the process, or empty if it was not there
  public Optional<ProcessInfo> process(int pid) {
    return Optional.ofNullable(processes.get(pid));
  }

  /// Returns an object.
  ///
  /// @param id its id
  /// @return the object, or empty if it was not there
  public Optional<IpcObject> object(String id) {
    return Optional.ofNullable(objects.get(id));
  }

  /// Returns who holds an object.
  ///
  /// @param id its id
  /// @return a link for each descriptor and mapping; empty if nobody visible holds it
  public List<Link> holders(String id) {
    return holders().getOrDefault(id, List.of());
  }

  /// Returns what waits to be accepted by a listener.
  ///
  /// @param id the id of the listener
  /// @return the sockets of those who have connected to it, as far as they are on this machine
  public List<IpcObject> waiting(String id) {
    return waiting().getOrDefault(id, List.of());
  }

  private synchronized Map<String, List<Link>> holders() {
    var known = holders;
    if (known == null) {
      known = links.stream().collect(Collectors.groupingBy(Link::object));
      holders = known;
    }
    return known;
  }

  private synchronized Map<String, List<IpcObject>> waiting() {
    var known = waiting;
    if (known == null) {
      known =
          sorted.stream()
              .filter(object -> object.listener().isPresent())
              .collect(Collectors.groupingBy(object -> object.listener().orElseThrow()));
      waiting = known;
    }
    return known;
  }
}
