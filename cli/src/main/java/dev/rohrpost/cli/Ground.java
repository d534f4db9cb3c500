package dev.rohrpost.cli;

import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Sender;
import dev.rohrpost.messaging.Traits;
import dev.rohrpost.pipe.Fifo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a carrier is tried: an endpoint to send to and one to receive from, made for one trial.
///
/// @param scene where the other process is
/// @param traits what the carrier is said to be
/// @param to for the sender
/// @param from for the receiver
record Ground(Scene scene, Traits traits, String to, String from) {
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
      case "sysv" -> same(scene, traits, scene.systemVQueue(2 + number));
      case "mq" -> same(scene, traits, scene.posixQueue("proof" + number));
      case "shm" -> same(scene, traits, scene.ring("proof" + number));
      case "unix", "unix-dgram", "unix-seqpacket" -> socket(scene, traits, scheme + ":" + path);
      case "tcp" -> socket(scene, traits, "tcp://127.0.0.1:" + Ports.tcp("127.0.0.1"));
      case "udp" -> socket(scene, traits, "udp://127.0.0.1:" + Ports.udp("127.0.0.1"));
      case "vsock" -> {
        Scene.requireVsock();
        yield new Ground(
            scene, traits, "vsock://1:" + key(number), "listen+vsock://:" + key(number));
      }
      case "signal" -> same(scene, traits, "signal:" + scene.partner().pid());
      default -> throw new IllegalArgumentException(scheme);
    };
  }

  private static int key(int number) {
    return (int) (ProcessHandle.current().pid() % 0x4_0000) << 6 | number;
  }

  private static Ground same(Scene scene, Traits traits, String uri) {
    return new Ground(scene, traits, uri, uri);
  }

  private static Ground socket(Scene scene, Traits traits, String uri) {
    return new Ground(scene, traits, uri, "listen+" + uri);
  }

  /// Tells whether messages can be sent before anybody is there to receive them.
  boolean isQueue() {
    return traits.direction() == Traits.Direction.HALF_DUPLEX;
  }

  Path path() {
    return Path.of(to.substring(to.indexOf(':') + 1));
  }

  /// Makes a message as the carrier wants it.
  Message message(String text) {
    var message = Message.of(text);
    return traits.beside().contains(Traits.Beside.TYPE) ? message.withType(1) : message;
  }

  /// Sends from here what the other process receives.
  ///
  /// @param options of `receive`
  /// @return what it received, one JSON object for each message or piece
  List<String> exchange(List<Message> messages, String... options)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(from));
    words.addAll(List.of(options));
    return scene.exchange(to, messages, words.toArray(String[]::new));
  }

  Sender sender() throws IOException, InterruptedException {
    return Scene.sender(to);
  }
}
