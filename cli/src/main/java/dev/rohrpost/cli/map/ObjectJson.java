package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.inspect.BusCall;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.SocketState;
import dev.rohrpost.ipc.Ownership;
import dev.rohrpost.ipc.SystemVKey;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// The fields of objects: the same for all kinds first, then those of the kind.
final class ObjectJson {
  private ObjectJson() {}

  static void fields(JsonGenerator json, IpcObject object) {
    json.writeStringProperty("id", Escape.whole(object.id()));
    json.writeStringProperty("kind", object.kind().label());
    json.writeStringProperty("type", Words.type(object));
    JsonText.name(json, "name", object.name());
    JsonText.name(json, "peer", object.peer().orElse(""));
    JsonText.name(json, "listener", object.listener().orElse(""));
    switch (object) {
      case IpcObject.Pipe pipe -> pipe(json, pipe);
      case IpcObject.Fifo fifo -> place(json, fifo.device(), fifo.inode());
      case IpcSocket.UnixSocket socket -> unix(json, socket);
      case IpcSocket.InternetSocket socket -> internet(json, socket);
      case IpcSocket.OtherSocket socket -> json.writeNumberProperty("inode", socket.inode());
      case IpcObject.SystemVQueue queue -> queue(json, queue);
      case IpcObject.SystemVSegment segment -> segment(json, segment);
      case IpcObject.Semaphores set -> semaphores(json, set);
      case IpcObject.PosixQueue queue -> {
        json.writeNumberProperty("inode", queue.inode());
        number(json, "bytes", queue.bytes());
      }
      case IpcObject.PosixSegment segment -> {
        json.writeNumberProperty("inode", segment.inode());
        json.writeNumberProperty("size", segment.size());
      }
      case IpcObject.Memfd memfd -> json.writeNumberProperty("inode", memfd.inode());
      case IpcObject.EventFd counter -> json.writeNumberProperty("count", counter.count());
      case IpcObject.PidFd handle -> json.writeNumberProperty("process", handle.process());
      case IpcObject.SignalFd queue -> MapJson.signals(json, "signals", queue.signals());
      case IpcObject.TimerFd _ -> {
        // Whose it is says the link.
      }
      case IpcObject.Epoll epoll -> watches(json, epoll);
      case IpcObject.FileLock lock -> lock(json, lock);
      case IpcObject.BusName name -> {
        json.writeStringProperty("bus", name.bus());
        calls(json, name.calls());
      }
    }
  }

  private static void pipe(JsonGenerator json, IpcObject.Pipe pipe) {
    json.writeNumberProperty("inode", pipe.inode());
    number(json, "pages", pipe.fill().stream().mapToLong(fill -> fill.pages()).findFirst());
    number(json, "capacity", pipe.fill().stream().mapToLong(fill -> fill.capacity()).findFirst());
  }

  private static void place(JsonGenerator json, long device, long inode) {
    json.writeNumberProperty("device", device);
    json.writeNumberProperty("inode", inode);
  }

  private static void unix(JsonGenerator json, IpcSocket.UnixSocket socket) {
    json.writeNumberProperty("inode", socket.inode());
    json.writeStringProperty("socket_type", socket.type());
    json.writeStringProperty("state", state(socket.state()));
    number(json, "file_device", socket.file().stream().mapToLong(f -> f.device()).findFirst());
    number(json, "file_inode", socket.file().stream().mapToLong(f -> f.inode()).findFirst());
    load(json, socket.state(), socket.received(), socket.sent());
    json.writeArrayPropertyStart("waiting");
    socket.waiting().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeNumberProperty("network", socket.network());
  }

  private static void internet(JsonGenerator json, IpcSocket.InternetSocket socket) {
    json.writeNumberProperty("inode", socket.inode());
    json.writeStringProperty("state", state(socket.state()));
    json.writeStringProperty("local", Words.address(socket.local()));
    JsonText.name(json, "remote", socket.remote().map(Words::address).orElse(""));
    load(json, socket.state(), socket.received(), socket.sent());
    json.writeNumberProperty("dropped", socket.dropped());
    json.writeNumberProperty("network", socket.network());
    programs(json, socket.programs());
  }

