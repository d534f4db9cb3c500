package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Running;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A signal each millisecond to a JVM that does all that may get in the way.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class StormTest {
  private static final long MILLISECOND = 1_000_000;

  @Test
  void nothingIsLostWhileTheJvmIsBusy() throws Exception {
    storm(Duration.ofSeconds(Integer.getInteger("rohrpost.storm.seconds", 10)));
  }

  @Test
  @Tag("stress")
  void nothingIsLostInAMinute() throws Exception {
    storm(Duration.ofSeconds(Integer.getInteger("rohrpost.storm.seconds", 60)));
  }

  private static void storm(Duration time) throws Exception {
    try (var storm = Jvm.of(Storm.class).with("-Xcheck:jni", "-Xmx128m").start()) {
      await(storm, "ready");
      var target = new Target.Pid((int) storm.pid());
      var end = System.nanoTime() + time.toNanos();
      var terms = new FutureTask<>(() -> sendTerms(storm, target, end));
      Thread.ofPlatform().start(terms);

      var sent = sendOneEachMillisecond(target, end);

      assertThat(terms.get()).as("TERM sent and seen").isGreaterThan((int) time.toSeconds());
      storm.stdin().write(sent.getBytes(StandardCharsets.US_ASCII));
      storm.endInput();
      await(storm, "all");
      assertThat(storm.await(Here.PATIENCE).status()).isZero();
    }
  }

  /// Returns how many values were sent, and when the last HUP and INT.
  private static String sendOneEachMillisecond(Target.Pid target, long end) throws Exception {
    var count = 0;
    var last = new long[2];
    for (var next = System.nanoTime(); next < end; next += MILLISECOND, count++) {
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      target.queue(Signal.RTMIN, count);
      last[count % 2] = System.nanoTime();
      target.send(count % 2 == 0 ? Signal.HUP : Signal.INT);
    }
    return count + " " + last[0] + " " + last[1] + "\n";
  }

  /// Each TERM has to be seen before the next one is sent, 2 ms later.
  private static int sendTerms(Running storm, Target.Pid target, long end) throws Exception {
    var count = 0;
    while (System.nanoTime() < end) {
      target.send(Signal.TERM);
      await(storm, "TERM");
      count++;
      var next = System.nanoTime() + 2 * MILLISECOND;
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    return count;
  }

  /// Waits for a line; others are warnings of the JVM.
  private static void await(Running storm, String word) throws InterruptedException {
    while (!storm.line(Here.PATIENCE).startsWith(word)) {
      Thread.onSpinWait();
    }
  }
}
