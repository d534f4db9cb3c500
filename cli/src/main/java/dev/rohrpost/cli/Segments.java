package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.SharedMemory;
import dev.rohrpost.memory.SystemVSegment;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.SystemVQueues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The segments of shared memory that commands show.
final class Segments {
  static final String LABEL = "URI";
  static final String WHICH = "shm:/name, sysv:KEY or sysv:id=N.";

  private Segments() {}

  /// One of them, with what is known about it.
  sealed interface Segment {
    /// A file in `/dev/shm`; it is a ring if there is a status of one.
    record Posix(SharedMemory.Status status, Optional<Ring.Status> ring) implements Segment {}

    /// One of System V.
    record SystemV(SystemVSegment.Status status) implements Segment {}
  }

  /// Reads the endpoint of a segment.
  static Endpoint endpoint(String text) {
    var endpoint = Endpoint.parse(text);
    if (endpoint instanceof Endpoint.Ring(String name) && name.startsWith("/sem.")) {
      throw new IllegalArgumentException(
          "'" + text + "' is a POSIX semaphore; write sem:/" + name.substring("/sem.".length()));
    }
    if (endpoint instanceof Endpoint.Ring || endpoint instanceof Endpoint.SystemVQueue) {
      return endpoint;
    }
    throw new IllegalArgumentException("'" + text + "' is no segment; these are shm: and sysv:");
  }

  /// Returns the file of a POSIX segment.
  static Path file(String name) {
    return Path.of("/dev/shm" + name);
  }

  static SystemVSegment systemV(Endpoint.SystemVQueue endpoint) throws UnixException {
    return endpoint.name() instanceof Endpoint.SystemVName.Id(int id)
        ? new SystemVSegment(id)
        : SystemVSegment.open(SystemVQueues.key(endpoint.name()));
  }

  static List<Segment> all() throws IOException {
    var all = new ArrayList<Segment>();
    for (var status : SharedMemory.list()) {
      all.add(posix(status));
    }
    for (var status : SystemVSegment.list()) {
      all.add(new Segment.SystemV(status));
    }
    return all;
  }

  static Segment find(Endpoint endpoint) throws UnixException {
    if (endpoint instanceof Endpoint.SystemVQueue queue) {
      return new Segment.SystemV(systemV(queue).status());
    }
    var name = ((Endpoint.Ring) endpoint).name();
    return posix(SharedMemory.status(name));
  }

  /// What is no ring, or not this user's, is shown as a segment.
  private static Segment posix(SharedMemory.Status status) {
    try (var ring = Ring.open(status.name())) {
      return new Segment.Posix(status, Optional.of(ring.status()));
    } catch (UnixException _) {
      return new Segment.Posix(status, Optional.empty());
    }
  }

  static String name(SystemVSegment.Status status) {
    return SystemVNaming.endpoint(status.key(), status.id());
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static void fields(JsonGenerator json, Segment segment, FileUsers users) {
    switch (segment) {
      case Segment.Posix(var status, var ring) -> {
        json.writeStringProperty("endpoint", "shm:" + status.name());
        json.writeStringProperty("kind", ring.isPresent() ? "ring" : "posix");
        json.writeStringProperty("name", status.name());
        json.writeNumberProperty("size", status.size());
        json.writeNumberProperty("uid", status.uid());
        json.writeNumberProperty("gid", status.gid());
        json.writeStringProperty("mode", status.mode().toString());
        users(json, users, file(status.name()));
        ring.ifPresent(known -> fields(json, known));
      }
      case Segment.SystemV(var status) -> fields(json, status);
    }
  }

  /// Who has a file of `/dev/shm` mapped or open, and whether these are all.
  static void users(JsonGenerator json, FileUsers users, Path file) {
    json.writeArrayPropertyStart("users");
    try {
      for (var pid : users.of(file)) {
        json.writeNumber(pid);
      }
    } catch (IOException _) {
      // It was just removed.
    }
    json.writeEndArray();
    json.writeBooleanProperty("users_complete", users.hidden().isEmpty());
  }

  private static void fields(JsonGenerator json, Ring.Status ring) {
    json.writeNumberProperty("capacity", ring.settings().capacity());
    json.writeNumberProperty("longest_message", ring.settings().longestMessage());
    json.writeNumberProperty("used", ring.used());
    json.writeStringProperty("producers_allowed", lower(ring.settings().producers()));
    json.writeNumberProperty("producers", ring.producers());
    json.writeStringProperty("consumers_allowed", lower(ring.settings().consumers()));
    json.writeNumberProperty("consumers", ring.consumers());
  }

  private static void fields(JsonGenerator json, SystemVSegment.Status status) {
    SystemVNaming.names(json, status.key(), status.id());
    SystemVNaming.ownership(json, status.ownership());
    json.writeNumberProperty("size", status.size());
    json.writeNumberProperty("attachments", status.attachments());
    SystemVNaming.process(json, "creator", status.creator());
    SystemVNaming.process(json, "last_user", status.last());
    json.writeBooleanProperty("removed", status.removed() == SystemVSegment.Removal.PENDING);
    SystemVNaming.time(json, "attached", status.attached());
    SystemVNaming.time(json, "detached", status.detached());
    SystemVNaming.time(json, "changed", Optional.of(status.changed()));
  }
}
