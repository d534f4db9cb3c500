package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A JVM that tells which signals it receives, and does what it is told on standard input:
/// `subscribe SIGNAL...`, `close`, `exit`. At the end of its input it waits for signals.
final class Watcher {
  private static final List<Signals> OPEN = new ArrayList<>();

  private Watcher() {}

  public static void main(String[] signals) throws Exception {
    if (signals.length > 0) {
      subscribe(signals);
    }
    say("ready " + Signals.capabilities().reason());
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      var words = line.split(" ", -1);
      switch (words[0]) {
        case "subscribe" -> trySubscribe(Arrays.copyOfRange(words, 1, words.length));
        case "close" -> {
          OPEN.forEach(Signals::close);
          OPEN.clear();
          say("closed");
        }
        case "exit" -> System.exit(0);
        default -> throw new IOException("what is " + line + "?");
      }
    }
    Thread.currentThread().join();
  }

  private static void trySubscribe(String... signals) {
    try {
      subscribe(signals);
      say("subscribed");
    } catch (IllegalArgumentException | UnixException e) {
      say("refused " + e.getMessage());
    }
  }

  private static void subscribe(String... signals) throws UnixException {
    var all = Arrays.stream(signals).map(Signal::parse).toArray(Signal[]::new);
    OPEN.add(Signals.handle(Watcher::tell, all));
  }

  private static void tell(SignalInfo info) {
    var value = info.value().isPresent() ? " " + info.value().getAsInt() : "";
    say(info.signal() + " " + info.codeName() + " " + info.pid() + value);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
