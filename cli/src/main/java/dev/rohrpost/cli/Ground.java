package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.Sender;
import dev.rohrpost.messaging.Traits;
import dev.rohrpost.pipe.Fifo;
import dev.rohrpost.pipe.Pipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Where a carrier is tried: an endpoint to send to and one to receive from, made for one trial.
/// How a carrier is handled depends on its scheme, and not on what is claimed of it.
///
/// @param scene what is cleared after the trial
/// @param traits what the carrier is said to be
/// @param partner the other process
/// @param to for a sender
/// @param from for a receiver
/// @param pipe of which the other process has inherited an end
record Ground(
    Scene scene, Traits traits, Partner partner, String to, String from, @Nullable Pipe pipe) {
  private static final Set<String> STREAMS = Set.of("fifo", "unix", "tcp", "vsock", "fd");
  private static final Set<String> QUEUES = Set.of("sysv", "mq");
  private static final Set<String> DATAGRAMS = Set.of("udp", "unix-dgram");

  /// The type of a message, where it has to have one.
  static final int TYPE = 1;

  /// Prepares a new one.
  static Ground prepare(Scene scene, Traits traits, int number)
      throws IOException, InterruptedException {
    var scheme = traits.scheme();
    var path = scene.folder().resolve(scheme + number);
    return switch (scheme) {
      case "fifo" -> {
        Fifo.create(path);
        yield same(scene, traits, "fifo:" + path);
      }
      case "fd" -> inherited(scene, traits);
      case "sysv" -> same(scene, traits, scene.systemVQueue(2 + number));
      case "mq" -> same(scene, traits, scene.posixQueue("proof" + number));
      case "shm" -> same(scene, traits, scene.ring("proof" + number));
      case "unix", "unix-dgram", "unix-seqpacket" -> socket(scene, traits, scheme + ":" + path);
      case "tcp" -> socket(scene, traits, "tcp://127.0.0.1:" + Ports.tcp("127.0.0.1"));
      case "udp" -> socket(scene, traits, "udp://127.0.0.1:" + Ports.udp("127.0.0.1"));
      case "vsock" -> {
        Scene.requireVsock();
        yield new Ground(
            scene,
            traits,
            scene.partner(),
            "vsock://1:" + key(number),
            "listen+vsock://:" + key(number),
            null);
      }
      case "signal" -> same(scene, traits, "signal:" + scene.partner().pid());
      default -> throw new IllegalArgumentException(scheme);
    };
  }

  private static int key(int number) {
    return (int) (ProcessHandle.current().pid() % 0x4_0000) << 6 | number;
  }

  private static Ground same(Scene scene, Traits traits, String uri) {
    return new Ground(scene, traits, scene.partner(), uri, uri, null);
  }

  private static Ground socket(Scene scene, Traits traits, String uri) {
    return new Ground(scene, traits, scene.partner(), uri, "listen+" + uri, null);
  }

  private static Ground inherited(Scene scene, Traits traits) throws IOException {
    var share = scene.heir().next();
    scene.leave(share.pipe());
    var uri = "fd:" + share.number();
    return new Ground(scene, traits, share.partner(), uri, uri, share.pipe());
  }

  /// Makes an endpoint of a descriptor, as if this process had inherited it: who opens it owns it.
  static String given(Fd fd) throws UnixException {
    var another = fd.duplicate(); // which is not closed here, because its number is given away
    return "fd:" + another.borrow(number -> number);
  }

  boolean isStream() {
    return STREAMS.contains(traits.scheme());
  }

  boolean isDatagram() {
    return DATAGRAMS.contains(traits.scheme());
  }

  /// Tells whether it has no ends: who has it open both sends and receives, and messages can be
  /// sent before anybody is there to receive them.
  boolean isQueue() {
    return QUEUES.contains(traits.scheme());
  }

  boolean isRing() {
    return traits.scheme().equals("shm");
  }

  boolean isPipe() {
    return traits.scheme().equals("fifo") || traits.scheme().equals("fd");
  }

  boolean isSocket() {
    return !isQueue() && !isRing() && !isPipe() && !isSignal();
  }

  boolean isSignal() {
    return traits.scheme().equals("signal");
  }

  boolean hasTypes() {
    return traits.scheme().equals("sysv");
  }

  boolean hasPriorities() {
    return traits.scheme().equals("mq");
  }

  /// Tells whether it never makes a sender wait.
  boolean isUdp() {
    return traits.scheme().equals("udp");
  }

  Path path() {
    return Path.of(to.substring(to.indexOf(':') + 1));
  }

  /// Makes a message as the carrier wants it.
  Message message(String text) {
    var message = Message.of(text);
    return hasTypes() ? message.withType(TYPE) : message;
  }

  /// Returns the words of a command that receives so many messages, or a whole stream.
  String[] receiving(int count, String... options) {
    var words = new ArrayList<>(List.of("receive", from, "--json"));
    if (!isStream()) {
      words.addAll(List.of("--count", Integer.toString(count)));
    }
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  /// Sends from here what the other process receives.
  ///
  /// @return what it received, one JSON object for each message or piece
  List<String> exchange(List<Message> messages) throws IOException, InterruptedException {
    partner.begin(receiving(messages.size(), "--timeout", "5s"));
    var reading = partner.reading(); // or it waits for us to read, while we wait for it to receive
    try (var sender = sender()) {
      for (var message : messages) {
        Scene.send(sender, message, to);
      }
    } finally {
      reading.await(); // also after a failure, or it would be taken for the next answer
    }
    return reading.await().orFail().lines();
  }

  /// Opens it for sending. A stream ends when this is closed, so it is the only one.
  Sender sender() throws IOException, InterruptedException {
    if (pipe == null) {
      return Scene.sender(to);
    }
    var sender = Scene.sender(given(pipe.writeEnd().fd()));
    pipe.writeEnd().close();
    return sender;
  }

  /// Opens it for receiving in this process.
  Receiver receiver() throws UnixException, InterruptedException {
    return Scene.receiver(pipe == null ? from : given(pipe.readEnd().fd()));
  }

  /// Both ends in this process.
  record Both(Sender sender, Receiver receiver) implements AutoCloseable {
    @Override
    public void close() {
      sender.close();
      receiver.close();
    }
  }

  /// Opens both ends here, at the same time: many carriers open one only together with the other.
  Both both() throws IOException, InterruptedException {
    var opening = CompletableFuture.supplyAsync(this::receiverOrFail, Thread::startVirtualThread);
    try {
      var sender = sender();
      try {
        return new Both(sender, opening.join());
      } catch (CompletionException e) {
        sender.close();
        throw new IOException(String.valueOf(e.getCause()), e);
      }
    } catch (IOException | IllegalArgumentException e) {
      var _ = opening.thenAccept(Receiver::close);
      throw e;
    }
  }

  private Receiver receiverOrFail() {
    try {
      return receiver();
    } catch (UnixException | InterruptedException e) {
      throw new CompletionException(e);
    }
  }
}
