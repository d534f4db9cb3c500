package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.RefusedException;
import dev.rohrpost.messaging.Selection;
import dev.rohrpost.messaging.Traits;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.Limit;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.signal.Signals;
import dev.rohrpost.signal.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The trials of [Proof] for signals: one has to be waited for before it may come.
final class SignalTrials {
  /// How many signals fit into the queue of the trial.
  private static final long ROOM = 64;

  /// More than fit in, also when the user's other programs take theirs out meanwhile.
  private static final int TOO_MANY = 1000;

  private static final int FEW = 32;
  private static final Signal ONE = Signal.realTime(1);
  private static final Signal TWO = Signal.realTime(2);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern QUEUED = Pattern.compile("(?m)^SigQ:\\s+(\\d+)/(\\d+)$");
  private static final Pattern VALUE = Pattern.compile("\"value\":(-?\\d+)");

  private SignalTrials() {}

  /// The sender goes on while the receiver does nothing.
  static Proof.Seen synchronization(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, "1", "RTMIN+1");
    partner.stop();
    try {
      target(partner).queue(ONE, 1);
    } finally {
      partner.goOn();
    }
    var values = all(VALUE, partner.answer().orFail().lines());
    return new Proof.Seen(
        values.equals(List.of("1")), "sent while nobody received, received later: " + values);
  }

  static Proof.Seen format(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, "2", "RTMIN+1");
    target(partner).queue(ONE, 1);
    target(partner).queue(ONE, 2);
    var values = all(VALUE, partner.answer().orFail().lines());
    return new Proof.Seen(
        values.equals(List.of("1", "2")) && ground.traits().format() == Traits.Format.MESSAGES,
        "two of the same came as " + values);
  }

  /// Of two with the same number the one that was sent first comes first.
  static Proof.Seen order(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, "4", "RTMIN+1", "RTMIN+2", "RTMIN+3");
    partner.stop();
    try {
      for (var value : List.of(31, 12, 23, 14)) {
        target(partner).queue(Signal.realTime(value / 10), value);
      }
    } finally {
      partner.goOn();
    }
    var values = all(VALUE, partner.answer().orFail().lines());
    return new Proof.Seen(
        values.equals(List.of("12", "14", "23", "31"))
            && ground.traits().order() == Traits.Order.BY_NUMBER,
        "RTMIN+3, +1, +2, +1 with 31, 12, 23, 14 came as " + values);
  }

  /// The kernel counts what is queued for all programs of a user, and compares it with the limit of
  /// the receiver. So the receiver gets a low limit: a full queue of everybody would be the end of
  /// others.
  static Proof.Seen full(Ground ground) throws IOException, InterruptedException {
    var limit = lowLimit(Files.readString(STATUS));
    var receiver = bystander(ground, cat -> cat.withLimit(Limit.PENDING_SIGNALS, limit, limit));
    var sent = 0;
    try {
      while (sent < TOO_MANY) {
        new Target.Pid(receiver.pid()).queue(ONE, sent);
        sent++;
      }
      return new Proof.Seen(false, sent + " were queued, and none refused");
    } catch (UnixException e) {
      return new Proof.Seen(
          e.errno().equals(Errno.EAGAIN) && ground.traits().whenFull() == Traits.WhenFull.REFUSED,
          sent + " were queued, then: " + e.errno() + "; the receiver may have " + limit);
    }
  }

  /// A signal queued for a process is gone with it, and nobody can send to one that will come.
  static Proof.Seen lifetime(Ground ground) throws IOException, InterruptedException {
    var receiver = bystander(ground, cat -> cat);
    try (var pidfd = Target.Pidfd.open(receiver.pid()).pidfd()) { // its pid may be another's soon
      var target = new Target.Pidfd(pidfd);
      target.queue(ONE, 1);
      receiver.kill(Signal.KILL);
      receiver.await();
      try {
        target.queue(ONE, 2);
        return new Proof.Seen(false, "was queued for a process that has ended");
      } catch (UnixException e) {
        return new Proof.Seen(
            e.errno().equals(Errno.ESRCH) && ground.traits().lifetime() == Traits.Lifetime.OPEN,
            "queued, its process ended, queued again: " + e.errno());
      }
    }
  }

  /// Starts a process that is stopped, and so receives nothing; it ends with the trial.
  private static Child bystander(Ground ground, UnaryOperator<Program> change)
      throws UnixException, InterruptedException {
    var cat = Program.of("cat").withInput(Redirect.PIPE).withOutput(new Redirect.Discard());
    var child = change.apply(cat).start();
    ground
        .scene()
        .leave(() -> {
          child.kill(Signal.KILL);
          child.close();
        });
    child.stop();
    child.awaitChange(Deadline.NEVER);
    return child;
  }

  /// Returns the limit that leaves room for few signals beside those that are queued already.
  ///
  /// @param status what `/proc/self/status` says
  static long lowLimit(String status) throws IOException {
    var queued = QUEUED.matcher(status);
    if (!queued.find()) {
      throw new IOException("no SigQ in " + STATUS);
    }
    var ours = Long.parseUnsignedLong(queued.group(2)); // a hard one above it takes privileges
    var low = Long.parseUnsignedLong(queued.group(1)) + ROOM;
    return Long.compareUnsigned(low, ours) < 0 ? low : ours;
  }

  /// As many as fit into a queue in any case.
  static Proof.Seen delivery(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, Integer.toString(FEW), "RTMIN+1");
    for (var n = 1; n <= FEW; n++) {
      target(partner).queue(ONE, n);
    }
    var values = all(VALUE, partner.answer().orFail().lines());
    return Numbered.of(FEW, String.join(" ", values), "\\d+").delivery(ground.traits().delivery());
  }

  /// Two wait for the same signal; the one to whom it was addressed gets it.
  static Proof.Seen addressing(Ground ground) throws IOException, InterruptedException {
    var got = received(ground);
    return new Proof.Seen(
        got == 1 && ground.traits().addressing() == Traits.Addressing.DIRECT,
        "two waited, process " + ground.partner().pid() + " was addressed, " + got + " got it");
  }

  /// Returns how many of two who wait get a signal; 0 if the wrong one did.
  static int received(Ground ground) throws IOException, InterruptedException {
    try (var here = Signals.subscribe(ONE)) {
      var partner = watching(ground, "1", "RTMIN+1");
      target(partner).queue(ONE, 7);
      var there = all(VALUE, partner.answer().orFail().lines());
      return there.equals(List.of("7")) ? here.take(Deadline.NOW).isPresent() ? 2 : 1 : 0;
    }
  }

  /// The one that was sent first waits while the other is asked for by its number.
  static Proof.Seen selection(Ground ground) throws IOException, InterruptedException {
    var self = Endpoint.parse("signal:" + ProcessHandle.current().pid());
    try (var first = receiver(self, ONE);
        var second = receiver(self, TWO)) {
      for (var signal : List.of(ONE, TWO)) {
        var number = Integer.toString(signal.number());
        ground.partner().run("send", self.toString(), number, "--type", number).orFail();
      }
      var texts = List.of(Trials.text(second), Trials.text(first));
      return new Proof.Seen(
          texts.equals(List.of(TWO.number() + "", ONE.number() + ""))
              && ground.traits().selection() == Traits.By.TYPE,
          "sent " + ONE + " and " + TWO + ", asked for the second, then the first: " + texts);
    }
  }

  private static Receiver receiver(Endpoint self, Signal signal)
      throws UnixException, InterruptedException {
    return Receiver.open(self, Selection.ofType(signal.number()), Scene.soon()).orElseThrow();
  }

  /// The other process gets what was sent to it; what is sent to it cannot be received here.
  static Proof.Seen direction(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, "1", "RTMIN+1");
    String refusal;
    try (var _ = Scene.receiver(ground.to())) {
      refusal = "nothing";
    } catch (RefusedException e) {
      refusal = String.valueOf(e.getMessage());
    }
    target(partner).queue(ONE, 1);
    var there = all(VALUE, partner.answer().orFail().lines());
    return new Proof.Seen(
        there.equals(List.of("1"))
            && !refusal.equals("nothing")
            && ground.traits().direction() == Traits.Direction.UNIDIRECTIONAL,
        "the other process received " + there + "; against receiving there is: " + refusal);
  }

  /// Numbers that need so many digits and a sign.
  static Proof.Seen longest(Ground ground) throws IOException, InterruptedException {
    int longest = ground.traits().longest().orElse(Integer.MAX_VALUE - 1);
    var partner = watching(ground, "1", "RTMIN+1");
    try (var sender = ground.sender()) {
      var refusal = Trials.refusal(sender, number(longest + 1));
      if (refusal.isPresent()) {
        Scene.send(sender, number(longest), ground.to());
      }
      var values = all(VALUE, partner.answer().orFail().lines());
      return new Proof.Seen(
          refusal.isPresent() && values.equals(List.of(number(longest).text())),
          values + " arrived; one digit more: " + refusal.orElse("sent, too"));
    }
  }

  private static Message number(int length) {
    return Message.of("-" + "1".repeat(length - 1)).withType(ONE.number());
  }

  static Proof.Seen beside(Ground ground) throws IOException, InterruptedException {
    var partner = watching(ground, "1", "RTMIN+1");
    try (var pipe = Pipe.open();
        var sender = ground.sender()) {
      BesideTrial.send(sender, Message.of("42"), ONE.number(), pipe);
      var line = partner.answer().orFail().text();
      var found = BesideTrial.found(line, "\"number\":" + ONE.number() + ",", pipe);
      return new Proof.Seen(found.equals(ground.traits().beside()), line);
    }
  }

  private static Partner watching(Ground ground, String count, String... signals)
      throws IOException {
    var partner = ground.scene().partner();
    begin(partner, count, signals);
    return partner;
  }

  private static void begin(Partner partner, String count, String... signals) throws IOException {
    var words = new ArrayList<>(List.of("signal", "watch"));
    words.addAll(List.of(signals));
    words.addAll(List.of("--count", count, "--json", "--timeout", "5s"));
    partner.begin(words.toArray(String[]::new));
    partner.line(); // it is ready
  }

  private static Target.Pid target(Partner partner) {
    return new Target.Pid(partner.pid());
  }

  private static List<String> all(Pattern pattern, List<String> lines) {
    return lines.stream().map(pattern::matcher).filter(m -> m.find()).map(m -> m.group(1)).toList();
  }
}
