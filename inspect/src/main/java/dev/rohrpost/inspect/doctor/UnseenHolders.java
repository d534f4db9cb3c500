package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.References;
import dev.rohrpost.inspect.doctor.Wait.Reach;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Looks for holders that were not seen: the kernel counts the references to what is open, and each
/// must belong to one of those who sleep in a knot, or on whom it depends.
///
/// These made no reference while they slept, and a new one can only be made from an old one. So if
/// the numbers agreed at any moment, nobody else has it, whatever else is hidden.
final class UnseenHolders {
  /// Calls that refer to each file once more for each time that it is waited for.
  private static final Set<String> POLLS =
      Set.of("poll", "ppoll", "select", "pselect6", "restart_syscall");

  private static final String BELONGS_TO_A_PROCESS = "posix";

  private final Sample sample;
  private final References references;
  private final Knot knot;
  private final Map<Long, Integer> calls = new HashMap<>(); // by open file
  private final Set<String> found = new TreeSet<>();
  private boolean isAllCounted = true;

  private UnseenHolders(Sample sample, References references, Knot knot) {
    this.sample = sample;
    this.references = references;
    this.knot = knot;
  }

  /// What speaks for some.
  ///
  /// @param reasons each the part of a sentence
  /// @param isAllCounted whether there can be no others
  record Answer(List<String> reasons, boolean isAllCounted) {}

  /// Looks for those who could end a wait on which a knot depends.
  static Answer of(Knot knot, Sample sample) {
    var references = sample.picture().references();
    if (references.isEmpty()) {
      return new Answer(List.of(), false);
    }
    var search = new UnseenHolders(sample, references.get(), knot);
    search.tables();
    knot.helpers().forEach(search::calls);
    knot.reaches().forEach(search::reach);
    return new Answer(new ArrayList<>(search.found), search.isAllCounted);
  }

  /// A process may share its table of descriptors with another one.
  private void tables() {
    var users = new HashMap<Long, Integer>();
    var tables = new HashMap<Long, Set<Integer>>();
    for (var pid : knot.helpers()) {
      anyHeldBy(pid)
          .ifPresent(held -> {
            users.merge(held.table(), living(pid), Integer::sum);
            tables.put(held.table(), held.sharers());
          });
    }
    users.forEach((table, count) -> {
      if (!tables.getOrDefault(table, Set.of()).contains(count)) {
        found.add("somebody unseen may share the descriptors of one of them");
      }
    });
  }

  private Optional<References.Held> anyHeldBy(int pid) {
    return sample.linksOf(pid).stream()
        .flatMap(link -> references.held(pid, link.fd()).stream())
        .findFirst();
  }

  private int living(int pid) {
    return (int)
        sample.process(pid).stream()
            .flatMap(process -> process.threads().stream())
            .filter(thread -> !thread.isOver())
            .count();
  }

  /// A thread that shares its descriptors keeps what it is in a call with, as another might close
  /// it.
  private void calls(int pid) {
    var threads = sample.process(pid).map(process -> process.threads()).orElse(List.of());
    for (var thread : threads) {
      var call = thread.call();
      if (call.isEmpty()) {
        continue;
      }
      if (!POLLS.contains(call.get().name())) {
        for (var fd : call.get().descriptors()) {
          references
              .held(pid, fd)
              .filter(held -> !held.sharers().contains(1))
              .ifPresent(held -> count(held, 1));
        }
      } else if (sample.waitOf(thread.tid()) instanceof Wait.Blocked(_, var reaches)) {
        reaches.forEach(reach -> polled(pid, reach.fd()));
      }
    }
  }

  /// A pipe has a queue of waiters for each direction.
  private void polled(int pid, int fd) {
    var isBoth =
        sample
            .link(pid, fd)
            .filter(link -> link.flow() == Flow.BOTH)
            .flatMap(sample::object)
            .filter(IpcObject.Pipe.class::isInstance)
            .isPresent();
    references.held(pid, fd).ifPresent(held -> count(held, isBoth ? 2 : 1));
  }

  private void count(References.Held held, int more) {
    calls.merge(held.file().id(), more, Integer::sum);
  }

  private void reach(Reach reach) {
    switch (reach.nature()) {
      case READ, WRITE -> ends(reach);
      case LOCK -> lock(reach);
      case CHILD, FUTEX -> {} // it takes no descriptor
    }
  }

  private void ends(Reach reach) {
    var held = new ArrayList<References.Held>();
    for (var link : reach.ends()) {
      references.held(link.pid(), link.fd()).ifPresent(held::add);
    }
    if (held.isEmpty() || held.size() < reach.ends().size()) {
      isAllCounted = false;
      return;
    }
    var files = compare(held, reach.object());
    if (sample.picture().object(reach.object()).orElse(null) instanceof IpcObject.Pipe) {
      var writes = reach.ends().stream().map(Link::flow).allMatch(Flow::writes);
      for (var file : files) {
        if (!(writes ? file.writers() : file.readers()).contains(files.size())) {
          suspect(reach.object());
        }
      }
    }
  }

  /// Compares what is counted of some open files with the descriptors that lead to them.
  private Set<References.OpenFile> compare(List<References.Held> all, String object) {
    var descriptors = new HashMap<References.OpenFile, Set<Place>>();
    for (var held : all) {
      descriptors
          .computeIfAbsent(held.file(), _ -> new HashSet<>())
          .add(new Place(held.table(), held.fd()));
    }
    descriptors.forEach((file, places) -> {
      var expected = (long) places.size() + calls.getOrDefault(file.id(), 0);
      if (!file.references().contains(expected)) {
        suspect(object);
      }
    });
    return descriptors.keySet();
  }

  /// A number in a table, which processes may share.
  private record Place(long table, int fd) {}

  /// A lock of `fcntl` belongs to a process; others belong to all who have the open file.
  private void lock(Reach reach) {
    if (!(sample.picture().object(reach.object()).orElse(null)
        instanceof IpcObject.FileLock lock)) {
      isAllCounted = false;
      return;
    }
    if (lock.type().equals(BELONGS_TO_A_PROCESS)) {
      return;
    }
    var held = new ArrayList<References.Held>();
    for (var pid : knot.helpers()) {
      held.addAll(references.locked(pid, lock.inode()));
    }
    isAllCounted &= !held.isEmpty();
    var _ = compare(held, reach.object());
  }

  private void suspect(String object) {
    found.add(
        object
            + " is held by more than them: by somebody hidden, a message on its way, a mapping, or"
            + " a call");
  }
}
