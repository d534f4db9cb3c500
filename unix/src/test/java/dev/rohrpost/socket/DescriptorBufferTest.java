package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.PATIENCE;
import static dev.rohrpost.socket.Sockets.bytes;
import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.FullTable;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.ThreadKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class DescriptorBufferTest {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment room = arena.allocate(1000);
  private final DescriptorBuffer buffer = new DescriptorBuffer(Outgoing.MOST_DESCRIPTORS);

  @AfterEach
  void free() {
    buffer.close();
    arena.close();
  }

  private void pass(StreamSocket to, String text, Fd... fds) throws Exception {
    pass(to, bytes(text, arena), List.of(fds));
  }

  private static void pass(StreamSocket to, MemorySegment bytes, List<Fd> fds) throws Exception {
    var gather = new Gather(1, fds.size());
    gather.add(bytes);
    fds.forEach(gather::attach);
    to.write(gather);
  }

  /// Reads, and tells the text and how many descriptors came with it.
  private String next(StreamSocket from) throws Exception {
    var count = ((Transfer.Bytes) from.read(room, buffer, Sockets.soon())).count();
    var came = buffer.take();
    came.forEach(Fd::close);
    return text(room, count) + " " + came.size() + (buffer.isCut() ? " cut" : "");
  }

  private static Path leadsTo(Fd fd) throws IOException {
    return Files.readSymbolicLink(
        Path.of("/proc/self/fd", fd.<String>borrow(n -> Integer.toString(n))));
  }

  @ParameterizedTest
  @EnumSource
  void whatComesIsGivenToTheCaller(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      pass(pair.first(), "none");
      assertThat(kind.start(() -> pair.second().read(room, buffer)).result()).isEqualTo(4);
      assertThat(buffer.take()).isEmpty();
      pass(pair.first(), "one", pipe.readEnd().fd());
      pipe.readEnd().close();
      assertThat(kind.start(() -> pair.second().read(room, buffer, Sockets.soon())).result())
          .isEqualTo(new Transfer.Bytes(3));
      assertThat(buffer.count()).isEqualTo(1);
      try (var end = buffer.take().getFirst()) {
        assertThat(buffer.take()).isEmpty();
        var flags = end.<Integer>borrow(n -> FcntlH.fcntl(n, FcntlH.F_GETFD, 0));
        assertThat(flags).isEqualTo(FcntlH.FD_CLOEXEC);
        var _ = pipe.writeEnd().write(ByteBuffer.wrap(new byte[] {'x'}));
        pass(pair.first(), "next");
        assertThat(next(pair.second())).isEqualTo("next 0"); // the caller has it, the buffer not
        assertThat(new ReadEnd(end).inputStream().read()).isEqualTo('x');
      }
    }
  }

  /// The example of unix(7).
  @Test
  void aReadEndsWithTheBytesOfTheCallThatHasSentDescriptors() throws Exception {
    try (var pair = StreamSocket.pair()) {
      var fd = pair.first().socket().fd();
      pass(pair.first(), "before,");
      pass(pair.first(), "with,", fd);
      pass(pair.first(), "two,", fd, fd);
      pass(pair.first(), "after,");
      pass(pair.first(), "last");
      assertThat(next(pair.second())).isEqualTo("before,with, 1");
      assertThat(next(pair.second())).isEqualTo("two, 2");
      assertThat(next(pair.second())).isEqualTo("after,last 0");
    }
  }

  @Test
  void descriptorsComeWithTheFirstByteAndOnlyOnce() throws Exception {
    try (var pair = StreamSocket.pair()) {
      pass(pair.first(), "abc", pair.first().socket().fd());
      for (var letter : List.of("a 1", "b 0", "c 0")) {
        assertThat(pair.second().read(room, 7, 1, buffer, Sockets.soon()))
            .isEqualTo(new Transfer.Bytes(1));
        var came = buffer.take();
        came.forEach(Fd::close);
        assertThat(text(room.asSlice(7), 1) + " " + came.size()).isEqualTo(letter);
      }
    }
  }

  @Test
  void all253ComeInTheirOrder() throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      var sent = new ArrayList<Fd>(Collections.nCopies(253, pipe.readEnd().fd()));
      sent.set(0, pair.first().socket().fd());
      sent.set(252, pair.second().socket().fd());
      pass(pair.first(), bytes("all", arena), sent);
      var _ = pair.second().read(room, buffer);
      var came = buffer.take();
      assertThat(came).hasSize(253);
      assertThat(buffer.isCut()).isFalse();
      for (var i = 0; i < 253; i++) {
        assertThat(leadsTo(came.get(i))).isEqualTo(leadsTo(sent.get(i)));
        came.get(i).close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 19, 20, 252})
  void thoseBeyondTheRoomAreClosedAndThisIsSaid(int most) throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open();
        var small = new DescriptorBuffer(most)) {
      for (var count : new int[] {most, most + 1, 253}) {
        var sent = new ArrayList<Fd>(Collections.nCopies(count, pipe.readEnd().fd()));
        sent.set(most - 1, pipe.writeEnd().fd());
        pass(pair.first(), bytes("some", arena), sent);
        assertThat(pair.second().read(room, small)).isEqualTo(4);
        assertThat(small.count()).isEqualTo(most);
        assertThat(small.isCut()).isEqualTo(count > most);
        var came = small.take();
        assertThat(leadsTo(came.getLast())).isEqualTo(leadsTo(pipe.writeEnd().fd()));
        came.forEach(Fd::close);
      }
      pass(pair.first(), "none");
      assertThat(pair.second().read(room, small)).isEqualTo(4);
      assertThat(small.isCut()).isFalse();
    }
  }

  @Test
  void aProcessWithoutNumbersGetsTheBytesAndWhatFits() throws Exception {
    try (var jvm = Jvm.of(Cramped.class).under("prlimit", "--nofile=100").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out().lines())
          .containsExactly("16 20 false", "16 7 true", "16 0 true", "16 0 true", "16 20 false");
    }
  }

  static final class Cramped {
    private Cramped() {}

    public static void main(String... arguments) throws Exception {
      try (var pair = StreamSocket.pair();
          var buffer = new DescriptorBuffer(20)) {
        tell(pair, buffer, 20); // loads what is needed
        try (var full = FullTable.of(Socket.class)) {
          full.free(7);
          tell(pair, buffer, 20);
        }
        try (var _ = FullTable.of(Socket.class)) {
          tell(pair, buffer, 20);
          tell(pair, buffer, 1);
        }
        tell(pair, buffer, 20);
      }
    }

    private static void tell(SocketPair<StreamSocket> pair, DescriptorBuffer buffer, int count)
        throws Exception {
      try (var arena = Arena.ofConfined()) {
        var room = arena.allocate(16);
        pass(pair.first(), room, Collections.nCopies(count, pair.first().socket().fd()));
        var bytes = pair.second().read(room, buffer);
        System.out.println(bytes + " " + buffer.count() + " " + buffer.isCut());
        buffer.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theEndIsAResult(boolean withCredentials) throws Exception {
    try (var pair = StreamSocket.pair()) {
      pair.second().socket().set(SocketOption.PASS_CREDENTIALS, withCredentials);
      pass(pair.first(), "last", pair.first().socket().fd());
      pair.first().close();
      assertThat(next(pair.second())).isEqualTo("last 1");
      assertThat(pair.second().read(room, buffer)).isEqualTo(-1);
      assertThat(pair.second().read(room, buffer, Deadline.NOW)).isEqualTo(Transfer.END);
      assertThat(buffer.take()).isEmpty();
    }
  }

  @Test
  void whatNobodyTakesIsClosedByTheNextReadAndByClose() throws Exception {
    try (var pair = StreamSocket.pair()) {
      for (var closing : new boolean[] {false, true}) {
        try (var pipe = Pipe.open()) {
          pass(pair.first(), "x", pipe.writeEnd().fd());
          pipe.writeEnd().close();
          assertThat(pair.second().read(room, buffer)).isEqualTo(1);
          assertThat(pipe.readEnd().read(room, Deadline.NOW)).isEqualTo(Transfer.TIMED_OUT);
          if (closing) {
            buffer.close();
          } else {
            assertThat(pair.second().read(room, buffer, Deadline.NOW))
                .isEqualTo(Transfer.TIMED_OUT);
          }
          assertThat(pipe.readEnd().read(room, Deadline.NOW)).isEqualTo(Transfer.END);
          assertThat(buffer.count()).isZero();
        }
      }
      pass(pair.first(), "y", pair.first().socket().fd());
      assertThat(next(pair.second())).isEqualTo("y 1"); // closed, and of use nevertheless
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitingEndsInThreeWays(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair()) {
      var in = pair.second();
      var late = kind.start(() -> in.read(room, buffer, Deadline.after(Duration.ofMillis(20))));
      assertThat(late.result()).isEqualTo(Transfer.TIMED_OUT);
      assertThat(in.read(room, buffer, Deadline.NOW)).isEqualTo(Transfer.TIMED_OUT);
      var interrupted = kind.start(() -> in.read(room, buffer)).awaitBlocked();
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      var waiting = kind.start(() -> in.read(room, buffer, Sockets.soon())).awaitBlocked();
      pass(pair.first(), "awaited", pair.first().socket().fd());
      assertThat(waiting.result()).isEqualTo(new Transfer.Bytes(7));
      assertThat(buffer.count()).isEqualTo(1);
      var closed = kind.start(() -> in.read(room, buffer)).awaitBlocked();
      in.close();
      assertThat(closed.failure())
          .isInstanceOf(UnixException.class)
          .hasMessageContaining("recvmsg")
          .hasMessageContaining("EBADF");
      fails(Errno.EBADF, () -> in.read(room, buffer, Deadline.NOW));
    }
  }

  /// The peer has not read what it got.
  @Test
  void aResetIsAnError() throws Exception {
    try (var pair = StreamSocket.pair()) {
      pass(pair.second(), "unread");
      pair.first().close();
      fails(Errno.ECONNRESET, () -> pair.second().read(room, buffer));
    }
  }

  @Test
  void aConnectionOfTheInternetBringsBytes() throws Exception {
    try (var listener = StreamSocket.listen(InternetAddress.loopback(0));
        var client = StreamSocket.connect(listener.address(), Sockets.soon()).orElseThrow();
        var server = listener.accept(Sockets.soon()).orElseThrow()) {
      pass(client, "bytes");
      assertThat(next(server)).isEqualTo("bytes 0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pass(client, "no", client.socket().fd()))
          .withMessageContaining("UNIX");
    }
  }

  @Test
  void whatCannotBeReadIntoIsRefusedAndNothingIsLost() throws Exception {
    assertThatIllegalArgumentException().isThrownBy(() -> new DescriptorBuffer(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new DescriptorBuffer(254));
    try (var pair = StreamSocket.pair()) {
      pass(pair.first(), "x", pair.first().socket().fd());
      var heap = MemorySegment.ofArray(new byte[1]);
      for (var bad : List.of(heap, room.asReadOnly(), room.asSlice(0, 0))) {
        assertThatIllegalArgumentException().isThrownBy(() -> pair.second().read(bad, buffer));
      }
      assertThatThrownBy(() -> pair.second().read(room, 999, 2, buffer, Deadline.NOW))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(next(pair.second())).isEqualTo("x 1");
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // when it can be closed is what is tested
  void memoryCannotBeFreedWhileItIsReadInto() throws Exception {
    try (var pair = StreamSocket.pair()) {
      var own = Arena.ofShared();
      var into = own.allocate(10);
      var reader = ThreadKind.PLATFORM.start(() -> pair.second().read(into, buffer)).awaitBlocked();
      assertThatIllegalStateException().isThrownBy(own::close);
      pass(pair.first(), "came");
      assertThat(reader.result()).isEqualTo(4);
      own.close();
      pass(pair.first(), "more");
      assertThatIllegalStateException().isThrownBy(() -> pair.second().read(into, buffer));
      assertThat(next(pair.second())).isEqualTo("more 0");
    }
  }

  @Test
  void ofAHundredThousandRoundsNothingIsLeft() throws Exception {
    var before = Sockets.inKernel();
    try (var pair = StreamSocket.pair();
        var passed = StreamSocket.pair()) {
      var gather = new Gather(1, 3);
      for (var round = 0; round < 100_000; round++) {
        gather.add(room, 0, 100);
        for (var i = 0; i < round % 4; i++) {
          gather.attach(passed.first().socket().fd());
        }
        pair.first().write(gather);
        assertThat(pair.second().read(room, buffer)).isEqualTo(100);
        assertThat(buffer.count()).isEqualTo(round % 4);
        if (round % 3 == 0) { // else the buffer closes them
          buffer.take().forEach(Fd::close);
        }
      }
    }
    buffer.close();
    Sockets.awaitInKernel(before);
  }

  private static final String PYTHON =
      """
      import os, socket, sys
      peer = socket.socket(socket.AF_UNIX)
      peer.connect('\\0' + sys.argv[1])
      text, fds, flags, _ = socket.recv_fds(peer, 100, 10)
      for fd in fds:
          os.write(fd, text)
          os.close(fd)
      ends = os.pipe()
      os.write(ends[1], b'from a pipe of python')
      peer.send(b'plain,')
      socket.send_fds(peer, [b'with'], ends)
      """;

  @Test
  void pythonReceivesAndSends() throws Exception {
    var name = Sockets.abstractName();
    try (var listener = StreamSocket.listen(name);
        var pipe = Pipe.open();
        var python = Python.start(PYTHON, ((UnixAddress.Abstract) name).name());
        var peer = listener.accept(Sockets.soon()).orElseThrow()) {
      var end = pipe.writeEnd().fd();
      pass(peer, "twice,", end, end);
      pipe.writeEnd().close();
      assertThat(pipe.readEnd().inputStream().readAllBytes()).asString().isEqualTo("twice,twice,");
      python.await(PATIENCE).orFail();
      assertThat(peer.read(room, buffer, Sockets.soon())).isEqualTo(new Transfer.Bytes(10));
      assertThat(text(room, 10)).isEqualTo("plain,with");
      var came = buffer.take();
      assertThat(came).hasSize(2);
      came.getLast().close();
      try (var received = new ReadEnd(came.getFirst())) {
        assertThat(received.inputStream().readAllBytes())
            .asString()
            .isEqualTo("from a pipe of python");
      }
      assertThat(peer.read(room, buffer)).isEqualTo(-1);
    }
  }
}
