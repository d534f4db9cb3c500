package dev.rohrpost.cli;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.Selection;
import dev.rohrpost.messaging.Sender;
import dev.rohrpost.messaging.Traits;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.UnixAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The trials of [Proof] about who may send, and who receives.
final class DirectionTrials {
  /// Than the other process waits.
  private static final Duration LONGER = Duration.ofMillis(400);

  private static final long PAUSE_NANOS = 5_000_000;

  private DirectionTrials() {}

  /// Through a queue, the other process sends to us as we send to it. On a socket, it answers.
  static Proof.Seen direction(Ground ground) throws IOException, InterruptedException {
    return ground.traits().direction() == Traits.Direction.HALF_DUPLEX
        ? there(ground)
        : thereAndBack(ground);
  }

  private static Proof.Seen there(Ground ground) throws IOException, InterruptedException {
    var there = Trials.texts(ground.exchange(List.of(ground.message("there")), "--count", "1"));
    var partner = ground.scene().partner();
    if (ground.traits().beside().contains(Traits.Beside.TYPE)) {
      partner.run("send", ground.to(), "back", "--type", "1").orFail();
    } else {
      partner.run("send", ground.to(), "back").orFail();
    }
    try (var receiver = Scene.receiver(ground.from())) {
      var back = Trials.text(receiver);
      return new Proof.Seen(
          there.equals(List.of("there")) && back.equals("back"),
          "both processes sent and received");
    }
  }

  private static Proof.Seen thereAndBack(Ground ground) throws IOException, InterruptedException {
    var partner = ground.scene().partner();
    partner.begin(Partner.ECHO, ground.to());
    Scene.awaitPort(ground.to());
    var here =
        ground.to().startsWith("udp:")
            ? InternetAddress.loopback(0)
            : new UnixAddress.File(ground.scene().folder().resolve("here"));
    var answer = Echo.at(ground.to()).ask("there and back", here);
    partner.answer().orFail();
    return new Proof.Seen(
        answer.equals("there and back"), "the answer came on the socket of the question");
  }

  /// Two receivers, two messages: each message is received once.
  static Proof.Seen unicast(Ground ground) throws IOException, InterruptedException {
    var partner = ground.scene().partner();
    partner.begin("receive", ground.from(), "--json", "--timeout", "300ms");
    try (var sender = ground.sender();
        var receiver =
            Receiver.open(Endpoint.parse(ground.from()), Selection.ANY, Scene.soon())
                .orElseThrow()) {
      sender.send(ground.message("once"), Scene.soon());
      var ours = receiver.receive(Deadline.after(LONGER));
      var theirs = Trials.texts(partner.answer().lines());
      var count = theirs.size() + (ours instanceof Receiver.Received.Data ? 1 : 0);
      return new Proof.Seen(count == 1, "two received, " + count + " got it");
    }
  }

  /// A group address: both processes have joined, and both get the message.
  static Proof.Seen multicast(Ground ground) throws IOException, InterruptedException {
    var uri = "udp://239.82.80.1:" + Ports.udp("127.0.0.1");
    try (var receiver = Scene.receiver("listen+" + uri)) {
      var partner = ground.scene().partner();
      partner.begin("receive", "listen+" + uri, "--json", "--count", "1", "--timeout", "5s");
      var theirs = repeated(uri, partner);
      var ours = Trials.text(receiver);
      return new Proof.Seen(
          theirs.equals(List.of("all")) && ours.equals("all"), "both who had joined got it");
    }
  }

  /// Nobody can see whether the other process has joined: send until it has got one.
  private static List<String> repeated(String uri, Partner partner)
      throws IOException, InterruptedException {
    try (var sender = Sender.open(Endpoint.parse(uri), Scene.soon()).orElseThrow()) {
      var repeater =
          Thread.startVirtualThread(() -> {
            while (!Thread.interrupted()) {
              send(sender);
              LockSupport.parkNanos(PAUSE_NANOS);
            }
          });
      try {
        return Trials.texts(partner.answer().lines());
      } finally {
        repeater.interrupt();
        repeater.join();
      }
    }
  }

  private static void send(Sender sender) {
    try {
      sender.send(Message.of("all"), Deadline.NOW);
    } catch (IOException _) {
      // It shows in what is received.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
