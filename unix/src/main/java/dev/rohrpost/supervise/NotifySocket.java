package dev.rohrpost.supervise;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.socket.UnixAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Hears what one worker says: the other side of [Notify].
///
/// Each worker has a socket of its own, in a directory that only this user may enter. So what
/// arrives is from that worker or a program it started, such as systemd-notify(1), whose pid says
/// nothing.
final class NotifySocket implements AutoCloseable {
  private static final int LONGEST = 4096;

  private final Path path;
  private final ReadEnd end;

  private NotifySocket(Path path, ReadEnd end) {
    this.path = path;
    this.end = end;
  }

  /// Opens a socket.
  static NotifySocket open(Path path) throws UnixException {
    var socket = Socket.open(Domain.UNIX, SocketType.DATAGRAM, 0);
    try {
      socket.bind(new UnixAddress.File(path));
      return new NotifySocket(path, new ReadEnd(socket.fd()));
    } catch (UnixException e) {
      socket.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  /// Begins to listen; what was said before has been kept.
  ///
  /// @param listener gets each line, on a thread that serves others too
  void listen(Consumer<String> listener) throws UnixException {
    Wait.whenReadable(end.fd(), () -> receive(listener));
  }

  private void receive(Consumer<String> listener) {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(LONGEST);
      while (end.isOpen() && end.read(buffer, Deadline.NOW) instanceof Transfer.Bytes(int count)) {
        text(buffer, count).lines().forEach(listener);
      }
      listen(listener);
    } catch (UnixException e) {
      // closed meanwhile
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(MemorySegment buffer, int count) {
    return new String(
        buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    end.close();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // the directory is removed with all that is in it when the supervisor ends
    }
  }
}
