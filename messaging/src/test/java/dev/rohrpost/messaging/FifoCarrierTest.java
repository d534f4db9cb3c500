package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.pipe.Fifo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoCarrierTest extends CarrierContract {
  @TempDir Path folder;
  private Endpoint endpoint = new Endpoint.Standard();

  @BeforeEach
  void makeIt() throws Exception {
    var path = folder.resolve("fifo");
    Fifo.create(path);
    endpoint = new Endpoint.NamedPipe(path);
  }

  @Override
  Ends open() throws Exception {
    var opening = new FutureTask<>(() -> Receiver.open(endpoint, Selection.ANY, soon()));
    Thread.ofPlatform().start(opening);
    var sender = Sender.open(endpoint, soon()).orElseThrow();
    return new Ends(sender, opening.get().orElseThrow());
  }

  @Override
  Message message(int number) {
    return Message.of("message " + number + '\n');
  }

  @Override
  String name() {
    return "fifo:";
  }

  @Test
  void nobodyAtTheOtherEndIsAResult() throws Exception {
    assertThat(Sender.open(endpoint, Deadline.NOW)).isEmpty();
    assertThat(Receiver.open(endpoint, Selection.ANY, Deadline.NOW)).isEmpty();
  }

  @Test
  void typesAreRefused() throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.sender().send(message(1).withType(3), soon()))
          .isInstanceOf(RefusedException.class)
          .hasMessageStartingWith("fifo: cannot carry a type");
    }
    assertThatThrownBy(() -> Receiver.open(endpoint, Selection.ofType(3), soon()))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("fifo: cannot select by type");
  }

  @Test
  void aFullPipeIsAResultThatTellsHowMuchWentIn() throws Exception {
    try (var ends = open()) {
      var sent = ends.sender().send(Message.of(new byte[1 << 20]), Deadline.NOW);
      assertThat(sent.complete()).isFalse();
      assertThat(sent.bytes()).isBetween(1, (1 << 20) - 1);
    }
  }

  @Test
  void aSenderWithoutReaderIsToldSo() throws Exception {
    try (var ends = open()) {
      ends.receiver().close();
      assertThatThrownBy(() -> ends.sender().send(message(1), soon()))
          .isInstanceOfSatisfying(
              UnixException.Disconnected.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPIPE));
    }
  }

  @Test
  void aFileIsNoFifo() throws Exception {
    var file = new Endpoint.NamedPipe(Files.createFile(folder.resolve("file")));
    assertThatThrownBy(() -> Sender.open(file, Deadline.NOW)).isInstanceOf(UnixException.class);
  }
}
