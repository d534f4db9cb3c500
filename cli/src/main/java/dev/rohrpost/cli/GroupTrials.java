package dev.rohrpost.cli;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.Sender;
import dev.rohrpost.socket.Intake;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Received;
import dev.rohrpost.socket.Socket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;

/// The trials of [Proof] about who gets a message, with two receivers: this process and the other.
final class GroupTrials {
  /// Than the other process waits.
  private static final Duration LONGER = Duration.ofMillis(400);

  private static final int ROOM = 1024;

  private GroupTrials() {}

  /// One of two gets it.
  static Proof.Seen unicast(Ground ground) throws IOException, InterruptedException {
    var got = received(ground);
    return new Proof.Seen(got == 1, "there were two, and " + got + " got it");
  }

  /// All who have joined get it.
  static Proof.Seen multicast(Ground ground) throws IOException, InterruptedException {
    if (!ground.isUdp()) {
      return byAll(received(ground), "there is no group to join");
    }
    var uri = "udp://239.82.80.1:" + Ports.udp("127.0.0.1");
    try (var receiver = Scene.receiver("listen+" + uri);
        var sender = Sender.open(Endpoint.parse(uri), Scene.soon()).orElseThrow()) {
      var partner = ground.partner();
      partner.begin("receive", "listen+" + uri, "--json", "--count", "1", "--timeout", "5s");
      var theirs =
          Trials.texts(Scene.repeating(sender, Message.of("all"), () -> partner.answer().lines()));
      var ours = Trials.text(receiver);
      return new Proof.Seen(
          theirs.equals(List.of("all")) && ours.equals("all"), "both who had joined got it");
    }
  }

  /// Sent to no host by its own address.
  static Proof.Seen broadcast(Ground ground) throws IOException, InterruptedException {
    return ground.isUdp()
        ? broadcast(ground, "127.255.255.255")
        : byAll(received(ground), "there is no address of all");
  }

  /// Sends to those who are at the same port of any address.
  static Proof.Seen broadcast(Ground ground, String host) throws IOException, InterruptedException {
    var port = Ports.udp("127.0.0.1");
    var partner = ground.partner();
    partner.begin(Partner.HEAR, "udp://0.0.0.0:" + port);
    var to = "udp://" + host + ":" + port;
    try (var sender = Scene.sender(to); // as soon as the other is there
        var ours = Echo.shared(InternetAddress.of("0.0.0.0", port))) {
      Scene.send(sender, Message.of("all"), to);
      Scene.send(sender, Message.of(Partner.END_OF_HEARING), to);
      var got = (partner.answer().lines().contains("all") ? 1 : 0) + (got(ours.socket()) ? 1 : 0);
      return byAll(got, "sent to " + to);
    }
  }

  private static Proof.Seen byAll(int got, String how) {
    return new Proof.Seen(got == 2, how + "; there were two, and " + got + " got it");
  }

  /// Returns how many of two receivers get one message.
  private static int received(Ground ground) throws IOException, InterruptedException {
    if (ground.isSocket()) {
      return receivedAtTwoAddresses(ground);
    }
    if (ground.isSignal()) {
      return SignalTrials.received(ground);
    }
    return ground.isRing() ? receivedOfRing(ground) : receivedAtOnePlace(ground);
  }

  private static int receivedAtOnePlace(Ground ground) throws IOException, InterruptedException {
    var partner = ground.partner();
    partner.begin("receive", ground.from(), "--json", "--timeout", "300ms");
    try (var both = ground.both()) {
      Scene.send(both.sender(), ground.message("once"), ground.to());
      var ours = both.receiver().receive(Deadline.after(LONGER));
      return Trials.texts(partner.answer().lines()).size()
          + (ours instanceof Receiver.Received.Data ? 1 : 0);
    }
  }

  /// Where one receives, no other is let in.
  private static int receivedOfRing(Ground ground) throws IOException, InterruptedException {
    try (var both = ground.both()) {
      var first = ground.partner().run("receive", ground.from(), "--json", "--no-wait");
      Scene.send(both.sender(), ground.message("once"), ground.to());
      var second = ground.partner().run("receive", ground.from(), "--json", "--no-wait");
      var ours = both.receiver().receive(Deadline.NOW);
      return Trials.texts(first.lines()).size()
          + Trials.texts(second.lines()).size()
          + (ours instanceof Receiver.Received.Data ? 1 : 0);
    }
  }

  private static int receivedAtTwoAddresses(Ground ground)
      throws IOException, InterruptedException {
    var place = Echo.at(ground.from());
    try (var ours = place.opened(place.another())) {
      var theirs = Trials.texts(ground.exchange(List.of(ground.message("once"))));
      return theirs.size() + (place.isDatagram() ? got(ours) ? 1 : 0 : connected(ours));
    }
  }

  private static int connected(Socket listener) throws IOException, InterruptedException {
    var client = listener.accept(Deadline.NOW);
    client.ifPresent(Socket::close);
    return client.isPresent() ? 1 : 0;
  }

  private static boolean got(Socket socket) throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      return socket.receive(arena.allocate(ROOM), Intake.PLAIN, Deadline.NOW)
          instanceof Received.Message;
    }
  }
}
