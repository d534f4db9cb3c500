package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.Sender;
import dev.rohrpost.messaging.Traits;
import dev.rohrpost.pipe.Pipe;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The trials of [Proof] that are the same for every carrier but signals.
final class Trials {
  /// More than a pipe or a socket buffer holds.
  private static final int LONG = 1 << 20;

  private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\"");
  private static final Pattern BYTES = Pattern.compile("\"bytes\":(\\d+)");

  private Trials() {}

  /// The messages sent while the other process did nothing.
  ///
  /// @param complete whether the sender had no need to wait
  /// @param texts what the other process received then
  private record Held(boolean complete, List<String> texts) {}

  /// Sends while the other process does nothing: all of it is there when it goes on.
  private static Held held(Ground ground, List<Message> messages)
      throws IOException, InterruptedException {
    var partner = ground.partner();
    var complete = true;
    if (!ground.isQueue()) {
      partner.begin(ground.receiving(messages.size(), "--timeout", "5s"));
    }
    try (var sender = ground.sender()) {
      partner.stop();
      try {
        for (var message : messages) {
          complete &= sender.send(message, Deadline.NOW).complete();
        }
      } finally {
        partner.goOn();
      }
    }
    var answer =
        ground.isQueue()
            ? partner.run(ground.receiving(messages.size(), "--no-wait"))
            : partner.answer();
    return new Held(complete, texts(answer.orFail().lines()));
  }

  /// The sender goes on while the receiver does nothing.
  static Proof.Seen synchronization(Ground ground) throws IOException, InterruptedException {
    var held = held(ground, List.of(ground.message("early")));
    return new Proof.Seen(
        held.complete() && held.texts().equals(List.of("early")),
        "sent while nobody received: " + held.complete() + ", received later: " + held.texts());
  }

  /// Streams forget borders: what is there is received at once, however it was sent.
  static Proof.Seen format(Ground ground) throws IOException, InterruptedException {
    var sent = List.of("one", "two", "three", "four");
    var texts = held(ground, sent.stream().map(ground::message).toList()).texts();
    var found =
        texts.equals(sent)
            ? Traits.Format.MESSAGES
            : String.join("", texts).equals(String.join("", sent)) ? Traits.Format.STREAM : null;
    return new Proof.Seen(found == ground.traits().format(), sent + " came as " + texts);
  }

  static Proof.Seen order(Ground ground) throws IOException, InterruptedException {
    if (ground.hasPriorities()) {
      var texts = byPriority(ground);
      return new Proof.Seen(
          texts.equals(List.of("9b", "9d", "5c", "1a"))
              && ground.traits().order() == Traits.Order.BY_PRIORITY,
          "1a, 9b, 5c, 9d came as " + texts);
    }
    var numbers = IntStream.rangeClosed(1, 9).mapToObj(Integer::toString).toList();
    var lines = ground.exchange(numbers.stream().map(ground::message).toList());
    return Numbered.of(9, String.join("", texts(lines)), "\\d").order(ground.traits().order());
  }

  /// Their priorities are the digits.
  private static List<String> byPriority(Ground ground) throws IOException, InterruptedException {
    var messages =
        List.of("1a", "9b", "5c", "9d").stream()
            .map(text -> Message.of(text).withPriority(text.charAt(0) - '0'))
            .toList();
    return held(ground, messages).texts();
  }

  static Proof.Seen selection(Ground ground) throws IOException, InterruptedException {
    var claim = ground.traits().selection();
    if (ground.hasPriorities()) {
      var texts = byPriority(ground);
      return new Proof.Seen(
          texts.getFirst().equals("9b") && claim == Traits.By.PRIORITY,
          "1a, 9b, 5c, 9d came as " + texts);
    }
    if (ground.hasTypes()) {
      var texts = byType(ground);
      return new Proof.Seen(
          texts.equals(List.of("b2", "c1", "d4")) && claim == Traits.By.TYPE,
          "of a3, b2, c1, d4 the one of type 2, the lowest, and one of no type 3 are " + texts);
    }
    var answer = ground.partner().run("receive", ground.from(), "--type", "2", "--no-wait");
    var refused = answer.status() == Exit.FAILED && answer.text().contains("cannot select by type");
    return new Proof.Seen(refused && claim == Traits.By.NOTHING, answer.text());
  }

  /// Receives one after the other, with others before it.
  private static List<String> byType(Ground ground) throws IOException, InterruptedException {
    try (var sender = ground.sender()) {
      for (var text : List.of("a3", "b2", "c1", "d4")) {
        Scene.send(sender, Message.of(text).withType(text.charAt(1) - '0'), ground.to());
      }
    }
    var partner = ground.partner();
    var from = ground.from();
    var one = partner.run("receive", from, "--json", "--no-wait", "--type", "2");
    var lowest = partner.run("receive", from, "--json", "--no-wait", "--type", "-4");
    var other = partner.run("receive", from, "--json", "--no-wait", "--except", "3");
    return List.of(one, lowest, other).stream().flatMap(a -> texts(a.lines()).stream()).toList();
  }

  /// Is it there when everybody has closed it?
  static Proof.Seen lifetime(Ground ground) throws IOException, InterruptedException {
    var pipe = ground.pipe();
    if (pipe != null) {
      return whileInherited(ground, pipe);
    }
    try (var both = ground.both()) {
      Scene.send(both.sender(), ground.message("kept"), ground.to());
    }
    var answer = ground.partner().run("receive", ground.from(), "--json", "--no-wait");
    var texts = texts(answer.lines());
    var found =
        texts.equals(List.of("kept"))
            ? Traits.Lifetime.KERNEL
            : texts.isEmpty() && answer.status() == Exit.NOTHING ? Traits.Lifetime.OPEN : null;
    return new Proof.Seen(
        found == ground.traits().lifetime(), "sent, closed by all, then received: " + texts);
  }

  /// Nobody can open it again, so nothing is taken for later, when the last receiver is gone.
  private static Proof.Seen whileInherited(Ground ground, Pipe pipe)
      throws IOException, InterruptedException {
    try (var sender = ground.sender()) {
      Scene.send(sender, ground.message("kept"), ground.to());
      var answer = ground.partner().run("receive", ground.from(), "--json", "--no-wait");
      pipe.readEnd().close();
      var refusal = refusal(sender, ground.message("late"));
      return new Proof.Seen(
          texts(answer.lines()).equals(List.of("kept"))
              && refusal.orElse("").contains("EPIPE")
              && ground.traits().lifetime() == Traits.Lifetime.OPEN,
          "sent when all who could receive had closed it: " + refusal.orElse("done"));
    }
  }

  /// One byte more than the longest is refused, and then the longest arrives.
  static Proof.Seen longest(Ground ground) throws IOException, InterruptedException {
    var claim = ground.traits().longest();
    if (claim.isEmpty()) {
      var bytes = bytes(ground.exchange(List.of(ground.message("x".repeat(LONG)))));
      return new Proof.Seen(bytes == LONG, "of " + LONG + " bytes " + bytes + " arrived");
    }
    var partner = ground.partner();
    partner.begin(ground.receiving(1, "--timeout", "5s"));
    var reading = partner.reading();
    Optional<String> refusal;
    try (var sender = ground.sender()) {
      refusal = refusal(sender, ground.message("x".repeat(claim.get() + 1)));
      Scene.send(sender, ground.message("x".repeat(claim.get())), ground.to());
    } finally {
      reading.await();
    }
    var bytes = bytes(reading.await().lines());
    return new Proof.Seen(
        bytes == claim.get() && refusal.isPresent() && !ground.isStream(),
        bytes
            + " bytes arrived; one more than "
            + claim.get()
            + ": "
            + refusal.orElse("sent, too"));
  }

  /// Returns why a message is not sent.
  static Optional<String> refusal(Sender sender, Message message) throws InterruptedException {
    try {
      sender.send(message, Scene.soon());
      return Optional.empty();
    } catch (UnixException | IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static int bytes(List<String> lines) {
    return lines.stream()
        .map(BYTES::matcher)
        .filter(Matcher::find)
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
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
