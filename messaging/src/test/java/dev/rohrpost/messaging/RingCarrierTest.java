package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.RingSettings;
import dev.rohrpost.memory.SharedMemory;
import dev.rohrpost.testkit.ThreadKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingCarrierTest extends CarrierContract {
  private final String ring = "/rohrpost-carrier-" + ProcessHandle.current().pid();
  private final Endpoint endpoint = Endpoint.parse("shm:" + ring);

  @BeforeEach
  void makeIt() throws Exception {
    Ring.create(ring, RingSettings.DEFAULT.withCapacity(RingSettings.SMALLEST)).close();
  }

  @AfterEach
  void removeIt() throws Exception {
    SharedMemory.remove(ring);
  }

  @Override
  Ends open() throws Exception {
    var receiver = Receiver.open(endpoint, Selection.ANY, soon()).orElseThrow();
    return new Ends(Sender.open(endpoint, soon()).orElseThrow(), receiver);
  }

  @Override
  Message message(int number) {
    return Message.of("message " + number);
  }

  @Override
  String name() {
    return "shm:";
  }

  @Test
  void aSenderWaitsForAReceiver() throws Exception {
    assertThat(Sender.open(endpoint, Deadline.NOW)).isEmpty();
    var opening = ThreadKind.PLATFORM.start(() -> Sender.open(endpoint, soon()));
    try (var receiver = Receiver.open(endpoint, Selection.ANY, soon()).orElseThrow();
        var sender = opening.result().orElseThrow()) {
      assertThat(sender.send(message(1), soon()).complete()).isTrue();
      assertThat(data(receiver.receive(soon())).text()).isEqualTo("message 1");
    }
  }

  @Test
  void whatCannotBeSentIsSaid() throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.sender().send(message(1).withType(3), soon()))
          .isInstanceOf(RefusedException.class)
          .hasMessageStartingWith("shm: cannot carry a type; it carries messages");
      assertThatThrownBy(() -> ends.sender().send(Message.of(new byte[505]), soon()))
          .isInstanceOf(UnixException.class)
          .hasMessageContaining("505 bytes for up to 504");
      var sent = 0;
      while (ends.sender().send(message(0), Deadline.NOW).complete()) {
        sent++;
      }
      assertThat(sent).isGreaterThan(100);
      ends.receiver().close();
      assertThatThrownBy(() -> ends.sender().send(message(0), soon()))
          .isInstanceOf(UnixException.Disconnected.class);
    }
    for (var wanted : new Selection[] {Selection.ofType(3), Selection.ANY.peeking()}) {
      assertThatThrownBy(() -> Receiver.open(endpoint, wanted, soon()))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void afterTheLastMessageOfAFinishedRingItIsClosed() throws Exception {
    try (var ends = open();
        var same = Ring.open(ring)) {
      assertThat(ends.sender().send(message(1), soon()).complete()).isTrue();
      same.finish();
      assertThat(data(ends.receiver().receive(soon())).text()).isEqualTo("message 1");
      assertThat(ends.receiver().receive(soon())).isInstanceOf(Receiver.Received.Closed.class);
      assertThatThrownBy(() -> ends.sender().send(message(0), soon()))
          .isInstanceOf(UnixException.Disconnected.class);
    }
  }

  @Test
  void aRingThatIsNotThereIsNotMade() {
    var none = Endpoint.parse("shm:" + ring + "-none");
    assertThatThrownBy(() -> Sender.open(none, soon())).isInstanceOf(UnixException.NotFound.class);
    assertThatThrownBy(() -> Receiver.open(none, Selection.ANY, soon()))
        .isInstanceOf(UnixException.NotFound.class);
  }
}
