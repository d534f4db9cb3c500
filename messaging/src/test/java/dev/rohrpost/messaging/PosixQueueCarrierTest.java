package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.PosixQueueSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PosixQueueCarrierTest extends CarrierContract {
  private final String queue = "/rohrpost-carrier-" + ProcessHandle.current().pid();
  private final Endpoint endpoint = Endpoint.parse("mq:" + queue);

  @BeforeEach
  void makeIt() throws Exception {
    PosixQueue.create(queue, PosixQueueSettings.DEFAULT).close();
  }

  @AfterEach
  void removeIt() throws Exception {
    PosixQueue.remove(queue);
  }

  @Override
  Ends open() throws Exception {
    return new Ends(
        Sender.open(endpoint, soon()).orElseThrow(),
        Receiver.open(endpoint, Selection.ANY, soon()).orElseThrow());
  }

  @Override
  int atOnce() {
    return PosixQueueSettings.DEFAULT.messages();
  }

  @Override
  Message message(int number) {
    return Message.of("message " + number);
  }

  @Override
  String name() {
    return "mq:";
  }

  /// It is what this carrier has, and others have not.
  @Test
  @Override
  void aPriorityIsRefusedByName() throws Exception {
    try (var ends = open()) {
      ends.sender().send(Message.of("later"), soon());
      ends.sender().send(Message.of("sooner").withPriority(32_767), soon());
      var first = data(ends.receiver().receive(soon()));
      assertThat(first.text()).isEqualTo("sooner");
      assertThat(first.priority()).hasValue(32_767);
      assertThat(data(ends.receiver().receive(soon())).priority()).hasValue(0);
      for (var wrong : new int[] {-1, 32_768}) {
        assertThatThrownBy(() -> ends.sender().send(message(1).withPriority(wrong), soon()))
            .isInstanceOf(RefusedException.class)
            .hasMessageStartingWith("mq: cannot carry priority " + wrong);
      }
    }
  }

  @Test
  void typesAreRefused() throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.sender().send(message(1).withType(3), soon()))
          .isInstanceOf(RefusedException.class)
          .hasMessageStartingWith("mq: cannot carry a type; it carries a priority");
    }
    for (var wanted : new Selection[] {Selection.ofType(3), Selection.ANY.peeking()}) {
      assertThatThrownBy(() -> Receiver.open(endpoint, wanted, soon()))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void aFullQueueIsAResult() throws Exception {
    try (var ends = open()) {
      for (var i = 0; i < atOnce(); i++) {
        assertThat(ends.sender().send(message(i), Deadline.NOW).complete()).isTrue();
      }
      assertThat(ends.sender().send(message(0), Deadline.NOW)).isEqualTo(new Sender.Sent(0, false));
      assertThatThrownBy(() -> ends.sender().send(Message.of(new byte[8193]), soon()))
          .isInstanceOf(UnixException.class)
          .hasMessageContaining("8193 bytes for up to 8192");
    }
  }

  @Test
  void aQueueThatIsNotThereIsNotMade() {
    var none = Endpoint.parse("mq:" + queue + "-none");
    assertThatThrownBy(() -> Sender.open(none, soon())).isInstanceOf(UnixException.NotFound.class);
  }
}
