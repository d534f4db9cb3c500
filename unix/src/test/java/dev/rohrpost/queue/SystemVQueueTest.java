package dev.rohrpost.queue;

import static dev.rohrpost.queue.Queues.bytes;
import static dev.rohrpost.queue.Queues.is;
import static dev.rohrpost.queue.Queues.removing;
import static dev.rohrpost.queue.Queues.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.Sysctl;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.libc.SysMsgH;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.unix.Stranger;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class SystemVQueueTest {
  private static String take(SystemVQueue queue, TypeSelection selection) throws Exception {
    return queue
        .receive(selection, Deadline.NOW)
        .map(m -> m.type() + " " + m.text())
        .orElse("none");
  }

  private static void send(SystemVQueue queue, long type, String text) throws Exception {
    assertThat(queue.send(bytes(text), type, Deadline.NOW)).isTrue();
  }

  @Test
  @Row("MSG-01")
  void aKeyNamesOneQueue() throws Exception {
    var key = Queues.key();
    assertThatThrownBy(() -> SystemVQueue.open(key))
        .isInstanceOf(UnixException.NotFound.class)
        .hasMessage("msgget(queue " + key + "): ENOENT: no such file or directory");
    var queue = SystemVQueue.create(key);
    try (var _ = removing(queue)) {
      assertThatThrownBy(() -> SystemVQueue.create(key))
          .isInstanceOf(UnixException.AlreadyExists.class);
      assertThat(SystemVQueue.open(key).id()).isEqualTo(queue.id());
      assertThat(SystemVQueue.create(key, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY).id())
          .isEqualTo(queue.id());
      assertThat(SystemVQueue.ofId(queue.id()).status().key()).isEqualTo(key);
      assertThat(
              Stranger.start(
                      () -> SystemVQueue.create(key, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY))
                  .failure())
          .isInstanceOf(UnixException.Denied.class)
          .hasMessageContaining("EACCES");
    }
  }

  @Test
  void privateQueuesAreAlwaysNew() throws Exception {
    var one = Queues.systemV();
    var other =
        SystemVQueue.create(SystemVKey.PRIVATE, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY);
    try (var _ = removing(one);
        var _ = removing(other)) {
      assertThat(one.id()).isNotEqualTo(other.id());
      assertThat(one.status().key().isPrivate()).isTrue();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> SystemVQueue.open(SystemVKey.PRIVATE));
  }

  @Test
  @Row("MSG-02")
  void whatCannotBeSentIsRefused() throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      for (var type : new long[] {0, -1, Long.MIN_VALUE}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> queue.send(bytes("x"), type, Deadline.NOW))
            .withMessageContaining("1 or more");
      }
      var longest = (int) Sysctl.number("kernel.msgmax").orElseThrow();
      assertThatThrownBy(() -> queue.send(new byte[longest + 1], 1, Deadline.NEVER))
          .hasMessage(
              "msgsnd(private queue, %d bytes, sysctl kernel.msgmax is %d): EINVAL: invalid argument",
              longest + 1, longest);
      assertThat(queue.status().messages()).isZero();
      assertThat(queue.send(new byte[longest], 1, Deadline.NOW)).isTrue();
      assertThat(queue.receive(TypeSelection.ANY, Deadline.NOW))
          .hasValueSatisfying(m -> assertThat(m.body()).hasSize(longest));
      assertThat(Stranger.start(() -> queue.send(bytes("x"), 1, Deadline.NOW)).failure())
          .isInstanceOf(UnixException.Denied.class);
      assertThat(Stranger.start(() -> queue.receive(TypeSelection.ANY, Deadline.NOW)).failure())
          .isInstanceOf(UnixException.Denied.class);
    }
    assertThatThrownBy(() -> SystemVQueue.ofId(-1)).satisfies(e -> is(e, Errno.EINVAL));
  }

  @Test
  @Row("MSG-03")
  void anEmptyQueueIsAResult() throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue);
        var arena = Arena.ofConfined()) {
      assertThat(queue.receive(TypeSelection.ANY, Deadline.NOW)).isEmpty();
      send(queue, 7, "seven");
      assertThat(queue.receive(TypeSelection.ofType(8), Deadline.NOW)).isEmpty();
      var buffer = MessageBuffer.allocate(arena, 4);
      assertThat(SysMsgH.msgrcv(queue.id(), buffer.head, -1, 0, 0))
          .isEqualTo(-Errno.EINVAL.number());
      assertThatThrownBy(() -> queue.receive(buffer, TypeSelection.ANY, Deadline.NEVER))
          .hasMessage("msgrcv(private queue, room for 4 bytes): E2BIG: argument list too long");
      assertThat(queue.receiveCut(buffer, TypeSelection.ANY, Deadline.NOW))
          .isEqualTo(SystemVQueue.Cut.CUT);
      assertThat(buffer.bytes()).isEqualTo(bytes("seve"));
      send(queue, 8, "four");
      assertThat(queue.receiveCut(buffer, TypeSelection.ANY, Deadline.NOW))
          .isEqualTo(SystemVQueue.Cut.WHOLE);
      assertThat(buffer.bytes()).isEqualTo(bytes("four"));
      assertThat(buffer.type()).isEqualTo(8);
      assertThat(queue.receiveCut(buffer, TypeSelection.ANY, Deadline.NOW))
          .isEqualTo(SystemVQueue.Cut.TIMED_OUT);
    }
  }

  @Test
  @Row("MSG-05")
  void typesSelect() throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      for (var type : new long[] {3, 1, 2, 1}) {
        send(queue, type, "sent as " + queue.status().messages());
      }
      assertThat(take(queue, TypeSelection.ofType(2))).isEqualTo("2 sent as 2");
      assertThat(take(queue, TypeSelection.upTo(3))).isEqualTo("1 sent as 1");
      assertThat(take(queue, TypeSelection.except(3))).isEqualTo("1 sent as 3");
      assertThat(take(queue, TypeSelection.except(3))).isEqualTo("none");
      assertThat(take(queue, TypeSelection.upTo(2))).isEqualTo("none");
      assertThat(take(queue, TypeSelection.ANY)).isEqualTo("3 sent as 0");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> TypeSelection.ofType(0));
    assertThatIllegalArgumentException().isThrownBy(() -> TypeSelection.upTo(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> TypeSelection.except(0));
  }

  @Test
  @Row("MSG-06")
  void lookingLeavesTheMessageThere() throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue);
        var arena = Arena.ofConfined()) {
      send(queue, 5, "first");
      send(queue, 6, "second");
      assertThat(queue.peek(1)).hasValueSatisfying(m -> assertThat(m.text()).isEqualTo("second"));
      assertThat(queue.peek(0)).hasValueSatisfying(m -> assertThat(m.type()).isEqualTo(5));
      assertThat(queue.peek(2)).isEmpty();
      assertThat(queue.status().messages()).isEqualTo(2);
      var head = MessageBuffer.allocate(arena, 10).head;
      assertThat(SysMsgH.msgrcv(queue.id(), head, 10, 0, SysMsgH.MSG_COPY)) // waiting
          .isEqualTo(-Errno.EINVAL.number());
      assertThatIllegalArgumentException().isThrownBy(() -> queue.peek(-1));
    }
  }

  @Test
  @Row("MSG-07")
  void aFullQueueIsAResult() throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      queue.resize(16_384);
      for (var i = 0; i < 16; i++) {
        assertThat(queue.send(new byte[1024], 1, Deadline.NOW)).isTrue();
      }
      assertThat(queue.send(new byte[1], 1, Deadline.NOW)).isFalse();
      assertThat(queue.status().bytes()).isEqualTo(16_384);
      var start = System.nanoTime();
      assertThat(queue.send(new byte[1], 1, Deadline.after(Duration.ofMillis(200)))).isFalse();
      assertThat(System.nanoTime() - start).isGreaterThan(199_000_000);
      assertThat(queue.status().messages()).isEqualTo(16);
    }
  }

  @Test
  void whatCanNeverFitIsRefusedRatherThanWaitedFor() throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      queue.resize(100);
      assertThatThrownBy(() -> queue.send(new byte[101], 1, Deadline.NEVER))
          .hasMessage(
              "msgsnd(private queue, 101 bytes for a limit of 100): EMSGSIZE: message too long");
      assertThat(queue.send(new byte[100], 1, Deadline.NEVER)).isTrue();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> queue.resize(0));
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsGetsTheMessageOrTheRoom(ThreadKind kind) throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      for (var deadline : new Deadline[] {Deadline.NEVER, soon()}) {
        queue.resize(10);
        var receiver = kind.start(() -> queue.receive(TypeSelection.upTo(9), deadline));
        receiver.awaitBlocked();
        send(queue, 9, "0123456789");
        assertThat(receiver.result()).hasValueSatisfying(m -> assertThat(m.type()).isEqualTo(9));
        send(queue, 1, "0123456789");
        var sender = kind.start(() -> queue.send(bytes("more"), 2, deadline)).awaitBlocked();
        assertThat(take(queue, TypeSelection.ANY)).isEqualTo("1 0123456789");
        assertThat(sender.result()).isTrue();
        assertThat(take(queue, TypeSelection.ANY)).isEqualTo("2 more");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineAndAnInterruptEndAWait(ThreadKind kind) throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      var deadline = Deadline.after(Duration.ofMillis(100));
      assertThat(kind.start(() -> queue.receive(TypeSelection.ANY, deadline)).result()).isEmpty();
      assertThat(deadline.hasPassed()).isTrue();
      var waiting = kind.start(() -> queue.receive(TypeSelection.ANY, soon())).awaitBlocked();
      waiting.interrupt();
      assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
      var late =
          kind.start(() -> {
            Thread.currentThread().interrupt();
            return queue.receive(TypeSelection.ANY, Deadline.NOW);
          });
      assertThat(late.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, 60_000})
  void messagesOfAnyLengthArriveWhole(int length) throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      var body = new byte[Math.min(length, (int) Sysctl.number("kernel.msgmax").orElseThrow())];
      for (var i = 0; i < body.length; i++) {
        body[i] = (byte) i;
      }
      assertThat(queue.send(body, Long.MAX_VALUE, Deadline.NOW)).isTrue();
      var message = queue.receive(TypeSelection.ANY, Deadline.NOW).orElseThrow();
      assertThat(message.body()).isEqualTo(body);
      assertThat(message.type()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  @Row({"MSG-09", "MSG-10"})
  void removalEndsAllWaitsAndAllUse() throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      var receiver =
          ThreadKind.PLATFORM.start(() -> queue.receive(TypeSelection.ofType(2), Deadline.NEVER));
      queue.resize(1);
      send(queue, 1, "x");
      var sender = ThreadKind.PLATFORM.start(() -> queue.send(bytes("y"), 1, Deadline.NEVER));
      receiver.awaitBlocked();
      sender.awaitBlocked();
      queue.remove();
      assertThat(receiver.failure()).isInstanceOf(UnixException.Disconnected.class);
      assertThat(sender.failure()).isInstanceOf(UnixException.Disconnected.class);
      is(receiver.failure(), Errno.EIDRM);
      for (var use :
          List.<Use>of(
              () -> queue.send(bytes("z"), 1, Deadline.NOW),
              () -> queue.receive(TypeSelection.ANY, Deadline.NOW),
              queue::status,
              queue::remove)) {
        assertThatThrownBy(use::now).satisfies(e -> is(e, Errno.EINVAL));
      }
    }
  }

  @FunctionalInterface
  private interface Use {
    void now() throws Exception;
  }

  @Test
  @Row("MSG-11")
  void onlyTheOwnerChangesAndRemoves() throws Exception {
    var queue = SystemVQueue.create(SystemVKey.PRIVATE, Creation.MUST_BE_NEW, FileMode.EVERYBODY);
    try (var _ = removing(queue)) {
      assertThat(Stranger.start(() -> change(queue)).failure())
          .isInstanceOf(UnixException.Denied.class)
          .hasMessageContaining("EPERM");
      assertThat(Stranger.start(() -> remove(queue)).failure()).hasMessageContaining("EPERM");
      queue.setOwner(Stranger.UID, Stranger.UID);
      assertThat(queue.status().ownership())
          .hasToString("uid 65534, gid 65534, mode 0666")
          .satisfies(o -> assertThat(o.creatorUid()).isZero());
      assertThat(Stranger.start(() -> change(queue)).result()).isTrue();
      assertThat(queue.status().ownership().mode()).isEqualTo(FileMode.of(0640));
      var more = Sysctl.number("kernel.msgmnb").orElseThrow() + 1;
      assertThat(Stranger.start(() -> resize(queue, more)).failure())
          .hasMessageContaining("sysctl kernel.msgmnb is " + (more - 1) + "): EPERM");
      if (Queues.mayExceedLimits()) {
        queue.resize(more);
        assertThat(queue.status().limit()).isEqualTo(more);
      }
      assertThat(Stranger.start(() -> remove(queue)).result()).isTrue();
    }
  }

  private static boolean change(SystemVQueue queue) throws UnixException {
    queue.setMode(FileMode.of(0640));
    return true;
  }

  private static boolean remove(SystemVQueue queue) throws UnixException {
    queue.remove();
    return true;
  }

  private static boolean resize(SystemVQueue queue, long bytes) throws UnixException {
    queue.resize(bytes);
    return true;
  }
}