  private static void programs(
      JsonGenerator json, List<IpcSocket.InternetSocket.RpcProgram> programs) {
    if (programs.isEmpty()) {
      return; // of all sockets but those few
    }
    json.writeArrayPropertyStart("rpc");
    for (var program : programs) {
      json.writeStartObject();
      json.writeNumberProperty("program", program.number());
      json.writeNumberProperty("version", program.version());
      JsonText.name(json, "name", program.name().orElse(""));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void calls(JsonGenerator json, List<BusCall> calls) {
    if (calls.isEmpty()) {
      return; // nobody has looked, or nobody has called
    }
    json.writeArrayPropertyStart("calls");
    for (var call : calls) {
      json.writeStartObject();
      json.writeNumberProperty("pid", call.caller());
      JsonText.name(json, "interface", call.interfaceName());
      json.writeStringProperty("member", Escape.whole(call.member()));
      json.writeNumberProperty("count", call.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String state(SocketState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /// The kernel uses the same two numbers for other things where it listens.
  private static void load(JsonGenerator json, SocketState state, long received, long sent) {
    var listens = state == SocketState.LISTENING;
    json.writeNumberProperty(listens ? "waiting_connections" : "received_bytes", received);
    json.writeNumberProperty(listens ? "backlog" : "sent_bytes", sent);
  }

  private static void queue(JsonGenerator json, IpcObject.SystemVQueue queue) {
    var status = queue.status();
    systemV(json, status.key(), status.id(), status.ownership());
    json.writeNumberProperty("messages", status.messages());
    json.writeNumberProperty("bytes", status.bytes());
    json.writeNumberProperty("limit", status.limit());
    json.writeNumberProperty("last_sender", status.lastSender());
    json.writeNumberProperty("last_receiver", status.lastReceiver());
  }

  private static void segment(JsonGenerator json, IpcObject.SystemVSegment segment) {
    var status = segment.status();
    systemV(json, status.key(), status.id(), status.ownership());
    json.writeNumberProperty("size", status.size());
    json.writeNumberProperty("creator", status.creator());
    json.writeNumberProperty("last", status.last());
    json.writeNumberProperty("attachments", status.attachments());
  }

  private static void semaphores(JsonGenerator json, IpcObject.Semaphores set) {
    var status = set.status();
    systemV(json, status.key(), status.id(), status.ownership());
    json.writeNumberProperty("size", status.size());
  }

  private static void systemV(JsonGenerator json, SystemVKey key, int id, Ownership ownership) {
    JsonText.name(json, "key", key.isPrivate() ? "" : key.toString());
    json.writeNumberProperty("number", id);
    json.writeNumberProperty("uid", ownership.uid());
    json.writeNumberProperty("gid", ownership.gid());
    json.writeStringProperty("mode", ownership.mode().toString());
  }

  private static void watches(JsonGenerator json, IpcObject.Epoll epoll) {
    json.writeArrayPropertyStart("watches");
    for (var watch : epoll.watches()) {
      json.writeStartObject();
      json.writeNumberProperty("fd", watch.fd());
      json.writeNumberProperty("events", watch.events());
      json.writeNumberProperty("inode", watch.inode());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void lock(JsonGenerator json, IpcObject.FileLock lock) {
    json.writeStringProperty("lock_type", lock.type());
    json.writeBooleanProperty("exclusive", lock.exclusive());
    place(json, lock.device(), lock.inode());
    json.writeNumberProperty("from", lock.from());
    var to = lock.to();
    number(json, "to", to == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(to));
  }

  private static void number(JsonGenerator json, String field, OptionalLong number) {
    if (number.isPresent()) {
      json.writeNumberProperty(field, number.getAsLong());
    } else {
      json.writeNullProperty(field);
    }
  }
}
