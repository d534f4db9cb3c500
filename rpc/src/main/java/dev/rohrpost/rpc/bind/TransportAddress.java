package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.bind.protocol.Netbuf;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.xdr.Opaque;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Addresses as bytes of a `struct sockaddr` of this machine. They mean nothing on another one, but
/// versions 3 and 4 translate them for whoever asks.
final class TransportAddress {
  private static final short UNIX = 1;
  private static final short INTERNET = 2;
  private static final short INTERNET6 = 10;
  private static final int IN_SIZE = 16;
  private static final int IN6_SIZE = 28;
  private static final int UN_SIZE = 110;

  private static final Netbuf NOTHING = new Netbuf(0, Opaque.EMPTY);

  private TransportAddress() {}

  /// {@return the bytes of an address; none if the text is no address of the transport}
  static Netbuf of(Netid netid, String text) {
    return UniversalAddress.parse(netid, text)
        .map(address ->
            switch (address) {
              case RpcAddress.Tcp(var at) -> of(at);
              case RpcAddress.Udp(var at) -> of(at);
              case RpcAddress.Unix(UnixAddress.File(var path)) -> of(path.toString());
              case RpcAddress.Unix _ -> NOTHING;
            })
        .orElse(NOTHING);
  }

  private static Netbuf of(InternetAddress at) {
    var host = at.host().getAddress();
    var isIpv6 = host.length > 4;
    var bytes = room(isIpv6 ? IN6_SIZE : IN_SIZE, isIpv6 ? INTERNET6 : INTERNET);
    bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) at.port());
    if (isIpv6) {
      bytes.putInt(0); // the flow
    }
    return netbuf(bytes.put(host));
  }

  private static Netbuf of(String path) {
    var bytes = path.getBytes(StandardCharsets.UTF_8);
    return bytes.length > UN_SIZE - 3 ? NOTHING : netbuf(room(UN_SIZE, UNIX).put(bytes));
  }

  private static ByteBuffer room(int size, short family) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putShort(family);
  }

  private static Netbuf netbuf(ByteBuffer bytes) {
    var all = new byte[bytes.capacity()];
    bytes.get(0, all);
    return new Netbuf(all.length, Opaque.of(all));
  }

  /// {@return the universal address of bytes; empty if they are none}
  static String text(Netbuf address) {
    var bytes = ByteBuffer.wrap(address.buf().toArray()).order(ByteOrder.nativeOrder());
    try {
      return switch (bytes.getShort()) {
        case INTERNET -> internet(bytes, 4, 0);
        case INTERNET6 -> internet(bytes, 16, 4);
        case UNIX -> path(bytes);
        default -> "";
      };
    } catch (BufferUnderflowException | UnknownHostException e) {
      return "";
    }
  }

  private static String internet(ByteBuffer bytes, int size, int between)
      throws UnknownHostException {
    var port = Short.toUnsignedInt(bytes.order(ByteOrder.BIG_ENDIAN).getShort());
    var _ = bytes.position(Math.min(bytes.position() + between, bytes.limit()));
    var host = new byte[size];
    bytes.get(host);
    return UniversalAddress.of(
        RpcAddress.tcp(new InternetAddress(InetAddress.getByAddress(host), port)));
  }

  private static String path(ByteBuffer bytes) {
    var rest = new byte[bytes.remaining()];
    bytes.get(rest);
    var end = 0;
    while (end < rest.length && rest[end] != 0) {
      end++;
    }
    return new String(rest, 0, end, StandardCharsets.UTF_8);
  }
}
