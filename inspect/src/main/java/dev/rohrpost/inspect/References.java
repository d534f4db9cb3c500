package dev.rohrpost.inspect;

import dev.rohrpost.inspect.kernel.Descriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How often open files are referred to, as the kernel counts: by descriptors, by calls that go on,
/// by messages that take a descriptor along, by the kernel itself. So who knows what some processes
/// have can tell whether anybody else has it.
///
/// The lists are not made at one moment. What was counted is therefore kept for each time that a
/// descriptor was listed.
public final class References {
  private final List<Descriptor> descriptors;
  private @Nullable Map<Long, Descriptor> places; // made when somebody asks
  private final Map<Long, OpenFile> files = new HashMap<>();
  private final Map<Long, Set<Integer>> sharers = new HashMap<>();

  References(List<Descriptor> descriptors) {
    this.descriptors = descriptors;
  }

  /// An open file description.
  ///
  /// @param id what tells it from others
  /// @param references how many there were, each time
  /// @param readers of a pipe, how many descriptions could read from it, each time
  /// @param writers of a pipe, how many descriptions could write to it, each time
  public record OpenFile(
      long id, Set<Long> references, Set<Integer> readers, Set<Integer> writers) {}

  /// A descriptor.
  ///
  /// @param table what tells the table that it stands in from others
  /// @param fd its number there
  /// @param sharers how many threads used the table, each time
  /// @param file what it leads to
  public record Held(long table, int fd, Set<Integer> sharers, OpenFile file) {}

  /// Returns what is behind a descriptor.
  ///
  /// @param pid the process
  /// @param fd its descriptor
  /// @return empty if the kernel has not listed it
  public Optional<Held> held(int pid, int fd) {
    return Optional.ofNullable(places().get(key(pid, fd))).map(this::held);
  }

  /// Returns the descriptors of a process that lead to a file with locks.
  ///
  /// @param pid the process
  /// @param inode of the file
  /// @return the descriptors
  public List<Held> locked(int pid, long inode) {
    var found = new ArrayList<Held>();
    for (var descriptor : places().values()) {
      if (descriptor.pid() == pid && descriptor.locked() && descriptor.inode() == inode) {
        found.add(held(descriptor));
      }
    }
    return found;
  }

  private Held held(Descriptor descriptor) {
    return new Held(
        descriptor.table(),
        descriptor.fd(),
        sharers.getOrDefault(descriptor.table(), Set.of()),
        file(descriptor.description()));
  }

  private OpenFile file(long id) {
    return files.computeIfAbsent(
        id, _ -> new OpenFile(id, new HashSet<>(), new HashSet<>(), new HashSet<>()));
  }

  private static long key(int pid, int fd) {
    return (long) pid << Integer.SIZE | fd;
  }

  private synchronized Map<Long, Descriptor> places() {
    var known = places;
    if (known == null) {
      known = new HashMap<>();
      for (var descriptor : descriptors) {
        // The first thread is listed first; another one may have a table of its own.
        known.putIfAbsent(key(descriptor.pid(), descriptor.fd()), descriptor);
        var file = file(descriptor.description());
        file.references().add(descriptor.references());
        file.readers().add(descriptor.pipe().readers());
        file.writers().add(descriptor.pipe().writers());
        sharers.computeIfAbsent(descriptor.table(), _ -> new HashSet<>()).add(descriptor.sharers());
      }
      places = known;
    }
    return known;
  }
}
