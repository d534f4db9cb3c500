package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a relay ends, and what each side sees of it.
@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class RelayEndsTest {
  @TempDir Path folder;

  private static Task<Relay.Result> relay(Endpoint first, Endpoint second, RelayLimits limits) {
    return ThreadKind.PLATFORM.start(() -> {
      try (var relay = Relay.open(first, second, limits, CarrierContract.soon()).orElseThrow()) {
        return relay.run((_, _) -> {});
      }
    });
  }

  private static Listener<StreamSocket> tcp() throws Exception {
    return StreamSocket.listen(InternetAddress.loopback(0));
  }

  private Listener<StreamSocket> unix(String name) throws Exception {
    return StreamSocket.listen(new UnixAddress.File(folder.resolve(name)));
  }

  private static Endpoint of(Listener<StreamSocket> listener) throws Exception {
    return Endpoint.parse(
        (listener.address() instanceof UnixAddress ? "unix:" : "tcp://") + listener.address());
  }

  /// As if it had been inherited: whoever opens the endpoint closes this number.
  private static Endpoint inherited(Fd fd) throws UnixException {
    int number = fd.duplicate().borrow(n -> n);
    return Endpoint.parse("fd:" + number);
  }

  private static void say(StreamSocket socket, String text) throws Exception {
    socket.outputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hear(StreamSocket socket, int bytes) throws Exception {
    return new String(socket.inputStream().readNBytes(bytes), StandardCharsets.UTF_8);
  }

  private static void reset(StreamSocket socket) throws Exception {
    socket.socket().set(SocketOption.LINGER, Optional.of(Duration.ZERO));
    socket.close();
  }

  private static void sawReset(StreamSocket socket) {
    Assertions.assertThatExceptionOfType(UnixException.Disconnected.class)
        .isThrownBy(() -> socket.inputStream().readAllBytes())
        .matches(e -> e.is(Errno.ECONNRESET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "second"})
  void aResetIsPassedOnAndTheFailureNamesTheSide(String which) throws Exception {
    try (var left = tcp();
        var right = tcp()) {
      var relay = relay(of(left), of(right), RelayLimits.NONE);
      try (var a = left.accept();
          var b = right.accept()) {
        say(a, "half of");
        assertThat(hear(b, 7)).isEqualTo("half of");
        reset(which.equals("first") ? a : b);
        sawReset(which.equals("first") ? b : a);
        assertThat(relay.failure())
            .hasMessageContainingAll(
                of(which.equals("first") ? left : right).toString(), "ECONNRESET");
      }
    }
  }

  @Test
  void aUnixPeerThatLeavesWithoutReadingCutsTheStream() throws Exception {
    try (var left = unix("left");
        var right = tcp();
        var arena = Arena.ofConfined()) {
      var relay = relay(of(left), of(right), RelayLimits.NONE);
      try (var a = left.accept();
          var b = right.accept()) {
        say(b, "unread");
        a.socket().set(SocketOption.RECEIVE_LOW_WATER, 1);
        var look = dev.rohrpost.socket.Intake.PLAIN.with(dev.rohrpost.socket.Intake.Way.PEEK);
        a.socket().receive(arena.allocate(1), look, CarrierContract.soon()); // it is there
        a.close();
        sawReset(b);
        assertThat(relay.failure()).hasMessageContainingAll(of(left).toString(), "ECONNRESET");
      }
    }
  }

  @Test
  void anOrderlyEndIsNoReset() throws Exception {
    try (var left = tcp();
        var right = tcp()) {
      var relay = relay(of(left), of(right), RelayLimits.NONE);
      try (var a = left.accept();
          var b = right.accept()) {
        say(a, "all");
        a.shutdown(Direction.SENDING);
        assertThat(b.inputStream().readAllBytes()).asString().isEqualTo("all");
        say(b, "answer");
        b.close();
        assertThat(a.inputStream().readAllBytes()).asString().isEqualTo("answer");
        assertThat(relay.result().end()).isEqualTo(Relay.End.BOTH_ENDED);
      }
    }
  }

  @Test
  void silenceEndsItButNotPauses() throws Exception {
    try (var left = unix("left");
        var right = tcp();
        var arena = Arena.ofConfined()) {
      var idle = RelayLimits.NONE.withIdle(Duration.ofMillis(400));
      var relay = relay(of(left), of(right), idle);
      try (var a = left.accept();
          var b = right.accept()) {
        for (var i = 0; i < 4; i++) { // with pauses, longer in sum than the limit
          say(a, "x");
          assertThat(hear(b, 1)).isEqualTo("x");
          var nothing = b.read(arena.allocate(1), soon(Duration.ofMillis(150)));
          assertThat(nothing).isEqualTo(dev.rohrpost.fd.Transfer.TIMED_OUT);
        }
        assertThat(relay.result().end()).isEqualTo(Relay.End.IDLE);
        assertThat(a.inputStream().readAllBytes()).isEmpty();
        assertThat(b.inputStream().readAllBytes()).isEmpty();
      }
    }
  }

  /// One piece takes longer than the limit, but moves all the time.
  @Test
  void aSlowReaderIsNotSilent() throws Exception {
    try (var left = tcp();
        var right = unix("right");
        var arena = Arena.ofConfined()) {
      var idle = RelayLimits.NONE.withIdle(Duration.ofSeconds(1));
      var relay = relay(of(left), of(right), idle);
      try (var a = left.accept();
          var b = right.accept()) {
        var size = 1 << 20;
        var source =
            ThreadKind.PLATFORM.start(() -> {
              a.outputStream().write(new byte[size]);
              a.shutdown(Direction.SENDING);
              return true;
            });
        var room = arena.allocate(size / 16);
        var silence = StreamSocket.pair();
        try (var never = silence.first();
            var _ = silence.second()) {
          var done = 0;
          for (var count = b.read(room); count >= 0; count = b.read(room)) {
            done += count;
            never.read(arena.allocate(1), soon(Duration.ofMillis(100)));
          }
          assertThat(done).isEqualTo(size);
        }
        assertThat(source.result()).isTrue();
        b.close();
        assertThat(relay.result().end()).isEqualTo(Relay.End.BOTH_ENDED);
      }
    }
  }

  private static dev.rohrpost.fd.Deadline soon(Duration time) {
    return dev.rohrpost.fd.Deadline.after(time);
  }

  @Test
  void afterTheEndOfOneDirectionTheOtherHasItsTime() throws Exception {
    try (var left = unix("left");
        var right = tcp()) {
      var linger = RelayLimits.NONE.withLinger(Duration.ofMillis(300));
      var relay = relay(of(left), of(right), linger);
      try (var a = left.accept();
          var b = right.accept()) {
        a.shutdown(Direction.SENDING);
        assertThat(b.inputStream().readAllBytes()).isEmpty();
        say(b, "late");
        assertThat(hear(a, 4)).isEqualTo("late");
        assertThat(relay.result().end()).isEqualTo(Relay.End.LINGERED);
      }
    }
  }

  @Test
  void aListeningDescriptorIsAcceptedFromAndStaysAsItIs() throws Exception {
    try (var door = unix("door");
        var right = tcp()) {
      var relay = relay(inherited(door.socket().fd()), of(right), RelayLimits.NONE);
      try (var a = StreamSocket.connect(door.address());
          var b = right.accept()) {
        say(a, "one");
        a.close();
        assertThat(b.inputStream().readAllBytes()).asString().isEqualTo("one");
        b.close();
        assertThat(relay.result().end()).isEqualTo(Relay.End.BOTH_ENDED);
      }
      try (var _ = StreamSocket.connect(door.address());
          var again = door.accept()) {
        assertThat(again.isOpen()).isTrue();
      }
    }
  }

  @Test
  void aSharedSocketIsNotShutDown() throws Exception {
    var pair = StreamSocket.pair();
    try (var ours = pair.first();
        var peer = pair.second();
        var right = tcp()) {
      var relay = relay(inherited(ours.socket().fd()), of(right), RelayLimits.NONE);
      try (var b = right.accept()) {
        say(b, "to the peer");
        b.shutdown(Direction.SENDING);
        assertThat(hear(peer, 11)).isEqualTo("to the peer");
        peer.shutdown(Direction.SENDING);
        assertThat(b.inputStream().readAllBytes()).isEmpty();
        assertThat(relay.result().end()).isEqualTo(Relay.End.BOTH_ENDED);
      }
      say(ours, "we, too");
      assertThat(hear(peer, 7)).isEqualTo("we, too");
    }
  }
}
