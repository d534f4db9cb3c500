package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.SocketState;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysUnH;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Finds who wants to be accepted by a listener.
///
/// Whom the kernel has put into the queue, it tells. Who calls a UNIX socket whose queue is full
/// waits outside of it, and has said only in the arguments of `connect` for whom.
final class Callers {
  private static final int PATH = Short.BYTES; // behind sun_family
  private static final int MOST = (int) SysUnH.SOCKADDR_UN.byteSize();

  private final Visit visit;
  private final List<Caller> outside = new ArrayList<>();

  /// Somebody who waits outside of a queue.
  ///
  /// @param name the abstract name after an `@`, or nothing
  /// @param file the inode of the file; 0 if there is none
  private record Caller(Link link, String name, long file, long network) {
    boolean calls(IpcSocket.UnixSocket listener) {
      return name.isEmpty()
          ? file != 0 && listener.file().filter(found -> found.inode() == file).isPresent()
          : listener.name().equals(name) && listener.network() == network;
    }
  }

  Callers(Visit visit) {
    this.visit = visit;
    for (var task : visit.after().tasks()) {
      task.thread()
          .call()
          .filter(call -> call.name().equals("connect"))
          .ifPresent(call -> add(task, call));
    }
  }

  private void add(Sample.Task task, Call call) {
    var size = Math.min((int) call.argument(2), MOST);
    var link = visit.after().link(task.pid(), (int) call.argument(0));
    var bytes = size <= PATH ? null : visit.proc().memory(task.pid(), call.argument(1), size);
    if (bytes == null || link.isEmpty() || !isOutside(link.get())) {
      return;
    }
    var address = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    if (address.getShort(0) == SysSocketH.AF_UNIX) {
      var isAbstract = bytes[PATH] == 0;
      var name = new String(bytes, PATH, size - PATH, StandardCharsets.UTF_8);
      outside.add(
          new Caller(
              link.get(),
              isAbstract ? "@" + name.substring(1) : "",
              isAbstract ? 0 : file(task.pid(), name.split("\0", 2)[0]),
              task.process().namespaces().net()));
    }
  }

  private boolean isOutside(Link link) {
    return visit.after().object(link).orElse(null) instanceof IpcSocket.UnixSocket socket
        && socket.state() == SocketState.UNCONNECTED;
  }

  private long file(int pid, String path) {
    var from = "/proc/" + pid + (path.startsWith("/") ? "/root" : "/cwd/");
    var stat = visit.proc().stat(FcntlH.AT_FDCWD, from + path);
    return stat == null ? 0 : stat.inode();
  }

  /// Returns how those who call it hold their sockets.
  List<Link> of(IpcObject listener) {
    var links = new ArrayList<Link>();
    for (var socket : visit.after().picture().waiting(listener.id())) {
      links.addAll(visit.after().picture().holders(socket.id()));
    }
    if (listener instanceof IpcSocket.UnixSocket unix) {
      outside.stream().filter(caller -> caller.calls(unix)).map(Caller::link).forEach(links::add);
    }
    return links;
  }
}
