package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JVM that receives signals while it collects garbage, loads classes and makes threads.
///
/// It says TERM for each TERM. On its standard input it is told how many values were sent, and when
/// the last HUP and INT; when all that has arrived it says so and ends.
final class Storm {
  /// What has to arrive before this ends.
  private record Sent(int values, long hangup, long interrupt) {}

  private static volatile @Nullable Sent sent;

  private final BitSet values = new BitSet();
  private final Map<Signal, Long> last = new HashMap<>();
  private final byte[][] garbage = new byte[32][];
  private final byte[] classFile;
  private int next;

  private Storm() throws IOException {
    try (var file = Storm.class.getResourceAsStream("Storm$Loaded.class")) {
      classFile = file == null ? new byte[0] : file.readAllBytes();
    }
  }

  public static void main(String[] arguments) throws Exception {
    new Storm().run();
  }

  private void run() throws Exception {
    try (var signals = Signals.subscribe(Signal.RTMIN, Signal.HUP, Signal.INT, Signal.TERM);
        var churn = Churn.of(this::collectGarbage, this::loadClasses, Churn::someThreads)) {
      Thread.ofPlatform().daemon().start(Storm::listen);
      System.out.println("ready");
      for (var end = Deadline.NEVER; !isComplete(); ) {
        signals.take(Deadline.after(Duration.ofMillis(100))).ifPresent(this::received);
        end = end == Deadline.NEVER && sent != null ? Here.soon() : end;
        if (end.hasPassed()) {
          throw new AssertionError("missing: " + missing());
        }
      }
      System.out.println("all; rounds " + churn.rounds());
    }
  }

  private void received(SignalInfo info) {
    last.put(info.signal(), System.nanoTime());
    if (info.signal().equals(Signal.TERM)) {
      System.out.println("TERM");
    }
    info.value()
        .ifPresent(value -> {
          if (values.get(value)) {
            throw new AssertionError("twice: " + value);
          }
          values.set(value);
        });
  }

  private static void listen() {
    try {
      var words =
          new String(System.in.readAllBytes(), StandardCharsets.US_ASCII).trim().split(" ", -1);
      var numbers = Arrays.stream(words).mapToLong(Long::parseLong).toArray();
      sent = new Sent((int) numbers[0], numbers[1], numbers[2]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean isComplete() {
    return sent != null && missing().isEmpty();
  }

  private String missing() {
    var expected = sent;
    if (expected == null) {
      return "everything";
    }
    var text = new StringBuilder();
    if (values.nextClearBit(0) < expected.values()) {
      text.append("value ").append(values.nextClearBit(0)).append(' ');
    }
    if (last.getOrDefault(Signal.HUP, 0L) < expected.hangup()) {
      text.append("HUP ");
    }
    if (last.getOrDefault(Signal.INT, 0L) < expected.interrupt()) {
      text.append("INT ");
    }
    return text.toString();
  }

  private void collectGarbage() {
    garbage[next++ % garbage.length] = new byte[1 << 20];
    if (next % 100 == 0) {
      System.gc();
    }
  }

  /// What is loaded again and again.
  static final class Loaded implements Runnable {
    private int runs;

    @Override
    public void run() {
      runs++;
    }

    @Override
    public String toString() {
      return "ran " + runs;
    }
  }

  private void loadClasses() throws Exception {
    var loader =
        new ClassLoader(Storm.class.getClassLoader()) {
          Class<?> define() {
            return defineClass(null, classFile, 0, classFile.length);
          }
        };
    var loaded = loader.define().getDeclaredConstructor();
    loaded.setAccessible(true);
    if (loaded.newInstance().getClass() == Loaded.class) {
      throw new AssertionError("not loaded anew");
    }
  }
}
