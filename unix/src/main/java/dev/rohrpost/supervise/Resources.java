package dev.rohrpost.supervise;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.socket.InheritedSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a supervisor holds for its workers while it runs: the sockets, a folder for their
/// notifications, and the file with its own number.
final class Resources implements AutoCloseable {
  private final List<InheritedSocket> inherited;
  private final List<ListenSocket> sockets = new ArrayList<>();
  private final List<ListenAddress> addresses = new ArrayList<>();
  private final NotifyFolder folder;
  private @Nullable PidFile pidFile;

  private Resources(NotifyFolder folder, List<InheritedSocket> inherited) {
    this.folder = folder;
    this.inherited = inherited;
  }

  /// What it throws, it throws after all is closed and removed again.
  ///
  /// @throws IllegalArgumentException if two addresses are for one listener
  static Resources open(Service service) throws UnixException {
    var resources = new Resources(NotifyFolder.open(), service.sockets());
    try {
      var places = ListenSocket.places(service.listen());
      if (service.pidFile().isPresent()) {
        resources.pidFile = PidFile.write(service.pidFile().get());
      }
      for (var place : places) {
        var socket = place.open(service.binding());
        resources.sockets.add(socket);
        resources.addresses.add(socket.address());
      }
      return resources;
    } catch (UnixException | IllegalArgumentException e) {
      resources.close();
      throw e;
    }
  }

  List<ListenAddress> addresses() {
    return List.copyOf(addresses);
  }

  /// A socket for a worker.
  ///
  /// @param name what it is called in `LISTEN_FDNAMES`
  record Passed(String name, Fd fd) {}

  /// What every worker gets, from descriptor 3 on: first what this process was given, then what it
  /// has opened.
  List<Passed> passed() throws UnixException {
    var all = new ArrayList<Passed>();
    for (var socket : inherited) {
      all.add(new Passed(socket.name(), socket.socket().fd()));
    }
    for (var socket : sockets) {
      all.add(new Passed(socket.name(), socket.fd()));
    }
    return all;
  }

  /// A path for the notifications of one more worker.
  Path nextNotifyPath() {
    return folder.nextPath();
  }

  /// From now on connections are refused, as soon as the workers have closed theirs. Sockets that
  /// this process was given stay open with whoever gave them.
  void closeSockets() {
    inherited.forEach(socket -> socket.socket().close());
    sockets.forEach(ListenSocket::close);
  }

  @Override
  public void close() {
    closeSockets();
    if (pidFile != null) {
      pidFile.close();
    }
    folder.close();
  }
}
