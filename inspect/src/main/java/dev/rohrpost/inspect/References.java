package dev.rohrpost.inspect;

import dev.rohrpost.inspect.kernel.Descriptor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// How often objects are held, as the kernel counts, beside the descriptors that were seen.
///
/// Each open file description knows how many references there are to it, and each pipe how many
/// descriptions. What no descriptor explains is held by a process that may not be looked at, by a
/// message that takes a descriptor along, by the kernel, or by a call that a thread of several is
/// in.
public final class References {
  private final List<Descriptor> descriptors;
  private final Map<Key, Long> unseen = new HashMap<>(); // counted when somebody asks

  References(List<Descriptor> descriptors) {
    this.descriptors = descriptors;
  }

  /// What the descriptions of an object have in common.
  private record Key(Descriptor.Type type, long inode) {}

  /// A number in a table.
  private record Place(long table, int fd) {}

  /// An open file description.
  private static final class Description {
    private final Descriptor descriptor;
    private long references;
    private int seen;

    Description(Descriptor descriptor) {
      this.descriptor = descriptor;
    }
  }

  /// Returns how many references to an object nobody was seen to have.
  ///
  /// @param object a pipe, a socket, or a lock, which stands for its file
  /// @return empty if that is not known
  public synchronized OptionalLong unseen(IpcObject object) {
    if (unseen.isEmpty()) {
      count();
    }
    var count =
        switch (object) {
          case IpcObject.Pipe pipe -> unseen.get(new Key(Descriptor.Type.PIPE, pipe.inode()));
          case IpcSocket.UnixSocket socket ->
              unseen.get(new Key(Descriptor.Type.SOCKET, socket.inode()));
          case IpcSocket.InternetSocket socket ->
              unseen.get(new Key(Descriptor.Type.SOCKET, socket.inode()));
          case IpcObject.FileLock lock -> unseen.get(new Key(Descriptor.Type.FILE, lock.inode()));
          default -> null;
        };
    return count == null || count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
  }

  private void count() {
    var places = new HashSet<Place>();
    var descriptions = new HashMap<Long, Description>();
    for (var descriptor : descriptors) {
      var description =
          descriptions.computeIfAbsent(descriptor.description(), _ -> new Description(descriptor));
      description.references = Math.max(description.references, descriptor.references());
      if (places.add(new Place(descriptor.table(), descriptor.fd()))) {
        description.seen++;
      }
    }
    for (var description : descriptions.values()) {
      add(description);
    }
  }

  private void add(Description description) {
    var one = description.descriptor;
    var key =
        new Key(
            one.type() == Descriptor.Type.OTHER ? Descriptor.Type.FILE : one.type(), one.inode());
    var descriptions = (one.reads() ? 1 : 0) + (one.writes() ? 1 : 0);
    var ends = one.pipe().readers() + one.pipe().writers();
    var more = unseen.getOrDefault(key, (long) ends) - (ends == 0 ? 0 : descriptions);
    unseen.put(key, more + description.references - description.seen);
  }
}
