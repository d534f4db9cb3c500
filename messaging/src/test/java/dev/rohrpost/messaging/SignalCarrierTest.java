package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Signal;
import dev.rohrpost.signal.Signals;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalCarrierTest extends CarrierContract {
  private static final int TYPE = Signal.realTime(5).number();

  /// What the first subscription of a JVM opens stays open.
  @BeforeAll
  static void warmUp() throws Exception {
    Signals.subscribe(new Signal(TYPE)).close();
  }

  @Override
  Ends open() throws Exception {
    var self = Endpoint.parse("signal:self");
    var receiver = Receiver.open(self, Selection.ofType(TYPE), soon()).orElseThrow();
    return new Ends(Sender.open(self, soon()).orElseThrow(), receiver);
  }

  @Override
  Message message(int number) {
    return Message.of(Integer.toString(number)).withType(TYPE);
  }

  @Override
  String name() {
    return "signal:";
  }

  @Test
  void aMessageTellsItsTypeAndSender() throws Exception {
    try (var ends = open()) {
      ends.sender().send(message(-7), soon());
      var message = data(ends.receiver().receive(soon()));
      assertThat(message.text()).isEqualTo("-7");
      assertThat(message.type()).hasValue(TYPE);
      assertThat(message.pid()).hasValue((int) ProcessHandle.current().pid());
    }
  }

  @Test
  void aMessageWithoutATypeIsRefused() throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.sender().send(Message.of("1"), soon()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("without a type");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1.5", "99999999999", "1 2"})
  void aBodyThatIsNoNumberIsRefused(String body) throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.sender().send(Message.of(body).withType(TYPE), soon()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("'" + body + "'");
    }
  }

  @Test
  void onlyTheProcessItselfCanReceive() {
    assertThatThrownBy(() -> Receiver.open(new Endpoint.SignalTo(1), Selection.ANY, soon()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("signal:self");
  }
}
