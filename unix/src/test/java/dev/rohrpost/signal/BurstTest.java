package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// As many signals as another process can send.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Tag("busy")
class BurstTest {
  private static final int VALUE = 44; // ssi_int
  private static final int MARK = -1;

  /// What the sender says at its end: what was accepted, what refused, and when it sent the last.
  private record Sent(int accepted, int refused, long last) {
    static Sent of(Running sender) throws InterruptedException {
      var words = sender.await(Here.PATIENCE).orFail().out().trim().split(" ", -1);
      return new Sent(
          Integer.parseInt(words[1]), Integer.parseInt(words[3]), Long.parseLong(words[5]));
    }
  }

  private static Running sender(String what, int pid, Signal signal, int count, String how) {
    return Foreign.start(
        CProgram.of(BurstTest.class, "sender.c").toString(),
        what,
        Integer.toString(pid),
        Integer.toString(signal.number()),
        Integer.toString(count),
        how);
  }

  @ParameterizedTest
  @MethodSource("dev.rohrpost.signal.WaitingTest#kinds")
  void aHundredThousandValuesArriveInOrder(Thread.Builder kind) throws Exception {
    var count = 100_000;
    try (var signals = Signals.subscribe(Signal.RTMIN);
        var taker = new Taker(signals, kind);
        var sender = sender("queue", Here.PID, Signal.RTMIN, count, "patient")) {
      for (var i = 0; i < count; i++) {
        var info = taker.next();
        if (info.value().orElseThrow() != i || info.pid() != sender.pid()) {
          throw new AssertionError("expected " + i + " from " + sender.pid() + ", got " + info);
        }
      }
      assertThat(Sent.of(sender).accepted()).isEqualTo(count);
      Here.SELF.queue(Signal.RTMIN, MARK);
      assertThat(taker.next().value()).as("nothing comes twice").hasValue(MARK);
    }
  }

  /// Takes when it is told how many there are, after having been in the way of the sender.
  static final class SlowReceiver {
    private SlowReceiver() {}

    public static void main(String[] arguments) throws Exception {
      try (var signals = Signals.subscribe(Signal.RTMIN);
          var arena = Arena.ofConfined()) {
        var raw = arena.allocate(RawInfo.SIZE, 8);
        var next = 0;
        System.out.println("ready");
        while (System.in.available() == 0) {
          for (var end = next + 10; next < end; next++) {
            expect(next, signals.take(raw, Here.soon()), raw.get(ValueLayout.JAVA_INT, VALUE));
          }
          Here.until(new Countdown(20)::isOver);
        }
        var count =
            Integer.parseInt(
                new String(System.in.readAllBytes(), StandardCharsets.US_ASCII).trim());
        for (; next < count; next++) {
          expect(next, signals.take(raw, Here.soon()), raw.get(ValueLayout.JAVA_INT, VALUE));
        }
        var more = signals.take(raw, Deadline.NOW);
        System.out.println(more ? "more than sent" : "all");
      }
    }

    private static void expect(int value, boolean came, int actual) {
      if (!came || value != actual) {
        throw new AssertionError("expected " + value + ", got " + (came ? actual : "nothing"));
      }
    }
  }

  /// Is over after having been asked so often.
  private static final class Countdown {
    private int left;

    Countdown(int left) {
      this.left = left;
    }

    boolean isOver() {
      return --left <= 0;
    }
  }

  @Test
  @Row("F07")
  void whatIsAcceptedWhileTheReceiverIsSlowArrivesOnceAndInOrder() throws Exception {
    Foreign.require("prlimit");
    try (var receiver =
        Jvm.of(SlowReceiver.class)
            .under(OwnMachine.limits())
            .under("prlimit", "--sigpending=5000")
            .start()) {
      receiver.line(Here.PATIENCE);
      try (var sender = sender("queue", (int) receiver.pid(), Signal.RTMIN, 100_000, "once")) {
        var sent = Sent.of(sender);
        assertThat(sent.accepted()).isGreaterThan(1000).isLessThan(100_000);
        assertThat(sent.refused()).isEqualTo(100_000 - sent.accepted());
        receiver.stdin().write((sent.accepted() + "\n").getBytes(StandardCharsets.US_ASCII));
        receiver.endInput();
      }
      assertThat(receiver.await(Here.PATIENCE).orFail().out()).isEqualTo("all\n");
    }
  }

  @Test
  @Row("F08")
  void ofAMillionOrdinarySignalsOneComesAfterTheLast() throws Exception {
    var lastTaken = new AtomicLong();
    var taken = new AtomicLong();
    var faulty = new AtomicBoolean();
    try (var _ =
        Signals.handle(
            info -> {
              lastTaken.set(System.nanoTime());
              taken.incrementAndGet();
              faulty.compareAndSet(false, !info.signal().equals(Signal.USR1) || info.pid() == 0);
            },
            Signal.USR1)) {
      var senders = new ArrayList<Running>();
      try {
        for (var i = 0; i < 4; i++) {
          senders.add(sender("kill", Here.PID, Signal.USR1, 250_000, "once"));
        }
        for (var sender : senders) {
          var sent = Sent.of(sender);
          assertThat(sent.accepted()).isEqualTo(250_000);
          Here.until(() -> lastTaken.get() >= sent.last());
        }
      } finally {
        senders.forEach(Running::close);
      }
      assertThat(taken).hasPositiveValue();
      assertThat(taken.get()).isLessThanOrEqualTo(1_000_000);
      assertThat(faulty).isFalse();
    }
  }
}
