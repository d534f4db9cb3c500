package dev.rohrpost.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/// How two processes meet over sockets of junixsocket, by its channels, which are faster than its
/// streams.
final class JunixSockets {

  private JunixSockets() {}

  static Wire meet(SocketKind kind, Partner partner, int size) throws IOException {
    var folder = Files.createTempDirectory("rohrpost-bench");
    var path = folder.resolve("socket");
    try {
      var at = AFUNIXSocketAddress.of(path);
      if (kind == SocketKind.UNIX_STREAM) {
        try (var listener = AFUNIXServerSocketChannel.open()) {
          listener.bind(at);
          var _ = partner.start(path.toString());
          return new ChannelWire(listener.accept(), size);
        }
      }
      var channel = AFUNIXDatagramChannel.open();
      channel.bind(at);
      var _ = partner.start(path.toString());
      var hello = ByteBuffer.allocateDirect(size);
      channel.connect(channel.receive(hello));
      return new ChannelWire(channel, size);
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
  }

  static Wire call(SocketKind kind, String address, int size) throws IOException {
    var to = AFUNIXSocketAddress.of(Path.of(address));
    if (kind == SocketKind.UNIX_STREAM) {
      return new ChannelWire(AFUNIXSocketChannel.open(to), size);
    }
    var channel = AFUNIXDatagramChannel.open();
    channel.bind(AFUNIXSocketAddress.ofNewTempFile());
    channel.connect(to);
    endWithInput();
    var wire = new ChannelWire(channel, size);
    wire.send();
    return wire;
  }

  /// An empty datagram, by which ours end, does not arrive: the end of standard input has to do.
  private static void endWithInput() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            while (System.in.read() >= 0) {
              // nothing is said there
            }
          } catch (IOException e) {
            // that is an end too
          }
          Runtime.getRuntime().halt(0);
        });
  }
}
