package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.RingSettings.Consumers;
import dev.rohrpost.memory.RingSettings.Producers;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A producer and a consumer at work, and a neighbour that writes words into their ring, wherever
/// it likes. However it goes: they get messages or errors that say so, what they do ends when they
/// are told, and nobody reads or writes outside the ring.
///
/// A script of bytes decides the kind of ring, all that is written and how it ends, so that a
/// fuzzer can look for the worst one. A seed stands for the script that is made from it.
final class RingScribbler {
  /// How the two are told to stop.
  private enum Ending {
    DEADLINE,
    INTERRUPT,
    CLOSE_BOTH,
    CLOSE_RING
  }

  private static final int LONGEST_SCRIPT = 300;
  private static final int TRIES = 20;
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(120); // what rings look after
  private static final Set<Errno> ALWAYS = Set.of(Errno.EBADMSG, Errno.ETIMEDOUT);

  private final Script script;
  private final RingSettings settings;
  private final Ending ending;
  private final WaitStrategy sending;
  private final WaitStrategy receiving;
  private final Ring ring;
  private volatile Participant producer = () -> {};
  private volatile Participant consumer = () -> {};
  private volatile boolean stopped;

  private interface Participant {
    void close();
  }

  /// The task of one of the two, until it is told to stop.
  private interface Work {
    void once(int count) throws UnixException, InterruptedException;
  }

  /// Takes a place at the ring.
  private interface Joining {
    Work join() throws UnixException;
  }

  private RingScribbler(Script script) throws UnixException {
    this.script = script;
    this.settings =
        new RingSettings(
            script.bit() ? RingSettings.SMALLEST : RingSettings.SMALLEST << 2,
            script.bit() ? Producers.ONE : Producers.MANY,
            script.bit() ? Consumers.ONE : Consumers.EACH);
    this.ending = Ending.values()[script.below(Ending.values().length)];
    this.sending = script.bit() ? WaitStrategy.SLEEP : WaitStrategy.SPIN;
    this.receiving = script.bit() ? WaitStrategy.SLEEP : WaitStrategy.SPIN;
    this.ring = Ring.create(settings);
  }

