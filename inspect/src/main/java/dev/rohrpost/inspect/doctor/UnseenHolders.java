package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.References;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Looks for holders that were not seen: the kernel counts the references to what is open, and each
/// must belong to somebody who was.
///
/// That is a proof whatever else is hidden, so it makes up for processes that may not be looked at,
/// and for descriptors that are on their way.
final class UnseenHolders {
  private static final String BELONGS_TO_A_PROCESS = "posix";

  private final Sample sample;
  private @Nullable Map<String, Integer> calls;

  UnseenHolders(Sample sample) {
    this.sample = sample;
  }

  /// Returns what speaks for some, each the part of a sentence.
  ///
  /// @param ids objects whose holders could end a wait
  /// @return empty if the kernel does not tell of all of them
  Optional<List<String>> of(Iterable<String> ids) {
    var references = sample.picture().references();
    return references.isEmpty() ? Optional.empty() : of(withPeers(ids), references.get());
  }

  private List<IpcObject> withPeers(Iterable<String> ids) {
    var all = new TreeSet<String>();
    for (var id : ids) {
      all.add(id);
      sample.picture().object(id).flatMap(IpcObject::peer).ifPresent(all::add);
    }
    return all.stream().flatMap(id -> sample.picture().object(id).stream()).toList();
  }

  private Optional<List<String>> of(List<IpcObject> objects, References references) {
    var found = new ArrayList<String>();
    for (var object : objects) {
      if (object instanceof IpcObject.FileLock lock && lock.type().equals(BELONGS_TO_A_PROCESS)) {
        continue;
      }
      var unseen = references.unseen(object);
      var more = unseen.orElse(-1) - calls().getOrDefault(object.id(), 0);
      if (more < 0) {
        return Optional.empty();
      }
      if (more > 0) {
        found.add(
            "somebody unseen has "
                + object.id()
                + ": a process that may not be looked at, or a message that it is on its way in");
      }
    }
    return Optional.of(found);
  }

  /// What a call keeps.
  private record Use(int fd, String object) {}

  private Map<String, Integer> calls() {
    var known = calls;
    if (known == null) {
      known = count();
      calls = known;
    }
    return known;
  }

  /// Counts the calls that objects are held by. A thread that shares its descriptors keeps what it
  /// is in a call with, as another might close it; one that waits for an epoll set keeps only the
  /// set.
  private Map<String, Integer> count() {
    var counts = new HashMap<String, Integer>();
    for (var task : sample.tasks()) {
      if (task.process().threads().size() > 1
          && sample.waitOf(task.tid()) instanceof Wait.Blocked(var call, var reaches)
          && !call.startsWith("epoll")) {
        reaches.stream()
            .filter(reach -> reach.fd() != Link.NO_DESCRIPTOR)
            .map(reach -> new Use(reach.fd(), reach.object()))
            .distinct()
            .forEach(use -> counts.merge(use.object(), 1, Integer::sum));
      }
    }
    return counts;
  }
}
