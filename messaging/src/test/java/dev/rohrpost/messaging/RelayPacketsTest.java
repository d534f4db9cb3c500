package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.pipe.Fifo;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Intake;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Outgoing;
import dev.rohrpost.socket.Received;
import dev.rohrpost.socket.SeqpacketSocket;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Messages through a relay: whole, or not at all, and with what came along.
@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class RelayPacketsTest {
  /// Longer than what the kernel lets a socket send at first.
  private static final int LONG = 300_000;

  private final Arena arena = Arena.ofShared();

  @TempDir Path folder;

  @AfterEach
  void free() {
    arena.close();
  }

  private UnixAddress at(String name) {
    return new UnixAddress.File(folder.resolve(name));
  }

  private Endpoint endpoint(String scheme, String name) {
    return Endpoint.parse(scheme + ":" + folder.resolve(name));
  }

  private static Task<Relay.Result> relay(Endpoint first, Endpoint second) {
    return ThreadKind.PLATFORM.start(() -> {
      try (var relay = Relay.open(first, second, CarrierContract.soon()).orElseThrow()) {
        return relay.run((_, _) -> {});
      }
    });
  }

  private MemorySegment packet(int length) {
    var packet = arena.allocate(length);
    for (var i = 0; i < length; i++) {
      packet.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 31));
    }
    return packet;
  }

  private static <S extends dev.rohrpost.socket.AnySocket> S roomy(S socket) throws Exception {
    socket.socket().set(SocketOption.SEND_BUFFER, 1 << 21);
    return socket;
  }

  private static Received.Message receive(Socket socket, MemorySegment room) throws Exception {
    return (Received.Message) socket.receive(room, Intake.WITH_DESCRIPTORS, CarrierContract.soon());
  }

  @Test
  void aLongPacketStaysWholeFromSocketToSocket() throws Exception {
    try (var left = SeqpacketSocket.listen(at("left"));
        var right = SeqpacketSocket.listen(at("right"))) {
      var relay = relay(endpoint("unix-seqpacket", "left"), endpoint("unix-seqpacket", "right"));
      try (var a = roomy(left.accept());
          var b = right.accept()) {
        var packet = packet(LONG);
        a.send(packet);
        var room = arena.allocate(LONG + 1);
        assertThat(b.receive(room)).isEqualTo(LONG);
        assertThat(room.asSlice(0, LONG).mismatch(packet)).isEqualTo(-1);
        a.send(MemorySegment.NULL); // an empty one is one too
        a.send(packet.asSlice(0, 5));
        assertThat(b.receive(room)).isZero();
        assertThat(b.receive(room)).isEqualTo(5);
        a.close();
        assertThat(relay.result().end()).isEqualTo(Relay.End.BOTH_ENDED);
      }
    }
  }

  @Test
  void aLongDatagramStaysWholeInAStream() throws Exception {
    Fifo.create(folder.resolve("out"));
    var relaying = relay(endpoint("listen+unix-dgram", "letters"), endpoint("fifo", "out"));
    var packet = packet(LONG);
    try (var letters = roomy(DatagramSocket.open(Domain.UNIX))) {
      say(letters, packet);
    }
    try (var end =
        Fifo.openForReading(folder.resolve("out"), CarrierContract.soon()).orElseThrow()) {
      var room = arena.allocate(LONG);
      for (var done = 0; done < LONG; ) {
        done += end.read(room.asSlice(done));
      }
      assertThat(room.mismatch(packet)).isEqualTo(-1);
    } finally {
      relaying.interrupt();
      assertThat(relaying.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void whatIsTooLongForTheOtherSideIsAFailureThatNamesIt() throws Exception {
    try (var left = SeqpacketSocket.listen(at("left"));
        var right = DatagramSocket.bind(InternetAddress.loopback(0))) {
      var udp = Endpoint.parse("udp://" + right.address());
      var relay = relay(endpoint("unix-seqpacket", "left"), udp);
      try (var a = roomy(left.accept())) {
        a.send(packet(70_000));
        a.shutdown(Direction.RECEIVING);
        a.close();
        assertThat(relay.failure()).hasMessageContainingAll(udp.toString(), "EMSGSIZE");
      }
    }
  }

  @Test
  void descriptorsGoAlongWithPacketsAndWithStreams() throws Exception {
    try (var left = SeqpacketSocket.listen(at("left"));
        var right = SeqpacketSocket.listen(at("right"))) {
      var relay = relay(endpoint("unix-seqpacket", "left"), endpoint("unix-seqpacket", "right"));
      try (var a = left.accept();
          var b = right.accept()) {
        passes(a.socket(), b.socket());
        a.close();
        assertThat(relay.result().lostDescriptors()).isZero();
      }
    }
    try (var left = StreamSocket.listen(at("in"));
        var right = StreamSocket.listen(at("out"))) {
      var relay = relay(endpoint("unix", "in"), endpoint("unix", "out"));
      try (var a = left.accept();
          var b = right.accept()) {
        passes(a.socket(), b.socket());
        passes(b.socket(), a.socket());
        a.close();
        assertThat(relay.result().lostDescriptors()).isZero();
      }
    }
  }

  private void passes(Socket from, Socket to) throws Exception {
    var room = arena.allocate(16);
    try (var pipe = Pipe.open()) {
      var with = Outgoing.of(room.asSlice(0, 3)).with(List.of(pipe.writeEnd().fd()));
      from.send(with, CarrierContract.soon());
      try (var message = receive(to, room)) {
        assertThat(message.bytes()).isEqualTo(3);
        assertThat(message.descriptors()).hasSize(1);
        var end = new dev.rohrpost.fd.WriteEnd(message.descriptors().getFirst());
        end.write(room.asSlice(0, 1));
      }
      assertThat(pipe.readEnd().read(room)).isEqualTo(1);
    }
  }

  @Test
  void descriptorsThatCannotGoOnAreCountedAndClosed() throws Exception {
    try (var left = StreamSocket.listen(at("left"));
        var right = StreamSocket.listen(InternetAddress.loopback(0));
        var pipe = Pipe.open()) {
      var tcp = Endpoint.parse("tcp://" + right.address());
      var relay = relay(endpoint("unix", "left"), tcp);
      try (var a = left.accept();
          var b = right.accept()) {
        var text = arena.allocateFrom("text");
        var both = List.<Fd>of(pipe.readEnd().fd(), pipe.writeEnd().fd());
        a.socket().send(Outgoing.of(text).with(both), CarrierContract.soon());
        a.close();
        assertThat(b.inputStream().readAllBytes()).hasSize(5);
        b.close();
        assertThat(relay.result().lostDescriptors()).isEqualTo(2);
      }
    }
  }

  @Test
  void piecesOfAStreamFitIntoMessages() throws Exception {
    try (var left = StreamSocket.listen(at("left"));
        var right = DatagramSocket.bind(InternetAddress.loopback(0))) {
      right.socket().set(SocketOption.RECEIVE_BUFFER, 1 << 22);
      var relay = relay(endpoint("unix", "left"), Endpoint.parse("udp://" + right.address()));
      try (var a = left.accept()) {
        a.write(packet(66_000));
        var room = arena.allocate(66_000);
        var done = 0;
        while (done < 66_000) {
          done += right.receive(room);
        }
        assertThat(done).isEqualTo(66_000);
      } finally {
        relay.interrupt();
      }
    }
  }

  @Test
  void whoCannotBeAnsweredIsHeardAllTheSame() throws Exception {
    try (var right = StreamSocket.listen(at("right"))) {
      var relaying = relay(endpoint("listen+unix-dgram", "letters"), endpoint("unix", "right"));
      try (var nameless = DatagramSocket.open(Domain.UNIX)) {
        var hello = arena.allocateFrom("hello", StandardCharsets.UTF_8).asSlice(0, 5);
        say(nameless, hello);
        try (var b = right.accept()) {
          assertThat(b.inputStream().readNBytes(5)).asString().isEqualTo("hello");
          say(nameless, hello);
          assertThat(b.inputStream().readNBytes(5)).asString().isEqualTo("hello");
        }
      } finally {
        relaying.interrupt();
      }
    }
  }

  private void say(DatagramSocket socket, MemorySegment text) throws Exception {
    while (true) {
      try {
        socket.send(text, at("letters"), Deadline.NEVER);
        return;
      } catch (dev.rohrpost.UnixException.NotFound | dev.rohrpost.UnixException.Disconnected e) {
        Thread.onSpinWait(); // it is not bound yet
      }
    }
  }
}
