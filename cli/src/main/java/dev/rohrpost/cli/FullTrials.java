package dev.rohrpost.cli;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Sender;
import dev.rohrpost.messaging.Traits;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The trials of [Proof] in which more is sent than there is room for.
final class FullTrials {
  private static final int MANY = 1000;

  /// More than any carrier keeps under way.
  private static final int FLOOD = 50_000;

  private static final int KIB = 1024;
  private static final String WITHIN = "\\d+(?=>)";

  private FullTrials() {}

  /// The outcome of sending while nobody received.
  ///
  /// @param waits whether a sender had to wait in the end
  /// @param heard what was received of it
  private record Flood(int sent, boolean waits, List<String> heard) {}

  /// Sends while the other process does nothing, until that ends somehow.
  private static Flood flood(Ground ground, IntFunction<Message> message)
      throws IOException, InterruptedException {
    var partner = ground.partner();
    if (!ground.isQueue()) {
      partner.begin(Partner.HEAR, ground.from());
    }
    var sent = 0;
    var waits = false;
    try (var sender = ground.sender()) {
      partner.stop();
      try {
        while (!waits && sent < FLOOD) {
          waits = !sender.send(message.apply(sent + 1), Deadline.NOW).complete();
          sent += waits ? 0 : 1;
        }
      } finally {
        partner.goOn();
      }
      return new Flood(sent, waits, ground.isQueue() ? List.of() : heard(ground, sender));
    }
  }

  /// A connection has an end; elsewhere one is sent, of datagrams until it has arrived.
  private static List<String> heard(Ground ground, Sender sender)
      throws IOException, InterruptedException {
    if (ground.isDatagram()) {
      return Scene.repeating(
          sender,
          Message.of(Partner.END_OF_HEARING),
          () -> ground.partner().answer().orFail().lines());
    }
    if (ground.isRing()) {
      Scene.send(sender, Message.of(Partner.END_OF_HEARING), ground.to());
    }
    sender.close();
    return ground.partner().answer().orFail().lines();
  }

  static Proof.Seen full(Ground ground) throws IOException, InterruptedException {
    var size = Math.min(KIB, ground.traits().longest().orElse(KIB));
    var filler = ground.message("x".repeat(size));
    var flood = flood(ground, _ -> filler);
    var lost = flood.sent() - flood.heard().size();
    var found = flood.waits() ? Traits.WhenFull.WAITS : lost > 0 ? Traits.WhenFull.LOSES : null;
    return new Proof.Seen(
        found == ground.traits().whenFull(),
        flood.waits()
            ? flood.sent() * size / KIB + " KiB were taken, then it had to wait"
            : "of " + flood.sent() + " messages " + lost + " were lost");
  }

  /// All that was sent arrives, each once; UDP loses what its receiver has no room for.
  static Proof.Seen delivery(Ground ground) throws IOException, InterruptedException {
    if (ground.isUdp()) {
      var flood = flood(ground, n -> ground.message("<" + n + ">"));
      return judged(ground, flood.sent(), flood.heard());
    }
    var messages =
        IntStream.rangeClosed(1, MANY).mapToObj(n -> ground.message("<" + n + ">")).toList();
    return judged(ground, MANY, Trials.texts(ground.exchange(messages)));
  }

  private static Proof.Seen judged(Ground ground, int sent, List<String> texts) {
    var numbered = Numbered.of(sent, String.join("", texts), WITHIN);
    return numbered.delivery(ground.traits().delivery());
  }
}