  /// Plays the script that is made from a seed.
  static void play(long seed) throws InterruptedException {
    var bytes = new byte[LONGEST_SCRIPT];
    new SplittableRandom(seed).nextBytes(bytes);
    try {
      play(bytes);
    } catch (UnixException | RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  /// Plays a script.
  static void play(byte[] script) throws UnixException, InterruptedException {
    new RingScribbler(new Script(script)).run();
  }

  private void run() throws UnixException, InterruptedException {
    var kind = script.bit() ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
    try (ring;
        var hostile = Mapping.of(ring.fd(), RingLayout.fileSize(settings), Access.READ_WRITE)) {
      Task<Boolean> receiver = kind.start(() -> work(this::receive));
      Task<Boolean> sender = kind.start(() -> work(this::send));
      script.scribble(hostile.bytes(), settings.capacity());
      stopped = true;
      switch (ending) {
        case DEADLINE -> {}
        case INTERRUPT -> {
          sender.interrupt();
          receiver.interrupt();
        }
        case CLOSE_BOTH -> {
          producer.close();
          consumer.close();
        }
        case CLOSE_RING -> ring.close();
      }
      assertThat(sender.result()).as("sender ended by %s", this).isTrue();
      assertThat(receiver.result()).as("receiver ended by %s", this).isTrue();
    }
  }

  /// Takes a place and works; takes another after an error, as a stubborn program would.
  private boolean work(Joining joining) throws UnixException {
    for (var tries = 0; tries < TRIES && !stopped; tries++) {
      try {
        var work = joining.join();
        for (var count = 0; !stopped; count++) {
          work.once(count);
        }
      } catch (UnixException e) {
        var closed = stopped && e.is(Errno.EBADF);
        if (!closed && !ALWAYS.contains(e.errno())) {
          throw e;
        }
      } catch (IllegalStateException e) {
        if (ending != Ending.CLOSE_BOTH && ending != Ending.CLOSE_RING) {
          throw e; // otherwise the claim was given up while it was written to
        }
      } catch (InterruptedException _) {
        assertThat(stopped).isTrue();
      }
    }
    return true;
  }

  private Deadline deadline() {
    return ending == Ending.DEADLINE ? Deadline.after(Duration.ofMillis(2)) : Deadline.NEVER;
  }

  private Work send() throws UnixException {
    producer.close();
    var own = ring.producer(sending);
    producer = own::close;
    var bytes = MemorySegment.ofArray(new byte[settings.longestMessage()]);
    return count -> {
      if (count % 3 == 0) {
        try (var claim = own.claim(count % (settings.longestMessage() + 1))) {
          if (claim.result() == Offer.SENT && count % 2 == 0) {
            claim.bytes().fill((byte) count);
            claim.commit();
          }
        }
      } else {
        var _ = own.offer(bytes.asSlice(0, count * 31L % (bytes.byteSize() + 1)), deadline());
      }
    };
  }

  private Work receive() throws UnixException {
    consumer.close();
    var own = ring.consumer(receiving);
    consumer = own::close;
    var into = MemorySegment.ofArray(new byte[settings.longestMessage()]);
    return count -> {
      switch (count % 3) {
        case 0 -> own.poll(this::look, 1 + count % 50);
        case 1 -> own.receive(this::look, deadline());
        default -> own.receive(into, deadline());
      }
    };
  }

  private void look(MemorySegment memory, long offset, int length) {
    assertThat(length).isBetween(0, settings.longestMessage());
    assertThat(offset).isBetween(RingLayout.DATA, memory.byteSize() - length);
    assertThat(offset % RingLayout.ALIGNMENT).isZero();
  }

  @Override
  public String toString() {
    return ending + ", " + settings + ", " + sending + " and " + receiving;
  }

  /// Decides by the bytes it was given, and by zeros when there are no more.
  private static final class Script {
    private static final long[] PLAUSIBLE = {
      0, 1, 8, 16, -1, -8, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 31, 5
    };
    private static final long[] WORDS = {
      RingLayout.TAIL, RingLayout.LOCK, RingLayout.PRESENT, RingLayout.SLEEPERS
    };
    private static final long[] HALVES = {RingLayout.FINISHED, RingLayout.SPACE};
    private static final long[] SEAT_WORDS = {
      RingLayout.CLAIM, RingLayout.CLAIMED, RingLayout.TICKET, RingLayout.WAITING
    };
    private static final int[] SEATS = {1, 2, Seat.FIRST_CONSUMER, Seat.FIRST_CONSUMER + 1};

    private final byte[] bytes;
    private int at;

    Script(byte[] bytes) {
      this.bytes = bytes;
    }

    private int next() {
      return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    boolean bit() {
      return (next() & 1) == 0;
    }

    int below(int bound) {
      return (next() << 8 | next()) % bound;
    }

    private long any() {
      var value = 0L;
      for (var i = 0; i < Long.BYTES; i++) {
        value = value << 8 | next();
      }
      return value;
    }

    void scribble(MemorySegment memory, int capacity) {
      var isSlow = next() < 8;
      while (at < bytes.length) {
        var word = place(memory, capacity);
        var value = value(memory, memory.get(ValueLayout.JAVA_LONG_UNALIGNED, word));
        switch (next() % 8) {
          case 0 -> fill(memory, value);
          case 1, 2 -> memory.set(ValueLayout.JAVA_INT, word, (int) value);
          default -> memory.set(ValueLayout.JAVA_LONG_UNALIGNED, word, value);
        }
        LockSupport.parkNanos(next() * 200L);
      }
      LockSupport.parkNanos(isSlow ? PATIENCE : 0);
    }

    private static void fill(MemorySegment memory, long value) {
      for (var at = RingLayout.DATA; at < memory.byteSize(); at += Long.BYTES) {
        memory.set(ValueLayout.JAVA_LONG, at, value);
      }
    }

    private long place(MemorySegment memory, int capacity) {
      var tail = (long) RingLayout.LONG.getAcquire(memory, RingLayout.TAIL) & -RingLayout.ALIGNMENT;
      return switch (next() % 6) {
        case 0 -> WORDS[below(WORDS.length)];
        case 1 -> HALVES[below(HALVES.length)];
        case 2 ->
            RingLayout.seat(SEATS[below(SEATS.length)]) + SEAT_WORDS[below(SEAT_WORDS.length)];
        case 3 -> RingLayout.DATA + (tail + below(5) * 8L - 16 & capacity - 1);
        case 4 -> RingLayout.DATA + below(capacity / Long.BYTES) * 8L;
        default -> below((int) (RingLayout.DATA / Integer.BYTES)) * 4L;
      };
    }

    private long value(MemorySegment memory, long existing) {
      return switch (next() % 8) {
        case 0, 1 -> PLAUSIBLE[below(PLAUSIBLE.length)];
        case 2 -> existing + below(64) - 32;
        case 3 -> existing ^ 1L << below(Long.SIZE);
        case 4 -> RingLayout.MESSAGE + PLAUSIBLE[below(PLAUSIBLE.length)];
        case 5 -> RingLayout.SKIP + PLAUSIBLE[below(PLAUSIBLE.length)];
        case 6 -> memory.get(ValueLayout.JAVA_LONG, below((int) RingLayout.DATA / 8) * 8L);
        default -> any();
      };
    }
  }
}
