package dev.rohrpost.queue;

import static dev.rohrpost.queue.Queues.bytes;
import static dev.rohrpost.queue.Queues.is;
import static dev.rohrpost.queue.Queues.posix;
import static dev.rohrpost.queue.Queues.removing;
import static dev.rohrpost.queue.Queues.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Arch;
import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.SystemCall;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.unix.Stranger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(300)
class FaultsTest {
  private static final int MANY = 100;

  /// msgsnd and msgrcv.
  private static final Set<String> WAITING = Arch.pick(Set.of("69", "70"), Set.of("189", "188"));

  private static final Path NEXT_ID = Path.of("/proc/sys/kernel/msg_next_id");

  @ParameterizedTest
  @EnumSource
  @Row("F18")
  void aQueueRemovedUnderAHundredSendersAndReceiversLeavesNoneWaiting(ThreadKind kind)
      throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      queue.resize(10);
      assertThat(queue.send(new byte[10], 1, Deadline.NOW)).isTrue();
      var waiting = new ArrayList<Task<?>>();
      for (var i = 0; i < MANY; i++) {
        waiting.add(kind.start(() -> queue.send(bytes("more"), 1, Deadline.NEVER)));
        waiting.add(kind.start(() -> queue.receive(TypeSelection.ofType(2), soon())));
      }
      awaitInside(2 * MANY);
      queue.remove();
      for (var task : waiting) {
        assertThat(task.failure()).isInstanceOf(UnixException.Disconnected.class);
        is(task.failure(), Errno.EIDRM);
      }
    }
  }

  /// Returns when so many threads of this process are in the kernel, waiting for a queue.
  private static void awaitInside(int count) {
    while (inside() < count) {
      Thread.onSpinWait();
    }
  }

  private static long inside() {
    return SystemCall.ofAll(ProcessHandle.current().pid()).stream()
        .filter(call -> WAITING.contains(call.number()))
        .count();
  }

  @ParameterizedTest
  @EnumSource
  @Row("F18")
  void aPosixQueueGoesOnWithoutItsName(ThreadKind kind) throws Exception {
    var queue = posix(1, 10);
    try (var _ = removing(queue)) {
      assertThat(queue.send(bytes("first"), 0, Deadline.NOW)).isTrue();
      var waiting = new ArrayList<Task<Boolean>>();
      for (var i = 0; i < MANY; i++) {
        waiting.add(kind.start(() -> queue.send(bytes("more"), 0, Deadline.NEVER)));
      }
      waiting.forEach(Task::awaitBlocked);
      PosixQueue.remove(queue.name());
      for (var i = 0; i <= MANY; i++) {
        assertThat(queue.receive(soon())).isPresent();
      }
      for (var task : waiting) {
        assertThat(task.result()).isTrue();
      }
    }
  }

  /// Another thread removes the queue and makes it anew under the same key, again and again. What
  /// is sent to one queue never arrives in a later one.
  @Test
  @Row("F20")
  void aQueueMadeAnewIsNotTakenForTheOldOne() throws Exception {
    var key = Queues.key();
    var first = SystemVQueue.create(key);
    var generation = new AtomicInteger();
    var sent = ThreadKind.PLATFORM.start(() -> sendToEach(first, key, generation));
    var queue = first;
    try {
      for (var round = 1; round <= 2000; round++) {
        queue.remove();
        queue = SystemVQueue.create(key);
        generation.set(round);
        for (var message : takeAll(queue)) {
          assertThat(message.type()).isEqualTo(queue.id() + 1L);
        }
      }
    } finally {
      queue.remove();
      generation.set(-1);
    }
    assertThat(sent.result()).isPositive();
  }

  private static List<TypedMessage> takeAll(SystemVQueue queue) throws Exception {
    var all = new ArrayList<TypedMessage>();
    var next = queue.receive(TypeSelection.ANY, Deadline.NOW);
    while (next.isPresent()) {
      all.add(next.get());
      next = queue.receive(TypeSelection.ANY, Deadline.NOW);
    }
    return all;
  }

  /// The type says which queue is meant.
  private static int sendToEach(SystemVQueue first, SystemVKey key, AtomicInteger generation)
      throws Exception {
    var queue = first;
    var lost = 0;
    while (generation.get() >= 0) {
      try {
        var _ = queue.send(bytes("x"), queue.id() + 1L, Deadline.NOW);
      } catch (UnixException e) {
        assertThat(e.errno()).isIn(Errno.EINVAL, Errno.EIDRM);
        lost++;
        try {
          queue = SystemVQueue.open(key);
        } catch (UnixException.NotFound _) {
          // It is just being made anew.
        }
      }
    }
    return lost;
  }

  /// The kernel can be told which number to give next, so that the rarest case can be shown.
  @Test
  @Row("F20")
  void aStrangersQueueUnderAnOldNumberIsNoticed() throws Exception {
    Assumptions.assumeTrue(Files.isWritable(NEXT_ID), "only root chooses numbers of queues");
    var ours = Queues.systemV();
    var seen = ours.status();
    assertThat(ours.isUnchangedSince(seen)).isTrue();
    assertThat(ours.send(bytes("x"), 1, Deadline.NOW)).isTrue();
    assertThat(SystemVQueue.of(seen).id()).isEqualTo(ours.id());
    ours.remove();
    assertThat(ours.isUnchangedSince(seen)).isFalse();
    Files.writeString(NEXT_ID, Integer.toString(ours.id()));
    var theirs =
        Stranger.start(() ->
                SystemVQueue.create(SystemVKey.PRIVATE, Creation.MUST_BE_NEW, FileMode.EVERYBODY))
            .result();
    try (var _ = removing(theirs)) {
      assertThat(theirs.id()).isEqualTo(ours.id());
      assertThat(ours.isUnchangedSince(seen)).isFalse();
      assertThatThrownBy(() -> SystemVQueue.of(seen)).satisfies(e -> is(e, Errno.EIDRM));
    }
  }

  /// Each message is of one sender, numbered, and filled with bytes that follow from both.
  @Test
  @Row("MSG-14")
  void manySendersLoseNoByte() throws Exception {
    sendFromMany(40, 500);
  }

  @Test
  @Row("MSG-14")
  @Tag("stress")
  @Timeout(3600)
  void aThousandSendersLoseNoByte() throws Exception {
    var rounds = Integer.getInteger("rohrpost.queue.rounds", 100_000);
    var queues = new ArrayList<FutureTask<Boolean>>();
    // Whoever takes a message wakes all who wait for room in its queue: 20 of them, not 1,000.
    for (var i = 0; i < 50; i++) {
      var queue = new FutureTask<>(() -> sendFromMany(20, rounds));
      Thread.ofPlatform().start(queue);
      queues.add(queue);
    }
    for (var queue : queues) {
      assertThat(queue.get()).isTrue();
    }
  }

  private static boolean sendFromMany(int many, int rounds) throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      var senders = new ArrayList<Task<Integer>>();
      for (var sender = 1; sender <= many; sender++) {
        var type = sender;
        senders.add(ThreadKind.PLATFORM.start(() -> sendAll(queue, type, rounds)));
      }
      var next = new int[many + 1];
      for (var i = 0; i < many * rounds; i++) {
        var message = queue.receive(TypeSelection.ANY, soon()).orElseThrow();
        var sender = (int) message.type();
        assertThat(message.body()).isEqualTo(body(sender, next[sender]++));
      }
      for (var sender : senders) {
        assertThat(sender.result()).isEqualTo(rounds);
      }
      assertThat(queue.status().messages()).isZero();
      return true;
    }
  }

  private static int sendAll(SystemVQueue queue, int sender, int rounds) throws Exception {
    var number = 0;
    while (number < rounds && queue.send(body(sender, number), sender, Deadline.NEVER)) {
      number++;
    }
    return number;
  }

  private static byte[] body(int sender, int number) {
    var body = new byte[99];
    for (var i = 0; i < body.length; i++) {
      body[i] = (byte) (sender * 31 + number * 7 + i);
    }
    return body;
  }

  @Test
  void aQueueThatWasChangedIsNotTheOneThatWasSeen() throws Exception {
    var queue = Queues.systemV();
    try (var _ = removing(queue)) {
      var seen = queue.status();
      queue.setMode(FileMode.EVERYBODY);
      assertThat(queue.isUnchangedSince(seen)).isFalse();
    }
  }
}
