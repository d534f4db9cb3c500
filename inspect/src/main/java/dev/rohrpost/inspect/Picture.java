package dev.rohrpost.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What was there at one moment: processes, the objects through which they talk, and who holds
/// which. Everything is sorted by number or id, so that two pictures can be compared.
public final class Picture {
  private final Instant taken;
  private final Map<Integer, ProcessInfo> processes;
  private final Map<String, IpcObject> objects;
  private final List<Link> links;
  private final Map<String, List<Link>> holders;
  private final Map<String, List<IpcObject>> waiting;
  private final List<Unknown> unknown;

  Picture(
      Instant taken,
      List<ProcessInfo> processes,
      List<IpcObject> objects,
      List<Link> links,
      List<Unknown> unknown) {
    this.taken = taken;
    this.processes =
        processes.stream()
            .collect(
                Collectors.toMap(
                    ProcessInfo::pid, Function.identity(), (first, _) -> first, TreeMap::new));
    this.objects =
        objects.stream()
            .collect(
                Collectors.toMap(
                    IpcObject::id, Function.identity(), (first, _) -> first, TreeMap::new));
    this.links = List.copyOf(links);
    this.holders = links.stream().collect(Collectors.groupingBy(Link::object));
    this.waiting =
        this.objects.values().stream()
            .filter(object -> object.listener().isPresent())
            .collect(Collectors.groupingBy(object -> object.listener().orElseThrow()));
    this.unknown = List.copyOf(unknown);
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
    return new Picture(taken, processes, objects, links, unknown);
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
    return List.copyOf(objects.values());
  }

  /// {@return who holds what}
  public List<Link> links() {
    return links;
  }

  /// {@return what could not be read}
  public List<Unknown> unknown() {
    return unknown;
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
    return holders.getOrDefault(id, List.of());
  }

  /// Returns what waits to be accepted by a listener.
  ///
  /// @param id the id of the listener
  /// @return the sockets of those who have connected to it, as far as they are on this machine
  public List<IpcObject> waiting(String id) {
    return waiting.getOrDefault(id, List.of());
  }
}
