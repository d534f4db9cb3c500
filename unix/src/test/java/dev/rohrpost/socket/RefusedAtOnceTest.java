package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.pipe.Fifo;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.pipe.Splice;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A call that must fail does not wait until the object is ready: it never is. On every kind of
/// thread, with a deadline and without.
@ExtendWith(NoFdLeaks.class)
@Timeout(300)
class RefusedAtOnceTest {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment room = arena.allocate(16);

  @TempDir Path folder;

  @AfterEach
  void free() {
    arena.close();
  }

  private interface Call {
    Object make(Deadline deadline) throws Exception;
  }

  /// The deadline is far: who waits for it fails the test.
  private static void refuses(ThreadKind kind, Call call, Errno... expected) throws Exception {
    for (var deadline : List.of(soon(), Deadline.NEVER)) {
      assertThat(kind.start(() -> call.make(deadline)).failure())
          .isInstanceOfSatisfying(
              UnixException.class, e -> assertThat(Set.of(expected)).contains(e.errno()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptingOnWhatDoesNotListen(ThreadKind kind) throws Exception {
    for (var domain : List.of(Domain.UNIX, Domain.INTERNET, Domain.INTERNET_6)) {
      try (var datagram = Socket.open(domain, SocketType.DATAGRAM, 0);
          var stream = Socket.open(domain, SocketType.STREAM, 0)) {
        refuses(kind, datagram::accept, Errno.EOPNOTSUPP);
        refuses(kind, stream::accept, Errno.EINVAL);
      }
    }
    try (var pair = Socket.pair(SocketType.SEQPACKET)) {
      refuses(kind, pair.first()::accept, Errno.EINVAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void receivingAndSendingWithoutAPeer(ThreadKind kind) throws Exception {
    for (var domain : List.of(Domain.UNIX, Domain.INTERNET)) {
      try (var stream = Socket.open(domain, SocketType.STREAM, 0);
          var datagram = Socket.open(domain, SocketType.DATAGRAM, 0)) {
        refuses(
            kind,
            deadline -> stream.receive(room, Intake.PLAIN, deadline),
            Errno.ENOTCONN,
            Errno.EINVAL);
        refuses(kind, deadline -> stream.send(room, deadline), Errno.ENOTCONN, Errno.EPIPE);
        refuses(
            kind, deadline -> datagram.send(room, deadline), Errno.ENOTCONN, Errno.EDESTADDRREQ);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readingAndWritingAListener(ThreadKind kind) throws Exception {
    for (var at : List.of(Sockets.abstractName(), InternetAddress.loopback(0))) {
      try (var listener = StreamSocket.listen(at)) {
        var fd = listener.socket().fd();
        refuses(kind, d -> new ReadEnd(fd).read(room, d), Errno.EINVAL, Errno.ENOTCONN);
        refuses(kind, d -> new WriteEnd(fd).write(room, d), Errno.ENOTCONN, Errno.EPIPE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theWrongEndOfAPipeOrFifo(ThreadKind kind) throws Exception {
    Fifo.create(folder.resolve("fifo"));
    try (var pipe = Pipe.open();
        var other = Pipe.open();
        var from = Fifo.openForReadingAtOnce(folder.resolve("fifo"));
        var to = Fifo.openForWriting(folder.resolve("fifo"), Deadline.NOW).orElseThrow()) {
      for (var wrong : List.of(pipe.writeEnd().fd(), to.fd())) {
        refuses(kind, d -> new ReadEnd(wrong).read(room, d), Errno.EBADF);
      }
      for (var wrong : List.of(pipe.readEnd().fd(), from.fd())) {
        refuses(kind, d -> new WriteEnd(wrong).write(room, d), Errno.EBADF);
      }
      refuses(
          kind,
          d -> Splice.splice(pipe.writeEnd().fd(), other.writeEnd().fd(), 1, d),
          Errno.EBADF,
          Errno.EINVAL);
      refuses(
          kind,
          d -> Splice.splice(pipe.readEnd().fd(), other.readEnd().fd(), 1, d),
          Errno.EBADF,
          Errno.EINVAL);
    }
  }

  /// A terminal is used when it is ready, which it never is for what it is not open for.
  @ParameterizedTest
  @EnumSource
  void aTerminalThatIsOpenForWritingOnly(ThreadKind kind) throws Exception {
    var program =
        """
        import os, pty, sys
        master, slave = pty.openpty()
        print(os.ttyname(slave), flush=True)
        sys.stdin.read()
        """;
    try (var terminal = Python.start(program)) {
      var name = Path.of(terminal.line(Sockets.PATIENCE));
      try (var writing = openForWriting(name)) {
        refuses(kind, d -> new ReadEnd(writing).read(room, d), Errno.EBADF);
      }
    }
  }

  private static Fd openForWriting(Path terminal) {
    try (var local = Arena.ofConfined()) {
      var flags = FcntlH.O_WRONLY | FcntlH.O_NOCTTY | FcntlH.O_CLOEXEC;
      return Fd.own(FcntlH.open(CPath.of(terminal, local), flags, 0));
    }
  }
}
