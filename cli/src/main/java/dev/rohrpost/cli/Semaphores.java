package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.SystemVQueues;
import dev.rohrpost.semaphore.PosixSemaphore;
import dev.rohrpost.semaphore.SemaphoreSet;
import dev.rohrpost.semaphore.SemaphoreSetStatus;
import dev.rohrpost.semaphore.SemaphoreStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// What the commands for semaphores share.
final class Semaphores {
  static final String LABEL = "URI";
  static final String WHICH = "sysv:KEY, sysv:/path or sysv:id=N.";

  static final String OF_BOTH = "sysv:KEY, sysv:/path, sysv:id=N or sem:/name.";
  private static final String POSIX = "sem:";

  private Semaphores() {}

  /// What a command is given.
  sealed interface Named {
    /// A set of System V.
    record SystemV(Endpoint.SystemVQueue name) implements Named {}

    /// A semaphore of POSIX.
    ///
    /// @param name as in `/jobs`
    record Posix(String name) implements Named {}
  }

  /// Reads by what a set, or a POSIX semaphore, is found.
  static Named named(String text) {
    if (!text.startsWith(POSIX)) {
      return new Named.SystemV(endpoint(text));
    }
    var name = text.substring(POSIX.length());
    var _ = PosixSemaphore.file(name);
    return new Named.Posix(name);
  }

  /// Reads by what a set is found: as a queue of System V is.
  static Endpoint.SystemVQueue endpoint(String text) {
    if (text.startsWith(POSIX)) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' can be listed, shown and removed; its value is for sem_wait(3) and"
              + " sem_post(3) alone");
    }
    if (Endpoint.parse(text) instanceof Endpoint.SystemVQueue named) {
      return named;
    }
    throw new IllegalArgumentException("'" + text + "' names no semaphores; write sysv:KEY");
  }

  /// Reads a value that a semaphore can have.
  static int value(String text) {
    var value = Values.count(text);
    if (value > SemaphoreSet.HIGHEST_VALUE) {
      throw new IllegalArgumentException(
          "'" + text + "' is above " + SemaphoreSet.HIGHEST_VALUE + ", the highest value");
    }
    return value;
  }

  static SemaphoreSet open(Endpoint.SystemVQueue named) throws UnixException {
    return named.name() instanceof Endpoint.SystemVName.Id(int id)
        ? SemaphoreSet.ofId(id)
        : SemaphoreSet.open(SystemVQueues.key(named.name()));
  }

  /// Returns all values, or `-` where this user may not ask.
  static String values(SemaphoreSetStatus set) {
    try {
      return Arrays.stream(SemaphoreSet.ofId(set.id()).values())
          .mapToObj(Integer::toString)
          .collect(Collectors.joining(" "));
    } catch (UnixException _) {
      return "-";
    }
  }

  static List<SemaphoreStatus> each(SemaphoreSet set, int size) throws UnixException {
    var all = new ArrayList<SemaphoreStatus>();
    for (var index = 0; index < size; index++) {
      all.add(set.status(index));
    }
    return all;
  }

  static String value(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "-";
  }

  static void fields(JsonGenerator json, PosixSemaphore.Status semaphore, FileUsers users) {
    json.writeStringProperty("endpoint", POSIX + semaphore.name());
    json.writeStringProperty("kind", "posix");
    json.writeStringProperty("name", semaphore.name());
    json.writeNumberProperty("uid", semaphore.uid());
    json.writeNumberProperty("gid", semaphore.gid());
    json.writeStringProperty("mode", semaphore.mode().toString());
    number(json, "value", semaphore.value());
    number(json, "waiting_for_more", semaphore.waiting());
    Segments.users(json, users, PosixSemaphore.file(semaphore.name()));
  }

  private static void number(JsonGenerator json, String name, OptionalInt value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.getAsInt());
    } else {
      json.writeNullProperty(name);
    }
  }

  static void fields(JsonGenerator json, SemaphoreSetStatus set) {
    SystemVNaming.names(json, set.key(), set.id());
    SystemVNaming.ownership(json, set.ownership());
    json.writeNumberProperty("size", set.size());
    SystemVNaming.time(json, "last_operation", set.lastOperation());
    SystemVNaming.time(json, "changed", Optional.of(set.changed()));
  }
}
