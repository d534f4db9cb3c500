package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Any signal at any time: a JVM with a subscription never hangs, and ends as is written here.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Row("F09")
class AnyTimeTest {
  private static final SignalSet STOPPING =
      SignalSet.of(Signal.TSTP, Signal.TTIN, Signal.TTOU, Signal.STOP);

  /// What the JVM takes for a fault of its own: it writes a report and aborts, or gives up with 127
  /// when another fault meets it there.
  private static final SignalSet FAULTS =
      SignalSet.of(Signal.SEGV, Signal.BUS, Signal.FPE, Signal.ILL);

  private static final int ABORTED = 128 + Signal.ABRT.number();
  private static final int GAVE_UP = 127;

  /// When the signal comes.
  private enum Moment {
    START,
    COLLECTING,
    END
  }

  /// Subscribes to whatever it may, and works until it is told to end.
  static final class Busy {
    private Busy() {}

    public static void main(String[] arguments) throws Exception {
      Signals.capabilities();
      var all =
          IntStream.rangeClosed(1, 64)
              .mapToObj(Signal::new)
              .filter(AnyTimeTest::isReceived)
              .toArray(Signal[]::new);
      var _ = Signals.handle(info -> say(info.signal().toString()), all);
      var _ = Churn.of(System::gc, Churn::someThreads);
      say("ready");
      var _ = System.in.read();
      System.exit(0);
    }

    private static void say(String line) {
      System.out.println(line);
    }
  }

  @TempDir Path folder;

  @Test
  void aFewSignalsAtAFewMoments() throws Exception {
    run(10);
  }

  @Test
  @Tag("stress")
  void everySignalAtManyMoments() throws Exception {
    run(200);
  }

  private void run(int runs) throws Exception {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var signals = new ArrayList<Signal>();
    while (signals.size() < runs) {
      var all = new ArrayList<>(IntStream.rangeClosed(1, 64).mapToObj(Signal::new).toList());
      all.remove(Signal.KILL);
      Collections.shuffle(all, random);
      signals.addAll(all);
    }
    Signals.capabilities(); // reserves what it reserves there too
    for (var i = 0; i < runs; i++) {
      var moment = Moment.values()[random.nextInt(3)];
      var delay = random.nextLong(moment == Moment.START ? 500_000_000 : 50_000_000);
      var what = signals.get(i) + " at " + moment + " + " + delay + ", seed " + seed;
      try {
        assertStatus(signals.get(i), moment, hit(signals.get(i), moment, delay), what);
      } catch (AssertionError e) {
        throw new AssertionError(what, e);
      }
    }
  }

  private Output hit(Signal signal, Moment moment, long delay) throws Exception {
    try (var jvm =
        Jvm.of(Busy.class)
            .with("-Xmx64m", "-XX:ErrorFile=" + folder.resolve("fault"))
            .under("prlimit", "--core=0")
            .start()) {
      if (moment != Moment.START) {
        await(jvm, "ready");
      }
      if (moment == Moment.END) {
        end(jvm);
      }
      LockSupport.parkNanos(delay);
      var target = new Target.Pid((int) jvm.pid());
      sendIfThere(target, signal);
      if (moment == Moment.COLLECTING && isReceived(signal)) {
        await(jvm, signal.toString());
      } else if (STOPPING.contains(signal)) { // sent earlier, it would discard the signal
        sendIfThere(target, Signal.CONT);
      }
      if (moment != Moment.END) {
        end(jvm);
      }
      return jvm.await(Here.PATIENCE);
    }
  }

  private static boolean isReceived(Signal signal) {
    return Reserved.owner(signal).isEmpty() && !signal.equals(Signal.STKFLT);
  }

  private static void await(Running jvm, String line) throws InterruptedException {
    while (!jvm.line(Here.PATIENCE).equals(line)) {
      Thread.onSpinWait(); // a thread dump, perhaps
    }
  }

  private static void end(Running jvm) {
    try {
      jvm.stdin().write("end\n".getBytes(StandardCharsets.US_ASCII));
      jvm.stdin().flush();
    } catch (IOException e) {
      // it has ended already
    }
  }

  private static void sendIfThere(Target target, Signal signal) throws UnixException {
    try {
      target.send(signal);
    } catch (UnixException.NotFound e) {
      // it has ended already
    }
  }

  private static void assertStatus(Signal signal, Moment moment, Output output, String what) {
    var killed = 128 + signal.number();
    var allowed = new ArrayList<>(List.of(0));
    if (FAULTS.contains(signal)) {
      allowed.addAll(List.of(ABORTED, GAVE_UP, killed));
    } else if (moment != Moment.COLLECTING || !isReceived(signal)) {
      allowed.add(killed);
    }
    assertThat(allowed).as(what + output).contains(output.status());
  }
}
