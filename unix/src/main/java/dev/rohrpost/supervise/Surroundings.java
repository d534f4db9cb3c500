package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a supervisor holds for its workers while it runs: the sockets, a directory for their
/// notifications, and the file with its own number.
final class Surroundings implements AutoCloseable {
  private final List<ListenSocket> sockets = new ArrayList<>();
  private final List<ListenAddress> addresses = new ArrayList<>();
  private final Path directory;
  private @Nullable PidFile pidFile;
  private int notifySockets;

  private Surroundings(Path directory) {
    this.directory = directory;
  }

  static Surroundings open(Service service) throws UnixException {
    var surroundings = new Surroundings(privateDirectory());
    try {
      if (service.pidFile().isPresent()) {
        surroundings.pidFile = PidFile.write(service.pidFile().get());
      }
      for (var address : service.listen()) {
        var socket = ListenSocket.open(address);
        surroundings.sockets.add(socket);
        surroundings.addresses.add(socket.address());
      }
      return surroundings;
    } catch (UnixException e) {
      surroundings.close();
      throw e;
    }
  }

  /// Java gives a temporary directory the mode 0700.
  private static Path privateDirectory() throws UnixException {
    try {
      return Files.createTempDirectory("rohrpost-");
    } catch (IOException e) {
      throw UnixException.of("mkdir", System.getProperty("java.io.tmpdir"), Errno.EACCES);
    }
  }

  List<ListenAddress> addresses() {
    return List.copyOf(addresses);
  }

  List<ListenSocket> sockets() {
    return sockets;
  }

  /// A path for the notifications of one more worker.
  Path nextNotifyPath() {
    return directory.resolve(Integer.toString(++notifySockets));
  }

  /// From now on connections are refused, as soon as the workers have closed theirs.
  void closeSockets() {
    sockets.forEach(ListenSocket::close);
  }

  @Override
  public void close() {
    closeSockets();
    if (pidFile != null) {
      pidFile.close();
    }
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // a program of the user's has put something there; it is not ours to remove
    }
  }
}
