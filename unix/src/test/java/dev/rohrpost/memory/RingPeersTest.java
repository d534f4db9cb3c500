package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.memory.RingSettings.Consumers;
import dev.rohrpost.memory.RingSettings.Producers;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Other programs at a ring: well-behaved ones in C, older and newer ones, and hostile ones.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class RingPeersTest {
  private static final RingSettings SMALL =
      RingSettings.DEFAULT.withCapacity(RingSettings.SMALLEST);
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(2));

  private final String name = Peer.newName();
  private final Path file = Path.of("/dev/shm", name.substring(1));

  @AfterEach
  void removeIt() throws IOException {
    Files.deleteIfExists(file);
  }

  private static void fails(Errno errno, String message, ThrowingCallable call) {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(call)
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
  }

  private static Program ring(String... arguments) {
    return Program.of(CProgram.of(RingPeersTest.class, "ring.c").toString(), arguments);
  }

  @Test
  void aProgramInCEchoesOverDescriptors() throws Exception {
    var there = Ring.create(SMALL);
    var back = Ring.create(SMALL);
    try (there;
        back;
        var echo =
            ring("echo", "3", "4")
                .withDescriptor(3, new Redirect.To(there.fd()))
                .withDescriptor(4, new Redirect.To(back.fd()))
                .start();
        var producer = there.producer(WaitStrategy.SLEEP);
        var consumer = back.consumer(WaitStrategy.SLEEP)) {
      var into = MemorySegment.ofArray(new byte[SMALL.longestMessage()]);
      for (var i = 0; i < 2_000; i++) {
        var message = MemorySegment.ofArray(new byte[i % (SMALL.longestMessage() + 1)]);
        message.fill((byte) i);
        while (producer.offer(message, SOON) == Offer.NOBODY_THERE) {
          Thread.onSpinWait();
        }
        assertThat(consumer.receive(into, SOON)).isEqualTo(Receipt.DELIVERED);
        assertThat(into.asSlice(0, consumer.length()).mismatch(message)).isEqualTo(-1);
      }
      there.finish();
      assertThat(echo.await(SOON).orElseThrow().isSuccess()).isTrue();
    }
  }

  @Test
  @Row("RING-05")
  void theOrderOfEachOfTwoProducersIsKept() throws Exception {
    var settings = SMALL.withProducers(Producers.MANY).withConsumers(Consumers.EACH);
    var log = Peer.newName();
    SharedMemory.create(log, 4096).close();
    try (var ring = Ring.create(name, settings);
        var consumer = ring.consumer(WaitStrategy.SPIN);
        var other = ring.consumer(WaitStrategy.SLEEP)) {
      var producers = new ArrayList<Child>();
      for (var i = 0; i < 2; i++) {
        producers.add(ring("produce", name, log, "20000").start());
      }
      var seen = new HashMap<Long, Long>();
      var seenByOther = new HashMap<Long, Long>();
      // Both have to keep up, as nothing is overwritten.
      while (count(seen) < 40_000 || count(seenByOther) < 40_000) {
        var _ = consumer.poll(inOrder(seen), 100);
        var _ = other.poll(inOrder(seenByOther), 100);
      }
      assertThat(seen.values()).containsExactly(20_000L, 20_000L);
      assertThat(seenByOther).isEqualTo(seen);
      for (var producer : producers) {
        assertThat(producer.await(SOON).orElseThrow().isSuccess()).isTrue();
        producer.close();
      }
    } finally {
      SharedMemory.remove(log);
    }
  }

  private static long count(Map<Long, Long> sequences) {
    return sequences.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Consumer.Handler inOrder(Map<Long, Long> sequences) {
    return (memory, offset, _) -> {
      var sender = memory.get(ValueLayout.JAVA_LONG, offset);
      var sequence = memory.get(ValueLayout.JAVA_LONG, offset + Long.BYTES);
      assertThat(sequence).isEqualTo(sequences.getOrDefault(sender, 0L));
      sequences.put(sender, sequence + 1);
    };
  }

  @Test
  void onlyASealedMemfdIsAccepted() throws Exception {
    try (var unsealed = Memfd.create("unsealed", RingLayout.fileSize(SMALL));
        var plain = Memfd.create("zeros", 100)) {
      fails(Errno.EPERM, "lacks seals", () -> Ring.adopt(unsealed.fd()));
      assertThat(unsealed.size()).isEqualTo(RingLayout.fileSize(SMALL)); // still open
      plain.seal(Seal.SHRINK, Seal.GROW, Seal.SEAL);
      fails(Errno.ENODATA, "nobody has completed", () -> Ring.adopt(plain.fd()));
      assertThat(plain.size()).isEqualTo(100);
    }
    try (var named = Ring.create(name, SMALL)) {
      fails(Errno.EPERM, "lacks seals", () -> Ring.adopt(named.fd()));
      fails(Errno.EEXIST, name, () -> Ring.create(name, SMALL));
    }
    try (var again =
        Ring.create(
            name, SMALL.withCapacity(1 << 20), Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY)) {
      assertThat(again.settings()).isEqualTo(SMALL);
    }
    Files.delete(file);
    fails(Errno.ENOENT, name, () -> Ring.open(name));
  }

  @Test
  @Row({"F04", "F54"})
  void anotherVersionOrLayoutIsRefusedAndBothAreNamed() throws Exception {
    Ring.create(name, SMALL).close();
    try (var memory = SharedMemory.open(name, Access.READ_WRITE);
        var mapping = memory.map(Access.READ_WRITE)) {
      var bytes = mapping.bytes();
      bytes.set(ValueLayout.JAVA_INT, RingLayout.VERSION_AT, 2);
      fails(Errno.EPROTONOSUPPORT, "of version 2; this is version 1", () -> Ring.open(name));
      bytes.set(ValueLayout.JAVA_INT, RingLayout.VERSION_AT, 0);
      fails(Errno.EPROTONOSUPPORT, "of version 0; this is version 1", () -> Ring.open(name));
      bytes.set(ValueLayout.JAVA_INT, RingLayout.VERSION_AT, 1);
      bytes.set(ValueLayout.JAVA_INT, RingLayout.ALIGNED, 4);
      fails(Errno.EPROTO, "of another layout", () -> Ring.open(name));
      bytes.set(ValueLayout.JAVA_INT, RingLayout.ALIGNED, 8);
      bytes.set(ValueLayout.JAVA_LONG, RingLayout.CAPACITY, 8192);
      bytes.set(ValueLayout.JAVA_INT, RingLayout.LONGEST, 8192 / 8 - 8);
      fails(Errno.EPROTO, "16384 bytes and not 20480", () -> Ring.open(name));
      bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) 'B');
      fails(Errno.EPROTO, "is no ring", () -> Ring.open(name));
    }
    Files.writeString(file, "short");
    fails(Errno.ENODATA, "nobody has completed", () -> Ring.open(name));
  }

  /// Fault experiment F02.
  @Test
  @Row("F02")
  void aHalfMadeRingIsNeverOpenedAndAnAbandonedOneIsReplaced() throws Exception {
    try (var maker =
        ring("half", name).withInput(Redirect.PIPE).withOutput(Redirect.PIPE).start()) {
      assertThat(maker.stdout().inputStream().read()).isEqualTo('b');
      fails(Errno.ENODATA, name, () -> Ring.open(name));
      fails(
          Errno.ENODATA,
          name,
          () -> Ring.create(name, SMALL, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY).close());
      maker.kill(Signal.KILL);
      var _ = maker.await(SOON);
    }
    fails(Errno.ENODATA, name, () -> Ring.open(name));
    try (var taken = Ring.create(name, SMALL, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY)) {
      assertThat(taken.status()).isEqualTo(new Ring.Status(SMALL, 0, 0, 0));
    }
    Files.delete(file);
    try (var maker =
        ring("half", name).withInput(Redirect.PIPE).withOutput(Redirect.PIPE).start()) {
      maker.stdin().close();
      assertThat(maker.await(SOON).orElseThrow().isSuccess()).isTrue();
      try (var made = Ring.open(name)) {
        assertThat(made.settings()).isEqualTo(SMALL);
      }
    }
  }

  /// Fault experiment F02, with makers of ours: they are killed while they make rings.
  @Test
  @Row("F02")
  void makersThatAreKilledLeaveWholeRingsOrNone() throws Exception {
    for (var i = 0; i < 5; i++) {
      try (var maker = Jvm.of(Maker.class, name).start()) {
        assertThat(maker.line(Peer.PATIENCE)).isEqualTo("made");
        for (var looks = 0; looks < 2_000; looks++) {
          try {
            Ring.open(name).close();
          } catch (UnixException.NotFound _) {
            // Between two.
          }
        }
      }
    }
  }

  static final class Maker {
    private Maker() {}

    public static void main(String... arguments) throws UnixException {
      Ring.create(arguments[0], SMALL, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY).close();
      System.out.println("made");
      while (true) {
        SharedMemory.remove(arguments[0]);
        Ring.create(arguments[0], SMALL).close();
      }
    }
  }

  /// Whatever a peer writes wherever: an exception that says so, or a message that is within its
  /// limits; no crash, nothing that hangs.
  @ParameterizedTest
  @EnumSource
  void aPeerThatScribblesGetsAnErrorOutOfUs(Producers producers) throws Exception {
    var random = new SplittableRandom(4);
    var refused = 0;
    for (var round = 0; round < 3_000; round++) {
      try (var ring = Ring.create(SMALL.withProducers(producers));
          var hostile = Mapping.of(ring.fd(), RingLayout.fileSize(SMALL), Access.READ_WRITE);
          var producer = ring.producer(WaitStrategy.SPIN);
          var consumer = ring.consumer(WaitStrategy.SPIN)) {
        var message = MemorySegment.ofArray(new byte[random.nextInt(SMALL.longestMessage() + 1)]);
        for (var i = 0; i < random.nextInt(20); i++) {
          var _ = producer.offer(message);
        }
        scribble(hostile.bytes(), random);
        refused += use(producer, consumer, message);
      }
    }
    assertThat(refused).isGreaterThan(20);
  }

  private static void scribble(MemorySegment bytes, SplittableRandom random) {
    for (var i = 0; i < 1 + random.nextInt(8); i++) {
      var at = random.nextBoolean() ? RingLayout.DATA : random.nextBoolean() ? 4096 : 128;
      var within = at == 128 ? 384 : at == 4096 ? 8192 : RingSettings.SMALLEST;
      var word = at + (random.nextInt(within) & ~7);
      var value =
          switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> RingLayout.MESSAGE | random.nextInt(1 << 16);
            case 2 -> RingLayout.SKIP | random.nextInt();
            default -> random.nextInt(1 << 14);
          };
      bytes.set(ValueLayout.JAVA_LONG, word, value);
    }
  }

  private static int use(Producer producer, Consumer consumer, MemorySegment message)
      throws InterruptedException {
    var before = System.nanoTime();
    try {
      for (var i = 0; i < 50; i++) {
        var _ = producer.offer(message);
        var _ =
            consumer.receive(
                (_, offset, length) -> {
                  assertThat(length).isBetween(0, SMALL.longestMessage());
                  assertThat(offset).isGreaterThanOrEqualTo(RingLayout.DATA);
                },
                Deadline.NOW);
      }
      return 0;
    } catch (UnixException e) {
      assertThat(e.errno()).as(e.getMessage()).isEqualTo(Errno.EBADMSG);
      return 1;
    } finally {
      assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(10).toNanos());
    }
  }
}
