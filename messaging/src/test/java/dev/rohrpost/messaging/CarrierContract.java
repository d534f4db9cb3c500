package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoFdLeaks;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What every carrier promises. A carrier's own test is this class with its ends filled in.
@ExtendWith(NoFdLeaks.class)
abstract class CarrierContract {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Both ends of a carrier.
  record Ends(Sender sender, Receiver receiver) implements AutoCloseable {
    @Override
    public void close() {
      sender.close();
      receiver.close();
    }
  }

  abstract Ends open() throws Exception;

  /// Returns a message that the carrier can carry.
  abstract Message message(int number);

  abstract String name();

  /// Returns how many messages the carrier must hold at once.
  int atOnce() {
    return 50;
  }

  @Test
  void messagesArriveInOrder() throws Exception {
    try (var ends = open()) {
      var expected = new ByteArrayOutputStream();
      for (var i = 0; i < atOnce(); i++) {
        assertThat(ends.sender().send(message(i), soon()).complete()).isTrue();
        expected.write(message(i).body());
      }
      var received = new ByteArrayOutputStream();
      for (var pieces = 0; received.size() < expected.size(); pieces++) {
        var body = data(ends.receiver().receive(soon())).body();
        received.write(body);
        if (ends.receiver().keepsBorders()) {
          assertThat(body).isEqualTo(message(pieces).body());
        }
      }
      assertThat(received.toByteArray()).isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void bothEndsAgreeOnBorders() throws Exception {
    try (var ends = open()) {
      assertThat(ends.sender().keepsBorders()).isEqualTo(ends.receiver().keepsBorders());
    }
  }

  @Test
  void nothingInTimeIsAResult() throws Exception {
    try (var ends = open()) {
      assertThat(ends.receiver().receive(Deadline.NOW))
          .isInstanceOf(Receiver.Received.Nothing.class);
      assertThat(ends.receiver().receive(Deadline.after(Duration.ofMillis(1))))
          .isInstanceOf(Receiver.Received.Nothing.class);
    }
  }

  @Test
  void closingTwiceIsHarmless() throws Exception {
    var ends = open();
    ends.close();
    ends.close();
  }

  @Test
  void aPriorityIsRefusedByName() throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.sender().send(message(1).withPriority(3), soon()))
          .isInstanceOf(RefusedException.class)
          .hasMessageStartingWith(name() + " cannot carry a priority; ");
      assertThat(ends.receiver().receive(Deadline.NOW))
          .isInstanceOf(Receiver.Received.Nothing.class);
    }
  }

  @Test
  void aStreamShowsThatItsSenderIsGone() throws Exception {
    try (var ends = open()) {
      if (!ends.receiver().keepsBorders()) {
        ends.sender().send(message(1), soon());
        ends.sender().close();
        assertThat(data(ends.receiver().receive(soon())).body()).isEqualTo(message(1).body());
        assertThat(ends.receiver().receive(soon())).isInstanceOf(Receiver.Received.Closed.class);
      }
    }
  }

  @Test
  void anInterruptEndsTheWaitAndNothingElse() throws Exception {
    try (var ends = open()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> ends.receiver().receive(soon()))
          .isInstanceOf(InterruptedException.class);
      ends.sender().send(message(2), soon());
      assertThat(data(ends.receiver().receive(soon())).body()).isEqualTo(message(2).body());
    }
  }

  static Deadline soon() {
    return Deadline.after(PATIENCE);
  }

  static Message data(Receiver.Received received) {
    return received.orElseThrow();
  }
}
