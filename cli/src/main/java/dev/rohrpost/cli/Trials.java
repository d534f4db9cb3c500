package dev.rohrpost.cli;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.Traits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The trials of [Proof] that are the same for every carrier but signals.
final class Trials {
  private static final int MANY = 1000;

  /// More than any carrier keeps under way.
  private static final int FLOOD = 50_000;

  private static final int KIB = 1024;
  private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\"");

  private Trials() {}

  /// Streams forget borders: a long message comes in pieces. Others keep them: two short messages
  /// come as two.
  static Proof.Seen format(Ground ground) throws IOException, InterruptedException {
    if (isStream(ground)) {
      var pieces = ground.exchange(List.of(Message.of("x".repeat(300 * KIB))));
      return new Proof.Seen(pieces.size() > 1, "one message came in " + pieces.size() + " pieces");
    }
    var two = List.of(ground.message("one"), ground.message("two"));
    var texts = texts(ground.exchange(two, "--count", "2"));
    return new Proof.Seen(texts.equals(List.of("one", "two")), "two messages came as " + texts);
  }

  static Proof.Seen order(Ground ground) throws IOException, InterruptedException {
    if (ground.traits().order() == Traits.Order.BY_PRIORITY) {
      return byPriority(ground);
    }
    var numbers = IntStream.rangeClosed(1, 9).mapToObj(Integer::toString).toList();
    var messages = numbers.stream().map(ground::message).toList();
    var lines =
        isStream(ground) ? ground.exchange(messages) : ground.exchange(messages, "--count", "9");
    var seen = String.join("", texts(lines));
    var same = seen.equals(String.join("", numbers));
    // On one machine UDP keeps the order, which nobody promises.
    return new Proof.Seen(
        same || ground.traits().order() == Traits.Order.ANY, "1 to 9 came as " + seen);
  }

  private static Proof.Seen byPriority(Ground ground) throws IOException, InterruptedException {
    try (var sender = ground.sender()) {
      for (var priority : List.of(1, 9, 5, 9)) {
        sender.send(Message.of("p" + priority).withPriority(priority), Scene.soon());
      }
    }
    var answer =
        ground
            .scene()
            .partner()
            .run("receive", ground.from(), "--count", "4", "--json", "--no-wait");
    var texts = texts(answer.orFail().lines());
    return new Proof.Seen(
        texts.equals(List.of("p9", "p9", "p5", "p1")), "1, 9, 5, 9 came as " + texts);
  }

  /// Sends while nobody receives, until that ends somehow.
  static Proof.Seen full(Ground ground) throws IOException, InterruptedException {
    var partner = ground.scene().partner();
    if (!ground.isQueue()) {
      if (isStream(ground)) {
        partner.begin("receive", ground.from(), "--timeout", "5s", "--json");
      } else {
        partner.begin("receive", ground.from(), "--follow", "--timeout", "1s", "--json");
      }
    }
    var size = Math.min(KIB, ground.traits().longest().orElse(KIB));
    var filler = ground.message("x".repeat(size));
    var sent = 0;
    var waits = false;
    try (var sender = ground.sender()) {
      if (!ground.isQueue()) {
        partner.stop();
      }
      try {
        while (!waits && sent < FLOOD) {
          waits = !sender.send(filler, Deadline.NOW).complete();
          sent += waits ? 0 : 1;
        }
      } finally {
        partner.goOn();
      }
    }
    var claim = ground.traits().whenFull();
    if (ground.isQueue()) {
      return new Proof.Seen(waits && claim == Traits.WhenFull.WAITS, taken(sent, size));
    }
    var got = partner.answer().lines().size();
    return waits
        ? new Proof.Seen(claim == Traits.WhenFull.WAITS, taken(sent, size))
        : new Proof.Seen(
            claim == Traits.WhenFull.LOSES && got < sent,
            "of " + sent + " messages " + (sent - got) + " were lost");
  }

  private static String taken(int messages, int size) {
    return messages * size / KIB + " KiB were taken, then it had to wait";
  }

  /// What was sent arrives, each once; UDP may lose some, which the trial of a full one shows.
  static Proof.Seen delivery(Ground ground) throws IOException, InterruptedException {
    var messages = IntStream.range(0, MANY).mapToObj(n -> ground.message("<" + n + ">")).toList();
    if (ground.traits().delivery() == Traits.Delivery.UNRELIABLE) {
      return new Proof.Seen(true, "nothing is promised; see: full");
    }
    var lines =
        isStream(ground)
            ? ground.exchange(messages)
            : ground.exchange(messages, "--count", Integer.toString(MANY));
    var seen = String.join("", texts(lines));
    var all = IntStream.range(0, MANY).mapToObj(n -> "<" + n + ">").collect(Collectors.joining());
    return new Proof.Seen(seen.equals(all), MANY + " messages, each once: " + seen.equals(all));
  }

  static Proof.Seen selection(Ground ground) throws IOException, InterruptedException {
    if (ground.traits().selection() == Traits.By.PRIORITY) {
      return byPriority(ground);
    }
    if (ground.traits().selection() == Traits.By.TYPE) {
      var messages = List.of(Message.of("first").withType(1), Message.of("second").withType(2));
      var texts = texts(ground.exchange(messages, "--type", "2"));
      return new Proof.Seen(texts.equals(List.of("second")), "asked for type 2, came " + texts);
    }
    var answer = ground.scene().partner().run("receive", ground.from(), "--type", "2", "--no-wait");
    return new Proof.Seen(
        answer.status() == Exit.FAILED && answer.text().contains("cannot select by type"),
        answer.text());
  }

  /// Is it there when everybody has closed it?
  static Proof.Seen lifetime(Ground ground) throws IOException, InterruptedException {
    if (ground.traits().lifetime() == Traits.Lifetime.KERNEL) {
      try (var _ = ground.isQueue() ? null : Scene.receiver(ground.from());
          var sender = ground.sender()) {
        sender.send(ground.message("kept"), Scene.soon());
      }
      var answer = ground.scene().partner().run("receive", ground.from(), "--json", "--no-wait");
      var texts = texts(answer.lines());
      return new Proof.Seen(texts.equals(List.of("kept")), "sent, closed, then received: " + texts);
    }
    var _ =
        isStream(ground)
            ? ground.exchange(List.of(ground.message("gone")))
            : ground.exchange(List.of(ground.message("gone")), "--count", "1");
    var again =
        ground.scene().partner().run("receive", ground.from(), "--json", "--timeout", "20ms");
    return new Proof.Seen(again.status() == Exit.DEADLINE, "nothing was left after it was closed");
  }

  static Proof.Seen longest(Ground ground) throws IOException, InterruptedException {
    int longest = ground.traits().longest().orElseThrow();
    var body = ground.message("x".repeat(longest));
    var line = ground.exchange(List.of(body), "--count", "1").getFirst();
    var arrived = line.contains("\"bytes\":" + longest + ",");
    var refusal = longer(ground, longest + 1);
    return new Proof.Seen(
        arrived && refusal.isPresent(),
        longest + " bytes arrived: " + arrived + "; one more: " + refusal.orElse("sent, too"));
  }

  /// Returns why a message is not sent.
  private static Optional<String> longer(Ground ground, int size)
      throws IOException, InterruptedException {
    var partner = ground.scene().partner();
    if (!ground.isQueue()) {
      partner.begin("receive", ground.from(), "--count", "1", "--json", "--timeout", "100ms");
    }
    try (var sender = ground.sender()) {
      sender.send(ground.message("x".repeat(size)), Scene.soon());
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } finally {
      if (!ground.isQueue()) {
        partner.answer();
      }
    }
  }

  static Proof.Seen beside(Ground ground) throws IOException, InterruptedException {
    var message = ground.message("x");
    if (ground.traits().beside().contains(Traits.Beside.PRIORITY)) {
      message = message.withPriority(7);
    }
    var options = isStream(ground) ? new String[0] : new String[] {"--count", "1"};
    var line = ground.exchange(List.of(message), options).getFirst();
    var missing = new ArrayList<String>();
    for (var beside : ground.traits().beside()) {
      var field =
          switch (beside) {
            case TYPE -> "\"type\":1";
            case PRIORITY -> "\"priority\":7";
            case ADDRESS -> "\"from\":";
            case SENDER -> "\"pid\":" + ProcessHandle.current().pid();
            case DESCRIPTORS -> ""; // shown by the tour
          };
      if (!line.contains(field)) {
        missing.add(TraitsCommand.word(beside));
      }
    }
    return new Proof.Seen(missing.isEmpty(), line);
  }

  /// Tells whether several may receive from it.
  static boolean isShared(Traits traits) {
    return traits.addressing() == Traits.Addressing.INDIRECT && !traits.scheme().equals("shm");
  }

  static boolean isStream(Ground ground) {
    return ground.traits().format() == Traits.Format.STREAM;
  }

  static List<String> texts(List<String> lines) {
    return lines.stream()
        .map(TEXT::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  static String text(Receiver receiver) throws IOException, InterruptedException {
    return receiver.receive(Scene.soon()).orElseThrow().text();
  }
}
