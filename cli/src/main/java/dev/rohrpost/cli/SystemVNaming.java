package dev.rohrpost.cli;

import dev.rohrpost.ipc.Ownership;
import dev.rohrpost.ipc.SystemVKey;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How objects of System V are shown: by the endpoint that finds them.
final class SystemVNaming {
  private SystemVNaming() {}

  /// Returns the endpoint by which a command can be given the object.
  static String endpoint(SystemVKey key, int id) {
    return key.isPrivate() ? "sysv:id=" + id : "sysv:0x" + Integer.toHexString(key.number());
  }

  /// Returns a process, and whether it is still there; `-` for none.
  static String process(int pid) {
    return pid == 0 ? "-" : pid + (LastUsers.isAlive(pid) ? "" : " (dead)");
  }

  static String time(Optional<Instant> time) {
    return time.map(Instant::toString).orElse("-");
  }

  static void names(JsonGenerator json, SystemVKey key, int id) {
    json.writeStringProperty("endpoint", endpoint(key, id));
    json.writeStringProperty("kind", "sysv");
    if (key.isPrivate()) {
      json.writeNullProperty("key");
    } else {
      json.writeStringProperty("key", key.toString());
    }
    json.writeNumberProperty("id", id);
  }

  static void ownership(JsonGenerator json, Ownership ownership) {
    json.writeNumberProperty("uid", ownership.uid());
    json.writeNumberProperty("gid", ownership.gid());
    json.writeNumberProperty("creator_uid", ownership.creatorUid());
    json.writeNumberProperty("creator_gid", ownership.creatorGid());
    json.writeStringProperty("mode", ownership.mode().toString());
  }

  static void process(JsonGenerator json, String name, int pid) {
    if (pid == 0) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, pid);
    }
  }

  static void time(JsonGenerator json, String name, Optional<Instant> time) {
    if (time.isPresent()) {
      json.writeStringProperty(name, time.get().toString());
    } else {
      json.writeNullProperty(name);
    }
  }
}
