package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.pipe.Fifo;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.SeqpacketSocket;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.socket.StreamSocket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One of the two endpoints that a [Relay] joins.
sealed interface RelaySide extends AutoCloseable {
  /// Whether it can be read from, or is for writing only.
  boolean reads();

  /// Whether it can be written to.
  boolean writes();

  /// What splice(2) may take from; empty for messages.
  Optional<Fd> in();

  /// What splice(2) may give to; empty for messages.
  Optional<Fd> out();

  /// Waits for bytes or a message; -1 at the end.
  int read(MemorySegment into) throws UnixException, InterruptedException;

  void write(MemorySegment bytes) throws UnixException, InterruptedException;

  /// Nothing more will be written.
  void endWriting();

  /// Nothing more will be read.
  void endReading();

  /// Whether nobody is there any more who could read what is written.
  boolean isGone();

  @Override
  void close();

  /// Opens the side of an endpoint.
  ///
  /// @param first whether it is the first of the two: then a FIFO is read from, else written to
  static Optional<RelaySide> open(Endpoint endpoint, boolean first, Deadline deadline)
      throws UnixException, InterruptedException {
    return switch (endpoint) {
      case Endpoint.NamedPipe(var path) ->
          first
              ? Fifo.openForReading(path, deadline).map(end -> Ends.of(end, null))
              : Fifo.openForWriting(path, deadline).map(end -> Ends.of(null, end));
      case Endpoint.Standard() ->
          Optional.of(Ends.of(new ReadEnd(Fd.inherit(0)), new WriteEnd(Fd.inherit(1))));
      case Endpoint.Descriptor(var number) -> Optional.of(inherited(number));
      case Endpoint.UnixSocket _, Endpoint.Internet _, Endpoint.Vsock _ ->
          SocketCarriers.both(endpoint, deadline).map(OfSocket::new);
      case Endpoint.SignalTo _, Endpoint.SystemVQueue _, Endpoint.PosixQueue _, Endpoint.Ring _ ->
          throw new RefusedException(
              endpoint.toString(), "be relayed", "join receive and send by a pipe");
    };
  }

  private static RelaySide inherited(int number) throws UnixException {
    var fd = Fd.inherit(number);
    if (fd.kind() == FdKind.SOCKET) {
      return OfSocket.of(Socket.of(fd));
    }
    var access = access(number);
    return Ends.of(access == 1 ? null : new ReadEnd(fd), access == 0 ? null : new WriteEnd(fd));
  }

  /// What the descriptor was opened for: `O_RDONLY` is 0, `O_WRONLY` 1, `O_RDWR` 2.
  private static int access(int number) {
    try {
      var info = Files.readString(Path.of("/proc/self/fdinfo/" + number));
      var flags = Pattern.compile("flags:\\s+[0-7]*([0-7])").matcher(info);
      return flags.find() ? Integer.parseInt(flags.group(1)) & 3 : 2;
    } catch (IOException e) {
      return 2;
    }
  }

  /// Ends of streams.
  ///
  /// @param readEnd empty if it is for writing only
  /// @param writeEnd empty if it is for reading only
  record Ends(Optional<ReadEnd> readEnd, Optional<WriteEnd> writeEnd) implements RelaySide {
    static RelaySide of(@Nullable ReadEnd readEnd, @Nullable WriteEnd writeEnd) {
      return new Ends(Optional.ofNullable(readEnd), Optional.ofNullable(writeEnd));
    }

    @Override
    public boolean reads() {
      return readEnd.isPresent();
    }

    @Override
    public boolean writes() {
      return writeEnd.isPresent();
    }

    @Override
    public Optional<Fd> in() {
      return readEnd.map(ReadEnd::fd);
    }

    @Override
    public Optional<Fd> out() {
      return writeEnd.map(WriteEnd::fd);
    }

    @Override
    public int read(MemorySegment into) throws UnixException, InterruptedException {
      return readEnd.orElseThrow().read(into);
    }

    @Override
    public void write(MemorySegment bytes) throws UnixException, InterruptedException {
      writeEnd.orElseThrow().write(bytes);
    }

    @Override
    public void endWriting() {
      writeEnd.ifPresent(WriteEnd::close);
    }

    @Override
    public void endReading() {
      readEnd.ifPresent(ReadEnd::close);
    }

    @Override
    public boolean isGone() {
      return false;
    }

    @Override
    public void close() {
      endReading();
      endWriting();
    }
  }

  /// A socket.
  ///
  /// @param socket connected
  record OfSocket(AnySocket socket) implements RelaySide {
    static RelaySide of(Socket socket) {
      var type = socket.type();
      return new OfSocket(
          type.equals(SocketType.STREAM)
              ? StreamSocket.of(socket)
              : type.equals(SocketType.SEQPACKET) ? SeqpacketSocket.of(socket) : socket);
    }

    @Override
    public boolean reads() {
      return true;
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public Optional<Fd> in() {
      return socket instanceof StreamSocket ? Optional.of(socket.socket().fd()) : Optional.empty();
    }

    @Override
    public Optional<Fd> out() {
      return in();
    }

    @Override
    public int read(MemorySegment into) throws UnixException, InterruptedException {
      return switch (socket) {
        case StreamSocket stream -> stream.read(into);
        case SeqpacketSocket packets -> cut(packets.receive(into), into);
        case DatagramSocket datagrams -> cut(datagrams.receive(into), into);
        case Socket other -> cut(other.receive(into), into);
      };
    }

    private static int cut(int length, MemorySegment into) {
      return (int) Math.min(length, into.byteSize());
    }

    @Override
    public void write(MemorySegment bytes) throws UnixException, InterruptedException {
      if (socket instanceof StreamSocket stream) {
        stream.write(bytes);
      } else {
        var _ = socket.socket().send(bytes);
      }
    }

    @Override
    public void endWriting() {
      shutdown(Direction.SENDING);
    }

    @Override
    public void endReading() {
      shutdown(Direction.RECEIVING);
    }

    private void shutdown(Direction direction) {
      try {
        socket.socket().shutdown(direction);
      } catch (UnixException e) {
        // the peer has gone: nothing is left to be ended
      }
    }

    @Override
    public boolean isGone() {
      try {
        return socket.socket().hasHungUp();
      } catch (UnixException e) {
        return true;
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
