package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.memory.RingSettings.Producers;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.Program;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Fault experiment F01: whoever uses a ring is killed at random moments. In C most often, because
/// that starts fast.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class RingKillTest {
  private static final long SEED = 20_261_123;

  private final String name = Peer.newName();
  private Counters counters;

  @BeforeEach
  void makeLog() throws UnixException {
    counters = Counters.create();
  }

  @AfterEach
  void removeAll() throws UnixException {
    counters.remove();
    SharedMemory.remove(name);
  }

  /// What those who are killed are written in.
  enum Language {
    C {
      @Override
      List<String> command() {
        return List.of(CProgram.of(RingKillTest.class, "ring.c").toString());
      }
    },
    JAVA {
      @Override
      List<String> command() {
        return Jvm.of(RingProgram.class)
            .with("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            .command();
      }
    };

    abstract List<String> command();

    Child start(String... arguments) throws UnixException {
      var command = command();
      var rest = Stream.concat(command.stream().skip(1), Stream.of(arguments));
      return Program.of(command.getFirst(), rest.toArray(String[]::new)).start();
    }
  }

  @ParameterizedTest
  @CsvSource({"C, ONE, 1000, 12", "C, MANY, 1000, 12", "JAVA, ONE, 50, 4", "JAVA, MANY, 50, 4"})
  @Row("F01")
  @Timeout(120)
  void noRecordIsTornOrLostOrDoubledWhenProducersAreKilled(
      Language language, Producers producers, int kills, int seconds) throws Exception {
    killProducers(language, producers, kills, Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"C, ONE, 1000", "C, MANY, 1000", "JAVA, ONE, 500", "JAVA, MANY, 500"})
  @Tag("stress")
  @Timeout(1800)
  void noRecordIsTornOrLostOrDoubledHoweverOftenProducersAreKilled(
      Language language, Producers producers, int kills) throws Exception {
    killProducers(language, producers, kills, Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({"C, 1000, 12", "JAVA, 50, 4"})
  @Row("F01")
  @Timeout(120)
  void noRecordIsLostOrTwiceHandledWhenConsumersAreKilled(Language language, int kills, int seconds)
      throws Exception {
    killConsumers(language, kills, Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"C, 1000", "JAVA, 1000"})
  @Tag("stress")
  @Timeout(1800)
  void noRecordIsLostOrTwiceHandledHoweverOftenConsumersAreKilled(Language language, int kills)
      throws Exception {
    killConsumers(language, kills, Duration.ofHours(1));
  }

  private static RingSettings settings(Producers producers) {
    return RingSettings.DEFAULT.withCapacity(1 << 14).withProducers(producers);
  }

  /// On a busy machine fewer: starting a program takes a while then.
  private void killProducers(Language language, Producers producers, int most, Duration enough)
      throws Exception {
    var random = new SplittableRandom(SEED);
    var end = Deadline.after(enough);
    try (var ring = Ring.create(name, settings(producers));
        var consumer = ring.consumer(WaitStrategy.SLEEP)) {
      var receiving = ThreadKind.PLATFORM.start(() -> Records.check(consumer));
      var committed = new HashMap<Long, Long>();
      var kills = 0;
      for (; kills < most && !end.hasPassed(); kills++) {
        try (var producer = language.start("produce", name, counters.name(), "0")) {
          if (language == Language.JAVA || kills % 2 == 0) {
            counters.await(Counters.DONE, kills % 3);
          }
          LockSupport.parkNanos(random.nextLong(2_000_000));
          producer.kill(Signal.KILL);
          var status = producer.await(Deadline.after(Peer.PATIENCE)).orElseThrow();
          assertThat(status.toString()).contains("KILL"); // otherwise it has complained
          if (counters.get(Counters.SENDER) == producer.pid()) {
            committed.put((long) producer.pid(), counters.get(Counters.DONE));
          }
        }
        counters.set(Counters.DONE, 0);
      }
      try (var producer = ring.producer(WaitStrategy.SLEEP)) {
        assertThat(producer).isNotNull(); // it tidies up what the last one has left
      }
      ring.finish();
      var received = receiving.result();
      committed.forEach((sender, count) ->
          assertThat(received.getOrDefault(sender, 0L)).isBetween(count, count + 1));
      assertThat(committed).hasSizeGreaterThan(kills / 3);
    }
  }

  private void killConsumers(Language language, int most, Duration enough) throws Exception {
    var random = new SplittableRandom(SEED);
    var end = Deadline.after(enough);
    try (var ring = Ring.create(name, settings(Producers.ONE));
        var producer = ring.producer(WaitStrategy.SLEEP)) {
      var sending = ThreadKind.PLATFORM.start(() -> Records.sendUntilFinished(producer));
      for (var kills = 0; kills < most && !end.hasPassed(); kills++) {
        try (var consumer = language.start("consume", name, counters.name())) {
          counters.await(Counters.DONE, counters.get(Counters.DONE) + random.nextInt(3));
          LockSupport.parkNanos(random.nextLong(1_000_000));
          consumer.kill(Signal.KILL);
          var status = consumer.await(Deadline.after(Peer.PATIENCE)).orElseThrow();
          assertThat(status.toString()).contains("KILL");
        }
      }
      ring.finish();
      long sent = sending.result();
      try (var last = language.start("consume", name, counters.name())) {
        assertThat(last.await(Deadline.after(Peer.PATIENCE)).orElseThrow().toString())
            .isEqualTo("exit status 0");
      }
      assertThat(counters.get(Counters.DONE)).isEqualTo(sent).isPositive();
    }
  }
}
