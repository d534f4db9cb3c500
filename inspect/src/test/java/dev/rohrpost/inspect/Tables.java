package dev.rohrpost.inspect;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.IpcSocket.InternetSocket;
import dev.rohrpost.inspect.IpcSocket.UnixSocket;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What the tests of socket tables share.
final class Tables {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Tables() {}

  /// Reads the sockets of this network namespace.
  static SocketTable read() {
    return SocketTable.ofOwnNamespace();
  }

  static UnixSocket unix(SocketTable table, long inode) {
    return (UnixSocket) table.get(inode).orElseThrow();
  }

  static InternetSocket internet(SocketTable table, long inode) {
    return (InternetSocket) table.get(inode).orElseThrow();
  }

  static long inode(AnySocket socket) throws UnixException {
    return socket.socket().fd().borrow(n -> numberIn(Path.of("/proc/self/fd/" + n)));
  }

  /// Returns the number in a link such as `socket:[4711]`.
  static long numberIn(Path link) {
    try {
      return Long.parseLong(Files.readSymbolicLink(link).toString().replaceAll("\\D", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Takes the numbers that a program says, each on a line of its own.
  static List<Long> inodes(Running program, int count) throws InterruptedException {
    var inodes = new ArrayList<Long>();
    for (var i = 0; i < count; i++) {
      inodes.add(Long.parseLong(program.line(PATIENCE)));
    }
    return inodes;
  }

  static String uniqueName() {
    return "rohrpost-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
  }
}
