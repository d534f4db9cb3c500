package dev.rohrpost.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.SocketFactory;

/// Lets a client that was written for TCP, such as a database driver or an HTTP client, talk to a
/// server at a UNIX socket: it asks for a host and a port, and always gets the one socket.
///
/// What it gets is a [java.net.Socket] with streams, time-outs and half-close, in front of a
/// [StreamSocket]; layers such as TLS can be put on it. It says of itself what it was asked for, as
/// a connection through a proxy does. Options of TCP have no effect. Unlike the sockets of the JDK,
/// it ends a wait when its thread is interrupted, with [java.io.InterruptedIOException], and stays
/// open.
///
/// ```java
/// properties.put("socketFactory", UnixSocketFactory.class.getName()); // of the PostgreSQL driver
/// properties.put("socketFactoryArg", "/run/postgresql/.s.PGSQL.5432");
/// ```
///
/// Programs that need a channel and no such disguise use a [StreamSocket], which is one.
public final class UnixSocketFactory extends SocketFactory {
  private final UnixAddress to;

  /// Makes a factory of connections to a socket.
  ///
  /// @param name its path, or an abstract name after an `@`, as in [UnixAddress#of]
  /// @throws IllegalArgumentException if that is empty or too long
  public UnixSocketFactory(String name) {
    this(UnixAddress.of(name));
  }

  /// Makes a factory of connections to a socket.
  ///
  /// @param to its address
  public UnixSocketFactory(UnixAddress to) {
    this.to = to;
  }

  /// Opens a socket that is not connected. Wherever it is told to connect to, it connects to the
  /// UNIX socket.
  ///
  /// @return the socket, which the caller closes
  /// @throws dev.rohrpost.UnixException with EMFILE or ENFILE
  @Override
  public java.net.Socket createSocket() throws IOException {
    return JavaSocket.open(to);
  }

  /// Connects to the UNIX socket, as do all the methods of this name.
  ///
  /// @param host what the socket is to say it is connected to
  /// @param port as well
  /// @return the socket, which the caller closes
  /// @throws java.net.ConnectException if that fails, caused by what [Socket#connect] says
  /// @throws java.io.InterruptedIOException if the thread is or gets interrupted
  @Override
  public java.net.Socket createSocket(String host, int port) throws IOException {
    return connected(InetSocketAddress.createUnresolved(host, port));
  }

  @Override
  public java.net.Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public java.net.Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public java.net.Socket createSocket(
      InetAddress address, int port, InetAddress localAddress, int localPort) throws IOException {
    return createSocket(address, port);
  }

  private java.net.Socket connected(InetSocketAddress endpoint) throws IOException {
    var socket = createSocket();
    socket.connect(endpoint); // closes it if that fails
    return socket;
  }

  @Override
  public String toString() {
    return "sockets to " + to;
  }
}
