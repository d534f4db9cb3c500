package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.RefusedException;
import dev.rohrpost.messaging.Sender;
import dev.rohrpost.messaging.Traits.Beside;
import dev.rohrpost.pipe.Pipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The trial of [Proof] about what comes beside the bytes: all that the carrier takes is sent, and
/// what came is all that there is.
final class BesideTrial {
  private static final int PRIORITY = 7;

  /// The things that a sender may add.
  private static final List<Beside> ADDED =
      List.of(Beside.TYPE, Beside.PRIORITY, Beside.DESCRIPTORS);

  private BesideTrial() {}

  static Proof.Seen beside(Ground ground) throws IOException, InterruptedException {
    try (var pipe = Pipe.open()) {
      var partner = ground.partner();
      partner.begin(ground.receiving(1, "--timeout", "5s"));
      try (var sender = ground.sender()) {
        send(sender, Message.of("x"), Ground.TYPE, pipe);
      }
      var line = partner.answer().orFail().lines().getFirst();
      var found = found(line, "\"type\":" + Ground.TYPE, pipe);
      return new Proof.Seen(found.equals(ground.traits().beside()), line);
    }
  }

  /// Sends a message with as much beside it as the carrier takes.
  ///
  /// @param type a type that it may have
  static void send(Sender sender, Message message, int type, Pipe pipe)
      throws UnixException, InterruptedException {
    for (var without : withouts()) {
      try {
        sender.send(with(message, type, pipe, without), Scene.soon());
        return;
      } catch (RefusedException _) {
        // Then with less.
      }
    }
    throw new RefusedException("it", "carry a message", "whatever is beside it");
  }

  /// Returns what to leave away, least first.
  private static List<Set<Beside>> withouts() {
    return IntStream.range(0, 1 << ADDED.size())
        .boxed()
        .sorted((a, b) -> Integer.compare(Integer.bitCount(a), Integer.bitCount(b)))
        .map(BesideTrial::subset)
        .toList();
  }

  private static Set<Beside> subset(int bits) {
    var set = EnumSet.noneOf(Beside.class);
    for (var n = 0; n < ADDED.size(); n++) {
      if ((bits & 1 << n) != 0) {
        set.add(ADDED.get(n));
      }
    }
    return set;
  }

  private static Message with(Message message, int type, Pipe pipe, Set<Beside> without) {
    var result = without.contains(Beside.TYPE) ? message : message.withType(type);
    result = without.contains(Beside.PRIORITY) ? result : result.withPriority(PRIORITY);
    return without.contains(Beside.DESCRIPTORS)
        ? result
        : result.withDescriptors(List.of(pipe.readEnd().fd()));
  }

  /// Returns what a line of JSON tells.
  ///
  /// @param type how the type is written
  static Set<Beside> found(String line, String type, Pipe pipe) throws IOException {
    var found = EnumSet.noneOf(Beside.class);
    for (var beside : Beside.values()) {
      var field =
          switch (beside) {
            case TYPE -> type;
            case PRIORITY -> "\"priority\":" + PRIORITY;
            case ADDRESS -> "\"from\":";
            case SENDER -> "\"pid\":" + ProcessHandle.current().pid() + ",";
            case DESCRIPTORS -> "\"fds\":[\"" + link(pipe.readEnd().fd()) + "\"";
          };
      if (line.contains(field)) {
        found.add(beside);
      }
    }
    return found;
  }

  /// The kernel's name for what is open, which is the same in both processes.
  private static Path link(Fd fd) throws IOException {
    var number = fd.borrow(n -> n);
    return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number));
  }
}
