package dev.rohrpost.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.memory.Access;
import dev.rohrpost.memory.Memfd;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.PosixQueueSettings;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is done to something closed says what was to be done, and to what.
@ExtendWith(NoFdLeaks.class)
class ClosedTest {
  private static void says(String call, ThrowingCallable action) {
    assertThatThrownBy(action)
        .hasMessageMatching("(" + call + ")\\(.+\\): EBADF: bad file descriptor")
        .isInstanceOf(UnixException.class);
  }

  @Test
  void eachCallIsNamed() throws Exception {
    var name = "/rohrpost-closed-" + ProcessHandle.current().pid();
    var queue = PosixQueue.create(name, PosixQueueSettings.DEFAULT.withinLimits());
    PosixQueue.remove(name);
    queue.close();
    says("mq_getattr", queue::status);
    says("mq_notify", queue::stopNotifying);
    says("mq_send", () -> queue.send(new byte[1], 0, Deadline.NEVER));
    says("mq_receive", () -> queue.receive(Deadline.NOW));
    var memfd = Memfd.create("closed", 1);
    memfd.close();
    says("fcntl", memfd::seals);
    says("fstat", memfd::size);
    says("fstat|mmap", () -> memfd.map(Access.READ_ONLY));
    var socket = Socket.open(Domain.INTERNET, SocketType.STREAM, 0);
    socket.close();
    says("bind", () -> socket.bind(InternetAddress.loopback(0)));
    says("listen", () -> socket.listen(1));
    says("ppoll|accept4", () -> socket.accept(Deadline.NOW));
    says("getsockname", socket::localAddress);
    var pipe = Pipe.open();
    pipe.close();
    says("ppoll", () -> Wait.readable(pipe.readEnd().fd(), Deadline.NOW));
    says("fcntl", () -> Pipe.setCapacity(pipe.readEnd().fd(), 4096));
    try (var arena = Arena.ofConfined()) {
      says("write", () -> pipe.writeEnd().write(arena.allocate(1), Deadline.NOW));
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void whoWaitsWhenItIsClosedSaysWhatItWaitedIn(ThreadKind kind) throws Exception {
    try (var pipe = Pipe.open();
        var arena = Arena.ofShared()) {
      var room = arena.allocate(1);
      var task = kind.start(() -> pipe.readEnd().read(room)).awaitBlocked();
      pipe.readEnd().close();
      assertThat(task.failure()).hasMessageMatching("read\\(fd \\d+ \\(closed\\)\\): EBADF: .*");
    }
  }
}
