package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A socket that others connect to.
///
/// Made by [StreamSocket#listen] and [SeqpacketSocket#listen].
///
/// @param <S> as what the connections are seen
public final class Listener<S extends AnySocket> implements AutoCloseable {
  private final Socket socket;
  private final Function<Socket, S> kind;
  private final @Nullable SocketFile file;

  private Listener(Socket socket, Function<Socket, S> kind, @Nullable SocketFile file) {
    this.socket = socket;
    this.kind = kind;
    this.file = file;
  }

  /// Binds and listens. What this throws, the methods that call it throw.
  ///
  /// @throws UnixException with EADDRINUSE if somebody listens there or something is at the path,
  ///   EADDRNOTAVAIL if the host is not this one, EACCES, ENOENT, ENOTDIR, EAFNOSUPPORT, EMFILE
  static <S extends AnySocket> Listener<S> open(
      Address at, SocketType type, Binding binding, Function<Socket, S> kind) throws UnixException {
    var socket = Socket.open(at.domain(), type, 0);
    Listener<S> listener = null;
    try {
      listener = new Listener<>(socket, kind, listening(socket, at, binding));
      return listener;
    } finally {
      if (listener == null) {
        socket.close();
      }
    }
  }

  /// Binds so that a restarted server gets its address again.
  private static @Nullable SocketFile listening(Socket socket, Address at, Binding binding)
      throws UnixException {
    if (at instanceof UnixAddress.File path) {
      return SocketFile.listen(socket, path, binding);
    }
    if (at instanceof InternetAddress) {
      socket.set(SocketOption.REUSE_ADDRESS, true);
    }
    socket.bind(at);
    socket.listen(binding.backlog());
    return null;
  }

  /// Takes over a socket of streams that listens already.
  ///
  /// @param socket of type [SocketType#STREAM]; closing the listener closes it, and leaves its
  ///   file. If this fails, the socket stays the caller's, open as it was
  /// @return what accepts its connections
  /// @throws IllegalArgumentException if it is of another type
  public static Listener<StreamSocket> adoptStreams(Socket socket) {
    if (!socket.isStream()) {
      throw new IllegalArgumentException("no stream socket: " + socket);
    }
    return new Listener<>(socket, StreamSocket::adopt, null);
  }

  /// Takes over a socket that listens already, whatever its type. Nothing is asked of the kernel,
  /// so this does not fail.
  ///
  /// @param socket closing the listener closes it, and leaves its file
  /// @return what accepts its connections
  public static Listener<Socket> adopt(Socket socket) {
    return new Listener<>(socket, accepted -> accepted, null);
  }

  /// {@return the socket that listens; for options, and to be passed on}
  public Socket socket() {
    return socket;
  }

  /// Tells where others connect to. A socket file is made under a temporary name, which is what the
  /// kernel goes on to call this socket, and each connection that it accepts.
  ///
  /// @return where it listens, with the port that the kernel has chosen; a path is absolute
  /// @throws UnixException with EBADF if it is closed
  public Address address() throws UnixException {
    var address = socket.localAddress();
    return file == null ? address : new UnixAddress.File(file.path());
  }

  /// Waits for a connection.
  ///
  /// @return the connection; the caller closes it
  /// @throws UnixException with EMFILE or ENFILE if there are too many descriptors: the connection
  ///   goes on waiting, so wait a little before the next try; EBADF if this listener is or gets
  ///   closed
  /// @throws InterruptedException if the thread is or gets interrupted
  public S accept() throws UnixException, InterruptedException {
    return accept(Deadline.NEVER).orElseThrow();
  }

  /// Waits for a connection until a deadline.
  ///
  /// @param deadline when to give up
  /// @return the connection, which the caller closes; empty if the deadline passed
  /// @throws UnixException as [#accept()]
  /// @throws InterruptedException if the thread is or gets interrupted
  public Optional<S> accept(Deadline deadline) throws UnixException, InterruptedException {
    return socket.accept(deadline).map(kind);
  }

  /// Ends the listening, removes the socket file that was made for it (unless another one is at its
  /// path by now), and resets the connections that nobody has accepted. Closing again does nothing.
  @Override
  public void close() {
    if (file != null && !socket.fd().isClosed()) {
      file.remove();
    }
    socket.close();
  }

  @Override
  public String toString() {
    return "listening " + socket;
  }
}
