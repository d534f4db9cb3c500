package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.queue.SystemVQueue;
import dev.rohrpost.testkit.ThreadKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemVCarrierTest extends CarrierContract {
  @TempDir Path folder;
  private Optional<SystemVQueue> made = Optional.empty();

  private SystemVQueue queue() {
    return made.orElseThrow();
  }

  private Endpoint endpoint() {
    return Endpoint.parse("sysv:id=" + queue().id());
  }

  @BeforeEach
  void makeIt() throws Exception {
    made = Optional.of(SystemVQueue.create(SystemVKey.PRIVATE));
  }

  @AfterEach
  void removeIt() throws Exception {
    queue().remove();
  }

  @Override
  Ends open() throws Exception {
    return open(Selection.ANY);
  }

  private Ends open(Selection wanted) throws Exception {
    return new Ends(
        Sender.open(endpoint(), soon()).orElseThrow(),
        Receiver.open(endpoint(), wanted, soon()).orElseThrow());
  }

  @Override
  Message message(int number) {
    return Message.of("message " + number).withType(number + 1);
  }

  @Override
  String name() {
    return "sysv:";
  }

  @Test
  void aMessageWithoutATypeGetsTheLowest() throws Exception {
    try (var ends = open()) {
      ends.sender().send(Message.of("plain"), soon());
      assertThat(data(ends.receiver().receive(soon())).type()).hasValue(1);
      assertThatThrownBy(() -> ends.sender().send(message(1).withType(0), soon()))
          .isInstanceOf(RefusedException.class)
          .hasMessage("sysv: cannot carry type 0; types are 1 or more");
    }
    assertThatThrownBy(() -> open(Selection.ofType(-1))).isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @CsvSource({"ANY, 3", "ONLY, 2", "UP_TO, 1", "EXCEPT, 4"})
  void peekingShowsWhatWouldBeReceived(String types, long expected) throws Exception {
    var wanted =
        switch (types) {
          case "ONLY" -> Selection.ofType(2);
          case "UP_TO" -> Selection.upTo(4);
          case "EXCEPT" -> Selection.except(3);
          default -> Selection.ANY;
        };
    try (var looking = open(wanted.peeking());
        var taking = open(wanted)) {
      assertThat(looking.receiver().receive(Deadline.NOW))
          .isInstanceOf(Receiver.Received.Nothing.class);
      for (var type : new long[] {3, 4, 2, 1, 2}) {
        looking.sender().send(Message.of("type " + type).withType(type), soon());
      }
      for (var i = 0; i < 2; i++) {
        assertThat(data(looking.receiver().receive(soon())).type()).hasValue(expected);
      }
      assertThat(queue().status().messages()).isEqualTo(5);
      assertThat(data(taking.receiver().receive(soon())).type()).hasValue(expected);
    }
  }

  @Test
  void peekingWaits() throws Exception {
    try (var ends = open(Selection.ANY.peeking())) {
      var late = ends.receiver().receive(Deadline.after(Duration.ofMillis(30)));
      assertThat(late).isInstanceOf(Receiver.Received.Nothing.class);
      var looking = ThreadKind.VIRTUAL.start(() -> ends.receiver().receive(soon()));
      looking.awaitBlocked();
      ends.sender().send(message(1), soon());
      assertThat(data(looking.result()).text()).isEqualTo("message 1");
    }
  }

  @Test
  void aFullQueueIsAResult() throws Exception {
    try (var ends = open()) {
      queue().resize(10);
      assertThat(ends.sender().send(Message.of("0123456789"), soon()).complete()).isTrue();
      assertThat(ends.sender().send(Message.of("x"), Deadline.NOW))
          .isEqualTo(new Sender.Sent(0, false));
    }
  }

  @Test
  void aFileOrANumberNamesTheQueueToo() throws Exception {
    var file = Files.createFile(folder.resolve("meeting"));
    var byFile = Endpoint.parse("sysv:" + file);
    assertThatThrownBy(() -> Sender.open(byFile, soon()))
        .isInstanceOf(UnixException.NotFound.class);
    var key = SystemVKey.of(file, 'R');
    var other = SystemVQueue.create(key);
    try {
      Sender.open(byFile, soon()).orElseThrow().send(message(1), soon());
      var byKey = Endpoint.parse("sysv:" + key);
      var received =
          Receiver.open(byKey, Selection.ANY, soon()).orElseThrow().receive(Deadline.NOW);
      assertThat(data(received).text()).isEqualTo("message 1");
    } finally {
      other.remove();
    }
  }
}
