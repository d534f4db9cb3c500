package dev.rohrpost.cli.map;

import dev.rohrpost.inspect.BusCall;
import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.IpcSocket.InternetSocket.RpcProgram;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.SocketState;
import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.socket.InternetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What things are called, for people; not escaped.
final class Words {
  /// What stands above that which could not be seen.
  static final String UNKNOWN = "Unknown";

  /// How many methods are named.
  private static final int METHODS = 4;

  private Words() {}

  /// Returns a process as in `cat (4711)`.
  static String process(ProcessInfo process) {
    return process.name() + " (" + process.pid() + ")";
  }

  /// Returns what could not be seen, and why.
  static String unknown(Unknown unknown) {
    return unknown.what() + ": " + unknown.why();
  }

  /// Returns an address as in `[::1]:80`.
  static String address(InetSocketAddress address) {
    return new InternetAddress(address.getAddress(), address.getPort()).toString();
  }

  /// Returns what an object is, as in `unix stream`.
  static String type(IpcObject object) {
    return switch (object) {
      case IpcSocket.UnixSocket socket -> "unix " + socket.type();
      case IpcObject.SystemVQueue _ -> "sysv queue";
      case IpcObject.PosixQueue _ -> "mq";
      case IpcObject.SystemVSegment _ -> "sysv segment";
      case IpcObject.Semaphores _ -> "sysv semaphores";
      case IpcObject.FileLock lock -> lock.type() + " lock";
      case IpcObject.BusName _ -> "dbus name";
      default -> object.kind().label();
    };
  }

  /// Returns what tells the object from others of its type.
  static String name(IpcObject object) {
    return switch (object) {
      case IpcObject.SystemVQueue queue -> key(queue.status().key(), queue.status().id());
      case IpcObject.SystemVSegment segment -> key(segment.status().key(), segment.status().id());
      case IpcObject.Semaphores set -> key(set.status().key(), set.status().id());
      case IpcObject.PidFd handle -> "of " + handle.process();
      case IpcObject.EventFd _, IpcObject.Pipe _ -> "";
      default -> object.name();
    };
  }

  /// Returns what is worth a remark, as in `listening, 3 wait`; empty if nothing is.
  static String remark(IpcObject object) {
    return switch (object) {
      case IpcObject.Pipe pipe -> pipe.fill().map(Words::fill).orElse("");
      case IpcSocket socket when socket.listener().isPresent() -> "waits to be accepted";
      case IpcSocket.UnixSocket socket -> socket(socket.state(), socket.received(), socket.sent());
      case IpcSocket.InternetSocket socket ->
          Stream.of(
                  socket(socket.state(), socket.received(), socket.sent()),
                  programs(socket.programs()))
              .filter(word -> !word.isEmpty())
              .collect(Collectors.joining(" "));
      case IpcObject.SystemVQueue queue ->
          queue.status().messages() == 0 ? "" : queue.status().messages() + " messages";
      case IpcObject.PosixQueue queue ->
          queue.bytes().orElse(0) == 0 ? "" : queue.bytes().getAsLong() + " bytes";
      case IpcObject.SystemVSegment segment -> segment.status().size() + " bytes";
      case IpcObject.PosixSegment segment -> segment.size() + " bytes";
      case IpcObject.FileLock lock -> lock.exclusive() ? "exclusive" : "shared";
      case IpcObject.BusName name -> calls(name.calls());
      default -> "";
    };
  }

  /// Returns what a process has called through a link, as in `Get ×3, Set`; empty if that is
  /// nothing.
  static String calls(IpcObject object, Link link) {
    return object instanceof IpcObject.BusName name && link.flow() == Flow.WRITE
        ? calls(name.calls().stream().filter(call -> call.caller() == link.pid()).toList())
        : "";
  }

  /// Returns what was called, the most often first.
  private static String calls(List<BusCall> calls) {
    var counts = new TreeMap<String, Long>();
    for (var call : calls) {
      counts.merge(call.member(), call.count(), Long::sum);
    }
    var methods =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(one -> one.getKey() + (one.getValue() == 1 ? "" : " ×" + one.getValue()))
            .toList();
    var shown = methods.stream().limit(METHODS).collect(Collectors.joining(", "));
    return methods.size() > METHODS
        ? shown + ", " + (methods.size() - METHODS) + " more methods"
        : shown;
  }

  private static String fill(IpcObject.Pipe.Fill fill) {
    if (fill.isFull()) {
      return "full";
    }
    return fill.pages() == 0 ? "" : fill.pages() + " of " + fill.capacity() + " pages";
  }

  private static String socket(SocketState state, long received, long sent) {
    return switch (state) {
      case LISTENING ->
          "listening" + (received == 0 ? "" : ", " + received + " of " + sent + " wait");
      case CONNECTING -> "connecting";
      case CONNECTED, UNCONNECTED -> full(received, sent);
    };
  }

  /// Returns remote programs as in `(rpc mountd 1,3; nfs 3,4)`.
  private static String programs(List<RpcProgram> programs) {
    if (programs.isEmpty()) {
      return "";
    }
    var byName = new LinkedHashMap<String, List<String>>();
    for (var program : programs) {
      byName
          .computeIfAbsent(
              program.name().orElse(Long.toString(program.number())), _ -> new ArrayList<>())
          .add(Long.toString(program.version()));
    }
    return byName.entrySet().stream()
        .map(it -> it.getKey() + " " + String.join(",", it.getValue()))
        .collect(Collectors.joining("; ", "(rpc ", ")"));
  }

  private static String full(long received, long sent) {
    if (received > 0 && sent > 0) {
      return received + " bytes in, " + sent + " bytes out";
    }
    return received > 0 ? received + " bytes in" : sent > 0 ? sent + " bytes out" : "";
  }

  private static String key(SystemVKey key, int id) {
    return key.isPrivate()
        ? "id=" + id
        : String.format(Locale.ROOT, "0x%x", Integer.toUnsignedLong(key.number()));
  }

  /// Tells whether others can come to the object by its name, or it stays when nobody holds it.
  static boolean isFindable(IpcObject object) {
    return switch (object.kind()) {
      case SYSTEM_V_QUEUE, SYSTEM_V_SEGMENT, SEMAPHORES, POSIX_QUEUE, POSIX_SEGMENT -> true;
      case MEMFD, LOCK -> false;
      case TCP, UDP -> object instanceof IpcSocket.InternetSocket socket && isOpen(socket);
      default -> !object.name().isEmpty();
    };
  }

  private static boolean isOpen(IpcSocket.InternetSocket socket) {
    return socket.remote().isPresent() || socket.local().getPort() != 0;
  }
}
