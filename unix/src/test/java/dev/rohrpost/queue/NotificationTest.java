package dev.rohrpost.queue;

import static dev.rohrpost.queue.Queues.bytes;
import static dev.rohrpost.queue.Queues.is;
import static dev.rohrpost.queue.Queues.posix;
import static dev.rohrpost.queue.Queues.removing;
import static dev.rohrpost.queue.Queues.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.signal.Signals;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class NotificationTest {
  private static final Signal SIGNAL = Signal.realTime(5);

  private static void send(PosixQueue queue) throws Exception {
    assertThat(queue.send(bytes("x"), 0, Deadline.NOW)).isTrue();
  }

  private static void receive(PosixQueue queue) throws Exception {
    assertThat(queue.receive(Deadline.NOW)).isPresent();
  }

  @Test
  @Row({"MQ-25", "MQ-26", "MQ-27"})
  void aMessageInAnEmptyQueueIsToldOnce() throws Exception {
    var queue = posix(3, 10);
    try (var _ = removing(queue);
        var signals = Signals.subscribe(SIGNAL)) {
      queue.notifyBySignal(SIGNAL, -42);
      var self = (int) ProcessHandle.current().pid();
      assertThat(queue.status().notified()).hasValue(self);
      send(queue);
      var info = signals.take(soon()).orElseThrow();
      assertThat(info.codeName()).isEqualTo("SI_MESGQ");
      assertThat(info.value()).hasValue(-42);
      assertThat(info.pid()).isEqualTo(self);
      assertThat(queue.status().notified()).isEmpty();
      receive(queue);
      send(queue); // nobody has asked again
      queue.notifyBySignal(SIGNAL, 1);
      send(queue); // it was not empty
      receive(queue);
      receive(queue);
      var waiting = ThreadKind.PLATFORM.start(() -> queue.receive(Deadline.NEVER)).awaitBlocked();
      send(queue); // somebody waits
      assertThat(waiting.result()).isPresent();
      assertThat(signals.take(Deadline.NOW)).isEmpty();
      send(queue); // now
      assertThat(signals.take(soon()).orElseThrow().value()).hasValue(1);
    }
  }

  /// The kernel sees only who waits in mq_receive(3).
  @ParameterizedTest
  @CsvSource({
    "PLATFORM,false,false",
    "PLATFORM,true,true",
    "VIRTUAL,false,true",
    "VIRTUAL,true,true"
  })
  void aReceiverThatWaitsKeepsTheSignalAwayOnlyIfTheKernelSeesIt(
      ThreadKind kind, boolean hasDeadline, boolean signalled) throws Exception {
    var queue = posix(3, 10);
    try (var _ = removing(queue);
        var signals = Signals.subscribe(SIGNAL)) {
      queue.notifyBySignal(SIGNAL, 7);
      var deadline = hasDeadline ? soon() : Deadline.NEVER;
      var waiting = kind.start(() -> queue.receive(deadline)).awaitBlocked();
      send(queue);
      assertThat(waiting.result()).isPresent();
      if (signalled) {
        assertThat(signals.take(soon()).orElseThrow().value()).hasValue(7);
      } else {
        assertThat(queue.status().notified()).isPresent();
        assertThat(signals.take(Deadline.NOW)).isEmpty();
        queue.stopNotifying();
      }
    }
  }

  @Test
  @Row("MQ-23")
  void oneProcessIsTold() throws Exception {
    var queue = posix(3, 10);
    var other = CProgram.of(NotificationTest.class, "queues.c").toString();
    try (var _ = removing(queue);
        var signals = Signals.subscribe(SIGNAL)) {
      try (var first = Foreign.start(other, "mqnotify", queue.name())) {
        assertThat(first.line(Queues.PATIENCE)).isEqualTo("registered");
        assertThat(queue.status().notified()).hasValue((int) first.pid());
        assertThatThrownBy(() -> queue.notifyBySignal(SIGNAL, 1))
            .satisfies(e -> is(e, Errno.EBUSY))
            .hasMessage("mq_notify(" + queue.name() + "): EBUSY: device or resource busy");
        queue.stopNotifying(); // not that of others
        assertThat(queue.status().notified()).hasValue((int) first.pid());
        first.endInput();
        assertThat(first.await(Queues.PATIENCE).status()).isZero();
      }
      queue.notifyBySignal(SIGNAL, 1);
      assertThatThrownBy(() -> queue.notifyBySignal(SIGNAL, 1)).satisfies(e -> is(e, Errno.EBUSY));
      queue.stopNotifying();
      send(queue);
      assertThat(signals.take(Deadline.NOW)).isEmpty();
    }
  }
}
