package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.Traits;
import dev.rohrpost.pipe.Fifo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The trials of [Proof] about who may send, and to whom.
final class DirectionTrials {
  private DirectionTrials() {}

  static Proof.Seen direction(Ground ground) throws IOException, InterruptedException {
    if (ground.isSocket()) {
      return thereAndBack(ground);
    }
    return ground.isQueue()
        ? throughOneBuffer(ground)
        : ground.isRing() ? oneProducer(ground) : oneWay(ground);
  }

  /// The way there is full, and the answer comes all the same: each way has room of its own.
  private static Proof.Seen thereAndBack(Ground ground) throws IOException, InterruptedException {
    var partner = ground.partner();
    partner.begin(Partner.ECHO, ground.to());
    Scene.awaitPort(ground.to());
    var asked = Echo.at(ground.to()).ask(partner);
    partner.answer().orFail();
    var back = asked.answer().equals(Echo.answerOf(partner.pid()));
    return new Proof.Seen(
        back && ground.traits().direction() == Traits.Direction.FULL_DUPLEX,
        "after " + asked.kib() + " KiB on the way there, the answer: " + asked.answer());
  }

  /// Both processes send, and both receive, each what comes first, also what it has sent itself.
  private static Proof.Seen throughOneBuffer(Ground ground)
      throws IOException, InterruptedException {
    var partner = ground.partner();
    var there = Trials.texts(ground.exchange(List.of(ground.message("there"))));
    try (var both = ground.both()) {
      Scene.send(both.sender(), ground.message("ours"), ground.to());
      var words = new ArrayList<>(List.of("send", ground.to(), "theirs"));
      if (ground.hasTypes()) {
        words.addAll(List.of("--type", Integer.toString(Ground.TYPE)));
      }
      partner.run(words.toArray(String[]::new)).orFail();
      var here = List.of(Trials.text(both.receiver()), Trials.text(both.receiver()));
      return new Proof.Seen(
          there.equals(List.of("there"))
              && here.equals(List.of("ours", "theirs"))
              && ground.traits().direction() == Traits.Direction.HALF_DUPLEX,
          "the other process received " + there + " and sent, we received " + here);
    }
  }

  /// One sends, one receives, and there is no place for another.
  private static Proof.Seen oneProducer(Ground ground) throws IOException, InterruptedException {
    try (var both = ground.both()) {
      var answer = ground.partner().run("send", ground.to(), "theirs", "--timeout", "5s");
      Scene.send(both.sender(), ground.message("ours"), ground.to());
      var here = Trials.text(both.receiver());
      return new Proof.Seen(
          here.equals("ours")
              && answer.status() == Exit.FAILED
              && answer.text().contains("EBUSY")
              && ground.traits().direction() == Traits.Direction.UNIDIRECTIONAL,
          "while one sends and another receives, a third could not send: " + answer.text());
    }
  }

  /// From the end for sending nothing is received, and the other way round.
  private static Proof.Seen oneWay(Ground ground) throws IOException, InterruptedException {
    var refusals = refusals(ground);
    var there = Trials.texts(ground.exchange(List.of(ground.message("there"))));
    return new Proof.Seen(
        there.equals(List.of("there"))
            && refusals.stream().allMatch(why -> why.contains("EBADF"))
            && ground.traits().direction() == Traits.Direction.UNIDIRECTIONAL,
        "received " + there + "; sent to its end, received from ours: " + refusals);
  }

  private static List<String> refusals(Ground ground) throws IOException, InterruptedException {
    var pipe = ground.pipe();
    if (pipe != null) {
      return refusals(pipe.readEnd().fd(), pipe.writeEnd().fd());
    }
    try (var reading = Fifo.openForReadingAtOnce(ground.path());
        var writing = Fifo.openForWriting(ground.path(), Scene.soon()).orElseThrow()) {
      return refusals(reading.fd(), writing.fd());
    }
  }

  private static List<String> refusals(Fd reading, Fd writing)
      throws IOException, InterruptedException {
    try (var sender = Scene.sender(Ground.given(reading));
        var receiver = Scene.receiver(Ground.given(writing))) {
      var sent = Trials.refusal(sender, Message.of("back"));
      return List.of(sent.orElse("sent"), received(receiver));
    }
  }

  private static String received(Receiver receiver) throws InterruptedException {
    try {
      return receiver.receive(Deadline.NOW).toString();
    } catch (UnixException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// A place belongs to no process: one takes from it, then another. An address is that of one, and
  /// nobody else gets it.
  static Proof.Seen addressing(Ground ground) throws IOException, InterruptedException {
    if (!ground.isSocket()) {
      var took = ground.pipe() == null ? oneThenTheOther(ground) : oneBesideTheOther(ground);
      return new Proof.Seen(
          took.equals(List.of("one", "two"))
              && ground.traits().addressing() == Traits.Addressing.INDIRECT,
          "two processes received " + took);
    }
    var place = Echo.at(ground.from());
    try (var _ = place.opened(place.address())) {
      var answer = ground.partner().run("receive", ground.from(), "--timeout", "300ms");
      return new Proof.Seen(
          answer.status() == Exit.FAILED
              && answer.text().contains("EADDRINUSE")
              && ground.traits().addressing() == Traits.Addressing.DIRECT,
          answer.text());
    }
  }

  private static List<String> oneThenTheOther(Ground ground)
      throws IOException, InterruptedException {
    var there = Trials.texts(ground.exchange(List.of(ground.message("one"))));
    try (var both = ground.both()) {
      Scene.send(both.sender(), ground.message("two"), ground.to());
      return List.of(String.join("", there), Trials.text(both.receiver()));
    }
  }

  /// An inherited end cannot be opened again, so the second program waits with it open.
  private static List<String> oneBesideTheOther(Ground ground)
      throws IOException, InterruptedException {
    String here;
    try (var both = ground.both()) {
      Scene.send(both.sender(), ground.message("one"), ground.to());
      here = Trials.text(both.receiver());
      ground.partner().begin(ground.receiving(1, "--timeout", "5s"));
      Scene.send(both.sender(), ground.message("two"), ground.to());
    }
    return List.of(here, String.join("", Trials.texts(ground.partner().answer().lines())));
  }
}
