package dev.rohrpost.cli;

import dev.rohrpost.queue.PosixQueueStatus;
import dev.rohrpost.queue.SystemVQueueStatus;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The fields of queues.
final class QueueJson {
  private QueueJson() {}

  static void fields(JsonGenerator json, SystemVQueueStatus queue) {
    SystemVNaming.names(json, queue.key(), queue.id());
    SystemVNaming.ownership(json, queue.ownership());
    json.writeNumberProperty("messages", queue.messages());
    json.writeNumberProperty("bytes", queue.bytes());
    json.writeNumberProperty("limit", queue.limit());
    SystemVNaming.process(json, "last_sender", queue.lastSender());
    SystemVNaming.process(json, "last_receiver", queue.lastReceiver());
    SystemVNaming.time(json, "last_sent", queue.lastSent());
    SystemVNaming.time(json, "last_received", queue.lastReceived());
    SystemVNaming.time(json, "changed", Optional.of(queue.changed()));
  }

  static void fields(JsonGenerator json, String name, PosixQueueStatus queue) {
    fields(json, name);
    json.writeNumberProperty("uid", queue.uid());
    json.writeNumberProperty("gid", queue.gid());
    json.writeStringProperty("mode", queue.mode().toString());
    json.writeNumberProperty("messages", queue.messages());
    if (queue.bytes().isPresent()) {
      json.writeNumberProperty("bytes", queue.bytes().getAsLong());
    } else {
      json.writeNullProperty("bytes");
    }
    json.writeNumberProperty("message_limit", queue.settings().messages());
    json.writeNumberProperty("message_size", queue.settings().messageBytes());
    SystemVNaming.process(json, "notified", queue.notified().orElse(0));
  }

  /// What is known of a queue that may not be opened.
  static void fields(JsonGenerator json, String name) {
    json.writeStringProperty("endpoint", "mq:" + name);
    json.writeStringProperty("kind", "mq");
    json.writeStringProperty("name", name);
  }
}
