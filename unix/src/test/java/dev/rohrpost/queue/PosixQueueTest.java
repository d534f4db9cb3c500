package dev.rohrpost.queue;

import static dev.rohrpost.queue.Queues.bytes;
import static dev.rohrpost.queue.Queues.is;
import static dev.rohrpost.queue.Queues.posix;
import static dev.rohrpost.queue.Queues.removing;
import static dev.rohrpost.queue.Queues.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.unix.Stranger;
import java.lang.foreign.Arena;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class PosixQueueTest {
  private static String take(PosixQueue queue) throws Exception {
    return queue.receive(Deadline.NOW).map(m -> m.priority() + " " + m.text()).orElse("none");
  }

  @Test
  @Row({"MQ-01", "MQ-02"})
  void aNameIsThereOrNot() throws Exception {
    var name = Queues.name();
    assertThatThrownBy(() -> PosixQueue.open(name, PosixQueue.Access.BOTH))
        .isInstanceOf(UnixException.NotFound.class)
        .hasMessage("mq_open(" + name + "): ENOENT: no such file or directory");
    var settings = PosixQueueSettings.DEFAULT.withMessages(2).withMessageBytes(100);
    try (var _ = removing(name);
        var queue = PosixQueue.create(name, settings)) {
      assertThat(queue.settings()).isEqualTo(settings);
      assertThatThrownBy(() -> PosixQueue.create(name, settings))
          .isInstanceOf(UnixException.AlreadyExists.class);
      try (var again =
          PosixQueue.create(
              name, PosixQueueSettings.DEFAULT, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY)) {
        assertThat(again.settings()).isEqualTo(settings); // its own
      }
    }
  }

  @Test
  @Row("MQ-03")
  void aNameHasUpTo255Bytes() throws Exception {
    var name = (Queues.name() + "x".repeat(255)).substring(0, 256);
    try (var _ = removing(name)) {
      PosixQueue.create(name, PosixQueueSettings.DEFAULT).close();
    }
    assertThatThrownBy(() ->
            PosixQueue.create(
                name + "x",
                PosixQueueSettings.DEFAULT,
                Creation.OPEN_OR_CREATE,
                FileMode.OWNER_ONLY))
        .satisfies(e -> is(e, Errno.ENAMETOOLONG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "none", "none/none", "/a/b", "//", "/a\0"})
  void otherNamesAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PosixQueue.open(name, PosixQueue.Access.BOTH));
    assertThatIllegalArgumentException().isThrownBy(() -> PosixQueue.remove(name));
  }

  @Test
  @Row({"MQ-05", "MQ-31"})
  void aStrangerMayNeitherOpenNorRemove() throws Exception {
    var queue = posix(1, 10);
    try (var _ = removing(queue)) {
      var opening = Stranger.start(() -> PosixQueue.open(queue.name(), PosixQueue.Access.SEND));
      assertThat(opening.failure())
          .isInstanceOf(UnixException.Denied.class)
          .hasMessage("mq_open(" + queue.name() + "): EACCES: permission denied");
      var removal =
          Stranger.start(() -> {
            PosixQueue.remove(queue.name());
            return true;
          });
      is(removal.failure(), Errno.EACCES);
    }
    assertThatThrownBy(() -> PosixQueue.remove(queue.name()))
        .isInstanceOf(UnixException.NotFound.class);
    assertThatThrownBy(() -> PosixQueue.remove("/" + "x".repeat(256)))
        .satisfies(e -> is(e, Errno.ENAMETOOLONG));
  }

  @Test
  @Row("MQ-11")
  void aMessageThatIsTooLongIsNotSent() throws Exception {
    var queue = posix(2, 10);
    try (var _ = removing(queue)) {
      assertThatThrownBy(() -> queue.send(new byte[11], 0, Deadline.NEVER))
          .hasMessage(
              "mq_send(%s, 11 bytes for up to 10): EMSGSIZE: message too long", queue.name());
      assertThat(queue.status().messages()).isZero();
      assertThat(queue.send(new byte[10], 0, Deadline.NOW)).isTrue();
      assertThat(queue.send(new byte[0], 0, Deadline.NOW)).isTrue();
      assertThat(queue.status().bytes()).hasValue(10);
    }
  }

  @Test
  @Row("MQ-13")
  void theHighestPriorityComesFirstAndThenTheOldest() throws Exception {
    var queue = posix(5, 10);
    try (var _ = removing(queue)) {
      for (var priority : new int[] {0, 7, 32_767, 7}) {
        assertThat(queue.send(bytes("" + queue.status().messages()), priority, Deadline.NOW))
            .isTrue();
      }
      for (var priority : new int[] {-1, 32_768}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> queue.send(bytes("x"), priority, Deadline.NOW))
            .withMessageContaining("0 to 32767");
      }
      assertThat(take(queue)).isEqualTo("32767 2");
      assertThat(take(queue)).isEqualTo("7 1");
      assertThat(take(queue)).isEqualTo("7 3");
      assertThat(take(queue)).isEqualTo("0 0");
      assertThat(take(queue)).isEqualTo("none");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row({"MQ-14", "MQ-15"})
  void fullAndEmptyAreResults(ThreadKind kind) throws Exception {
    var queue = posix(1, 10);
    try (var _ = removing(queue)) {
      assertThat(kind.start(() -> queue.receive(Deadline.NOW)).result()).isEmpty();
      assertThat(kind.start(() -> queue.send(bytes("one"), 1, Deadline.NOW)).result()).isTrue();
      assertThat(kind.start(() -> queue.send(bytes("two"), 1, Deadline.NOW)).result()).isFalse();
      var deadline = Deadline.after(Duration.ofMillis(100));
      assertThat(kind.start(() -> queue.send(bytes("two"), 1, deadline)).result()).isFalse();
      assertThat(deadline.hasPassed()).isTrue();
      assertThat(queue.status().messages()).isEqualTo(1);
    }
  }

  @Test
  @Row("MQ-17")
  void aQueueIsUsedAsItWasOpened() throws Exception {
    var queue = posix(1, 10);
    try (var _ = removing(queue);
        var in = PosixQueue.open(queue.name(), PosixQueue.Access.RECEIVE);
        var out = PosixQueue.open(queue.name(), PosixQueue.Access.SEND)) {
      assertThatThrownBy(() -> in.send(bytes("x"), 0, Deadline.NEVER))
          .hasMessage("mq_send(" + queue.name() + "): EBADF: bad file descriptor");
      assertThatThrownBy(() -> out.receive(Deadline.NEVER)).satisfies(e -> is(e, Errno.EBADF));
      assertThat(out.status().bytes()).isEmpty();
      assertThat(in.status().bytes()).hasValue(0);
      in.fd().close();
      assertThatThrownBy(() -> in.receive(Deadline.NEVER)).satisfies(e -> is(e, Errno.EBADF));
      assertThatThrownBy(in::status).satisfies(e -> is(e, Errno.EBADF));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row({"MQ-22", "MQ-29"})
  void whoWaitsIsWokenByAMessageByInterruptAndByClose(ThreadKind kind) throws Exception {
    var queue = posix(1, 10);
    try (var _ = removing(queue)) {
      for (var deadline : new Deadline[] {Deadline.NEVER, soon()}) {
        var receiver = kind.start(() -> queue.receive(deadline)).awaitBlocked();
        assertThat(queue.send(bytes("hello"), 3, Deadline.NOW)).isTrue();
        assertThat(receiver.result())
            .hasValueSatisfying(m -> assertThat(m.text()).isEqualTo("hello"));
        var interrupted = kind.start(() -> queue.receive(deadline)).awaitBlocked();
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      }
      var ready = kind.start(() -> Wait.readable(queue.fd(), soon())).awaitBlocked();
      assertThat(queue.send(bytes("full"), 0, Deadline.NOW)).isTrue();
      assertThat(ready.result()).isTrue();
      assertThat(Wait.writable(queue.fd(), Deadline.NOW)).isFalse();
      var sender = kind.start(() -> queue.send(bytes("more"), 0, Deadline.NEVER)).awaitBlocked();
      assertThat(take(queue)).isEqualTo("0 full");
      assertThat(sender.result()).isTrue();
      assertThat(take(queue)).isEqualTo("0 more");
      var closed = kind.start(() -> queue.receive(Deadline.NEVER)).awaitBlocked();
      queue.close();
      is(closed.failure(), Errno.EBADF);
    }
  }

  @Test
  @Row("MQ-30")
  void whoHasItOpenGoesOnWithoutTheName() throws Exception {
    var queue = posix(1, 10);
    try (var _ = removing(queue)) {
      assertThat(queue.send(bytes("kept"), 0, Deadline.NOW)).isTrue();
      PosixQueue.remove(queue.name());
      assertThatThrownBy(() -> PosixQueue.open(queue.name(), PosixQueue.Access.BOTH))
          .isInstanceOf(UnixException.NotFound.class);
      assertThat(take(queue)).isEqualTo("0 kept");
    }
  }

  @Test
  void aBufferMustHaveRoomForAnyMessage() throws Exception {
    var queue = posix(1, 10);
    try (var _ = removing(queue);
        var arena = Arena.ofConfined()) {
      var small = MessageBuffer.allocate(arena, 9);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> queue.receive(small, Deadline.NOW))
          .withMessageContaining("9 bytes")
          .withMessageContaining("up to 10");
      assertThatIllegalArgumentException().isThrownBy(() -> small.setLength(10));
      assertThatIllegalArgumentException().isThrownBy(() -> small.put(new byte[10]));
      assertThatIllegalArgumentException().isThrownBy(() -> MessageBuffer.allocate(arena, -1));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new PosixQueueSettings(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new PosixQueueSettings(1, 0));
  }
}
