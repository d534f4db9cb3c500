package dev.rohrpost.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.ThreadKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Hosts with several addresses, some of which say nothing or refuse.
@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class CandidatesTest {
  private static final Deadline NEVER = Deadline.NEVER;

  /// The kernel drops what comes to a full queue, as a firewall does.
  private static Listener<StreamSocket> silent() throws Exception {
    return StreamSocket.listen(InternetAddress.loopback(0), Binding.SAFE.withBacklog(0));
  }

  private static InternetAddress refusing() throws Exception {
    try (var listener = StreamSocket.listen(InternetAddress.loopback(0))) {
      return (InternetAddress) listener.address();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatSaysNothingDoesNotHoldUpTheOthers(ThreadKind kind) throws Exception {
    try (var first = silent();
        var second = silent();
        var good = StreamSocket.listen(InternetAddress.of("::1", 0));
        var _ = StreamSocket.connect(first.address());
        var _ = StreamSocket.connect(second.address())) {
      var addresses = List.of(first.address(), second.address(), refusing(), good.address());
      try (var client =
          kind.start(() -> StreamSocket.connect(addresses, NEVER).orElseThrow()).result()) {
        assertThat(client.socket().peerAddress()).isEqualTo(good.address());
      }
    }
  }

  @Test
  void oneThatAnswersLateWinsAgainstOnesThatDoNot() throws Exception {
    try (var late = silent();
        var never = silent();
        var first = StreamSocket.connect(late.address());
        var _ = StreamSocket.connect(never.address())) {
      var addresses = List.of(late.address(), never.address());
      var connecting = ThreadKind.PLATFORM.start(() -> StreamSocket.connect(addresses, NEVER));
      connecting.awaitBlocked();
      late.accept().close(); // now there is room
      try (var client = connecting.result().orElseThrow()) {
        assertThat(client.socket().peerAddress()).isEqualTo(late.address());
        assertThat(first.isOpen()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDeadlineIsThatOfAllTogetherAndAnInterruptEndsAll(ThreadKind kind) throws Exception {
    try (var first = silent();
        var second = silent();
        var _ = StreamSocket.connect(first.address());
        var _ = StreamSocket.connect(second.address())) {
      var addresses = List.of(first.address(), second.address());
      var soon = Deadline.after(Duration.ofMillis(600));
      assertThat(kind.start(() -> StreamSocket.connect(addresses, soon)).result()).isEmpty();
      assertThat(StreamSocket.connect(addresses, Deadline.NOW)).isEmpty();
      var waiting = kind.start(() -> StreamSocket.connect(addresses, NEVER)).awaitBlocked();
      waiting.interrupt();
      assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void ifAllRefuseThatIsTheAnswer() throws Exception {
    var last = refusing();
    var addresses = List.of(refusing(), last);
    assertThat(ThreadKind.PLATFORM.start(() -> StreamSocket.connect(addresses, NEVER)).failure())
        .hasMessage("connect(" + last + "): ECONNREFUSED: connection refused");
    assertThatIllegalArgumentException().isThrownBy(() -> StreamSocket.connect(List.of(), NEVER));
  }

  @Test
  void theVersionsOfTheProtocolTakeTurns() {
    var six = List.of(InternetAddress.of("::1", 1), InternetAddress.of("::1", 2));
    var four = List.of(InternetAddress.loopback(1), InternetAddress.loopback(2));
    var all = List.of(six.get(0), six.get(1), four.get(0), four.get(1));
    assertThat(Candidates.alternating(all).toString())
        .isEqualTo(List.of(six.get(0), four.get(0), six.get(1), four.get(1)).toString());
  }
}
