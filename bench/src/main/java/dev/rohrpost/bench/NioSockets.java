package dev.rohrpost.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/// How two processes meet over sockets of the JDK.
final class NioSockets {

  private NioSockets() {}

  static Wire meet(SocketKind kind, Partner partner, int size) throws IOException {
    return kind == SocketKind.TCP ? meetTcp(partner, size) : meetUnix(partner, size);
  }

  private static Wire meetTcp(Partner partner, int size) throws IOException {
    try (var listener = ServerSocketChannel.open()) {
      var at = listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var port = ((InetSocketAddress) at.getLocalAddress()).getPort();
      var _ = partner.start(Integer.toString(port));
      return new ChannelWire(atOnce(listener.accept()), size);
    }
  }

  private static Wire meetUnix(Partner partner, int size) throws IOException {
    var folder = Files.createTempDirectory("rohrpost-bench");
    var path = folder.resolve("socket");
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      var _ = partner.start(path.toString());
      return new ChannelWire(listener.accept(), size);
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
  }

  static Wire call(SocketKind kind, String address, int size) throws IOException {
    if (kind == SocketKind.TCP) {
      var port = Integer.parseInt(address);
      var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      return new ChannelWire(atOnce(SocketChannel.open(to)), size);
    }
    return new ChannelWire(SocketChannel.open(UnixDomainSocketAddress.of(address)), size);
  }

  private static SocketChannel atOnce(SocketChannel channel) throws IOException {
    return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }
}
