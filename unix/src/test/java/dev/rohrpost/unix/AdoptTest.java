package dev.rohrpost.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.EventFd;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.memory.Memfd;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.RingSettings;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.SeqpacketSocket;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.testkit.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rule for what takes over a descriptor: it closes it, but on failure the descriptor stays the
/// caller's, open as it was.
@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class AdoptTest {
  enum Owner {
    EVENT_FD,
    MEMFD,
    RING,
    SOCKET,
    STREAM,
    SEQPACKET,
    DATAGRAM,
    LISTENER,
    STREAMS;

    AutoCloseable adopt(Fd fd) throws UnixException {
      return switch (this) {
        case EVENT_FD -> EventFd.adopt(fd);
        case MEMFD -> Memfd.adopt(fd);
        case RING -> Ring.adopt(fd);
        case SOCKET -> Socket.adopt(fd);
        case STREAM -> StreamSocket.adopt(Socket.adopt(fd));
        case SEQPACKET -> SeqpacketSocket.adopt(Socket.adopt(fd));
        case DATAGRAM -> DatagramSocket.adopt(Socket.adopt(fd));
        case LISTENER -> Listener.adopt(Socket.adopt(fd));
        case STREAMS -> Listener.adoptStreams(Socket.adopt(fd));
      };
    }

    /// Opens what it can take over.
    Fd open() throws UnixException {
      return switch (this) {
        case EVENT_FD -> EventFd.open(0).fd();
        case MEMFD -> Memfd.create("adopted", 100).fd();
        case RING -> ring();
        case SOCKET, STREAM, LISTENER, STREAMS -> AdoptTest.open(SocketType.STREAM).fd();
        case SEQPACKET -> AdoptTest.open(SocketType.SEQPACKET).fd();
        case DATAGRAM -> AdoptTest.open(SocketType.DATAGRAM).fd();
      };
    }
  }

  private static Socket open(SocketType type) throws UnixException {
    return Socket.open(Domain.UNIX, type, 0);
  }

  private static Fd ring() throws UnixException {
    try (var ring = Ring.create(RingSettings.DEFAULT.withCapacity(RingSettings.SMALLEST))) {
      return ring.fd().duplicate();
    }
  }

  @ParameterizedTest
  @EnumSource
  void itIsClosedByItsNewOwner(Owner owner) throws Exception {
    var fd = owner.open();
    owner.adopt(fd).close();
    assertThat(fd.isClosed()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOfAnotherKindStaysTheCallers(Owner owner) throws Exception {
    try (var pipe = Pipe.open()) {
      var fd = pipe.readEnd().fd();
      assertThatExceptionOfType(UnixException.class).isThrownBy(() -> owner.adopt(fd));
      assertThat(fd.kind()).isEqualTo(FdKind.FIFO);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsClosedIsEbadf(Owner owner) throws Exception {
    var fd = owner.open();
    fd.close();
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(() -> owner.adopt(fd))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
  }

  @Test
  void aSocketOfAnotherTypeStaysTheCallers() throws Exception {
    try (var stream = open(SocketType.STREAM);
        var datagrams = open(SocketType.DATAGRAM)) {
      assertThatIllegalArgumentException().isThrownBy(() -> StreamSocket.adopt(datagrams));
      assertThatIllegalArgumentException().isThrownBy(() -> Listener.adoptStreams(datagrams));
      assertThatIllegalArgumentException().isThrownBy(() -> SeqpacketSocket.adopt(datagrams));
      assertThatIllegalArgumentException().isThrownBy(() -> DatagramSocket.adopt(stream));
      assertThat(datagrams.fd().kind()).isEqualTo(FdKind.SOCKET);
      assertThat(stream.fd().kind()).isEqualTo(FdKind.SOCKET);
    }
  }
}
