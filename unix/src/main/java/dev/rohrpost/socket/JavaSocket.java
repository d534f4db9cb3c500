package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A UNIX socket that looks like one of TCP. There is no [SocketImpl] behind it, so every method
/// that would ask for one is here.
final class JavaSocket extends java.net.Socket {
  private final UnixAddress to;
  private final StreamSocket stream;
  private final JavaSocketStreams streams;
  private volatile @Nullable SocketAddress endpoint;
  private volatile boolean inputShut;
  private volatile boolean outputShut;

  private JavaSocket(UnixAddress to, StreamSocket stream) throws SocketException {
    super((SocketImpl) null);
    this.to = to;
    this.stream = stream;
    this.streams = new JavaSocketStreams(this, stream);
  }

  static JavaSocket open(UnixAddress to) throws IOException {
    return new JavaSocket(to, StreamSocket.adopt(Socket.open(Domain.UNIX, SocketType.STREAM, 0)));
  }

  @Override
  public void connect(SocketAddress asked) throws IOException {
    connect(asked, 0);
  }

  @Override
  public void connect(SocketAddress asked, int milliseconds) throws IOException {
    checkOpen();
    if (isConnected()) {
      throw new SocketException("already connected");
    }
    try {
      if (!stream.socket().connect(to, deadline(milliseconds))) {
        throw new SocketTimeoutException("connect timed out: " + to);
      }
      endpoint = asked;
    } catch (UnixException e) {
      throw isClosed()
          ? closed(e)
          : (IOException) new ConnectException(e.getMessage()).initCause(e);
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      if (!isConnected()) {
        close();
      }
    }
  }

  private static Deadline deadline(int milliseconds) {
    if (milliseconds < 0) {
      throw new IllegalArgumentException("a time-out of " + milliseconds + " ms");
    }
    return milliseconds == 0 ? Deadline.NEVER : Deadline.after(Duration.ofMillis(milliseconds));
  }

  static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /// What streams and options of a [java.net.Socket] fail with.
  SocketException failure(UnixException e) {
    return isClosed() ? closed(e) : new SocketException(e.getMessage(), e);
  }

  private static SocketException closed(UnixException e) {
    return new SocketException("Socket closed", e);
  }

  private void checkOpen() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
  }

  private void checkConnected() throws SocketException {
    checkOpen();
    if (!isConnected()) {
      throw new SocketException("Socket is not connected");
    }
  }

  /// It needs no name of its own.
  @Override
  public void bind(@Nullable SocketAddress local) throws IOException {
    checkOpen();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    checkConnected();
    if (inputShut) {
      throw new SocketException("Socket input is shutdown");
    }
    return streams.in();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    checkConnected();
    if (outputShut) {
      throw new SocketException("Socket output is shutdown");
    }
    return streams.out();
  }

  @Override
  public void shutdownInput() throws IOException {
    checkConnected();
    shutdown(Direction.RECEIVING);
    inputShut = true;
  }

  @Override
  public void shutdownOutput() throws IOException {
    checkConnected();
    shutdown(Direction.SENDING);
    outputShut = true;
  }

  private void shutdown(Direction direction) throws SocketException {
    try {
      stream.shutdown(direction);
    } catch (UnixException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    stream.close();
  }

  @Override
  public boolean isConnected() {
    return endpoint != null;
  }

  @Override
  public boolean isBound() {
    return isConnected();
  }

  @Override
  public boolean isClosed() {
    return !stream.isOpen();
  }

  @Override
  public boolean isInputShutdown() {
    return inputShut;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShut;
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return endpoint;
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return switch (endpoint) {
      case null -> null;
      case InetSocketAddress internet when internet.getAddress() != null -> internet.getAddress();
      default -> InetAddress.getLoopbackAddress();
    };
  }

  @Override
  public int getPort() {
    return endpoint instanceof InetSocketAddress internet ? internet.getPort() : 0;
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return isConnected() ? new InetSocketAddress(getLocalAddress(), 0) : null;
  }

  @Override
  public InetAddress getLocalAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public int getLocalPort() {
    return isConnected() ? 0 : -1;
  }

  @Override
  public @Nullable SocketChannel getChannel() {
    return null;
  }

  @Override
  public void setSoTimeout(int milliseconds) throws SocketException {
    checkOpen();
    streams.setPatience(deadline(milliseconds) == Deadline.NEVER ? 0 : milliseconds);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    checkOpen();
    return streams.patience();
  }

  @Override
  public void setSendBufferSize(int bytes) throws SocketException {
    set(SocketOption.SEND_BUFFER, bytes);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return get(SocketOption.SEND_BUFFER);
  }

  @Override
  public void setReceiveBufferSize(int bytes) throws SocketException {
    set(SocketOption.RECEIVE_BUFFER, bytes);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(SocketOption.RECEIVE_BUFFER);
  }

  private void set(SocketOption<Integer> option, int value) throws SocketException {
    if (value < 1) {
      throw new IllegalArgumentException("a buffer of " + value + " bytes");
    }
    try {
      stream.socket().set(option, value);
    } catch (UnixException e) {
      throw failure(e);
    }
  }

  private int get(SocketOption<Integer> option) throws SocketException {
    try {
      return stream.socket().get(option);
    } catch (UnixException e) {
      throw failure(e);
    }
  }

  @Override
  public <T> java.net.Socket setOption(java.net.SocketOption<T> option, T value)
      throws IOException {
    if (option.equals(StandardSocketOptions.SO_SNDBUF)) {
      setSendBufferSize((Integer) value);
    } else if (option.equals(StandardSocketOptions.SO_RCVBUF)) {
      setReceiveBufferSize((Integer) value);
    } else {
      throw unsupported(option);
    }
    return this;
  }

  @Override
  public <T> T getOption(java.net.SocketOption<T> option) throws IOException {
    if (option.equals(StandardSocketOptions.SO_SNDBUF)) {
      return option.type().cast(getSendBufferSize());
    }
    if (option.equals(StandardSocketOptions.SO_RCVBUF)) {
      return option.type().cast(getReceiveBufferSize());
    }
    throw unsupported(option);
  }

  private static UnsupportedOperationException unsupported(java.net.SocketOption<?> option) {
    return new UnsupportedOperationException("a UNIX socket has no " + option);
  }

  @Override
  public Set<java.net.SocketOption<?>> supportedOptions() {
    return Set.of(StandardSocketOptions.SO_SNDBUF, StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public void sendUrgentData(int data) throws IOException {
    throw new SocketException("a UNIX socket has no urgent data here");
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    checkOpen();
  }

  /// Nothing is held back to be sent with more.
  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    checkOpen();
  }

  @Override
  public int getSoLinger() {
    return -1;
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    checkOpen();
  }

  @Override
  public boolean getOOBInline() {
    return false;
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    checkOpen();
  }

  @Override
  public boolean getKeepAlive() {
    return false;
  }

  @Override
  public void setTrafficClass(int value) throws SocketException {
    checkOpen();
  }

  @Override
  public int getTrafficClass() {
    return 0;
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    checkOpen();
  }

  @Override
  public boolean getReuseAddress() {
    return false;
  }

  @Override
  public String toString() {
    return "socket to " + to;
  }
}
