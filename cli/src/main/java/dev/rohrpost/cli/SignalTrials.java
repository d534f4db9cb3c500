package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.signal.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The trials of [Proof] for signals: one has to be waited for before it may come.
final class SignalTrials {
  private static final int MORE_THAN_ANY_LIMIT = 2_000_000;
  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");
  private static final Pattern VALUE = Pattern.compile("\"value\":(\\d+)");

  private SignalTrials() {}

  static Proof.Seen format(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, "2", "RTMIN+1");
    target(partner).queue(Signal.realTime(1), 1);
    target(partner).queue(Signal.realTime(1), 2);
    var values = all(VALUE, partner.answer().orFail().lines());
    return new Proof.Seen(values.equals(List.of("1", "2")), "two of the same came as " + values);
  }

  static Proof.Seen order(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, "3", "RTMIN+1", "RTMIN+2", "RTMIN+3");
    partner.stop();
    for (var n : List.of(3, 1, 2)) {
      target(partner).queue(Signal.realTime(n), n);
    }
    partner.goOn();
    var numbers = all(NUMBER, partner.answer().orFail().lines());
    return new Proof.Seen(
        numbers.equals(numbers.stream().sorted().toList()) && numbers.size() == 3,
        "RTMIN+3, +1, +2 came as " + numbers);
  }

  static Proof.Seen full(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, "1", "RTMIN+1");
    partner.stop();
    var sent = 0;
    try {
      while (sent < MORE_THAN_ANY_LIMIT) {
        target(partner).queue(Signal.realTime(1), sent);
        sent++;
      }
      return new Proof.Seen(false, sent + " were queued, and none refused");
    } catch (UnixException e) {
      return new Proof.Seen(
          e.errno().equals(Errno.EAGAIN), sent + " were queued, then: " + e.errno());
    } finally {
      partner.goOn();
      partner.answer();
    }
  }

  static Proof.Seen beside(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, "1", "RTMIN+1");
    target(partner).queue(Signal.realTime(1), 42);
    var line = partner.answer().orFail().text();
    var pid = ProcessHandle.current().pid();
    return new Proof.Seen(
        line.contains("\"pid\":" + pid + ",") && line.contains("\"number\":"), line);
  }

  private static Partner watching(Ground ground, String count, String... signals)
      throws IOException {
    var partner = ground.scene().partner();
    var words = new ArrayList<>(List.of("signal", "watch"));
    words.addAll(List.of(signals));
    words.addAll(List.of("--count", count, "--json", "--timeout", "5s"));
    partner.begin(words.toArray(String[]::new));
    partner.line(); // it is ready
    return partner;
  }

  private static Target.Pid target(Partner partner) {
    return new Target.Pid(partner.pid());
  }

  private static List<String> all(Pattern pattern, List<String> lines) {
    return lines.stream().map(pattern::matcher).filter(m -> m.find()).map(m -> m.group(1)).toList();
  }
}
