package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.pipe.Fifo;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.Socket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One of the two endpoints that a [Relay] joins.
sealed interface RelaySide extends AutoCloseable permits RelayEnds, RelaySocket {
  /// How the endpoint is written, for messages.
  String name();

  /// Whether it can be read from, or is for writing only.
  boolean reads();

  /// Whether it can be written to.
  boolean writes();

  /// The descriptor that splice(2) may take from; empty for messages, and for what may bring
  /// descriptors, which splice(2) would drop.
  Optional<Fd> in();

  /// The descriptor that splice(2) may give to; empty for messages.
  Optional<Fd> out();

  /// Whether a message stays one, an empty one too.
  boolean keepsBorders();

  /// The most bytes that one write carries on.
  int longest() throws UnixException;

  boolean carriesDescriptors();

  /// Waits for a message, and tells how long it is; 0 for a stream, at once.
  int nextLength() throws UnixException, InterruptedException;

  /// Waits for bytes or a message; empty at the end.
  ///
  /// @param room not shorter than [#nextLength()]
  Optional<Piece> read(MemorySegment room) throws UnixException, InterruptedException;

  /// Writes bytes: all of a message, of a stream at least one.
  ///
  /// @param descriptors go with the first byte
  /// @param deadline with [Deadline#NEVER] all are written
  /// @return how many
  int write(MemorySegment bytes, List<Fd> descriptors, Deadline deadline)
      throws UnixException, InterruptedException;

  /// Nothing more will be written.
  void endWriting();

  /// Nothing more will be read.
  void endReading();

  /// Whether nobody is there any more who could read what is written.
  boolean isGone();

  /// Whether a connection that seems to have ended was reset instead.
  boolean wasReset();

  /// Whether a failure to write means that nothing can be read either.
  boolean isLostWhenWritingFails();

  /// Has closing tell the peer that the stream was cut, where there is a way to tell.
  void reset();

  @Override
  void close();

  /// A message, or bytes of a stream.
  ///
  /// @param bytes valid until the next read
  /// @param descriptors what came with it
  /// @param lost how many descriptors, at least, had no room in this process
  record Piece(MemorySegment bytes, List<Fd> descriptors, int lost) implements AutoCloseable {
    static Piece of(MemorySegment bytes) {
      return new Piece(bytes, List.of(), 0);
    }

    @Override
    public void close() {
      descriptors.forEach(Fd::close);
    }
  }

  /// Opens the side of an endpoint.
  ///
  /// @param first whether it is the first of the two: then a FIFO is read from, else written to
  /// @param other the endpoint that it is joined with
  static Optional<RelaySide> open(
      Endpoint endpoint, boolean first, Endpoint other, Deadline deadline)
      throws UnixException, InterruptedException {
    var name = endpoint.toString();
    return switch (endpoint) {
      case Endpoint.NamedPipe(var path) ->
          first
              ? Fifo.openForReading(path, deadline).map(end -> RelayEnds.of(name, end, null))
              : Fifo.openForWriting(path, deadline).map(end -> RelayEnds.of(name, null, end));
      case Endpoint.Standard() ->
          Optional.of(RelayEnds.of(name, new ReadEnd(Fd.inherit(0)), new WriteEnd(Fd.inherit(1))));
      case Endpoint.Descriptor(var number) -> inherited(name, number, deadline);
      case Endpoint.UnixSocket _, Endpoint.Internet _, Endpoint.Vsock _ -> {
        var isPeer = SocketCarriers.isSocket(other);
        yield SocketCarriers.both(endpoint, isPeer, deadline)
            .map(socket -> RelaySocket.ours(name, socket));
      }
      case Endpoint.SignalTo _, Endpoint.SystemVQueue _, Endpoint.PosixQueue _, Endpoint.Ring _ ->
          throw refused(endpoint);
    };
  }

  static RefusedException refused(Endpoint endpoint) {
    return new RefusedException(
        endpoint.toString(), "be relayed", "join receive and send by a pipe");
  }

  private static Optional<RelaySide> inherited(String name, int number, Deadline deadline)
      throws UnixException, InterruptedException {
    var fd = Fd.inherit(number);
    if (fd.kind() == FdKind.SOCKET) {
      var socket = Socket.adopt(fd);
      if (!socket.isListening()) {
        return Optional.of(RelaySocket.shared(name, socket));
      }
      try (var listener = Listener.adopt(socket)) {
        return listener.accept(deadline).map(accepted -> RelaySocket.ours(name, accepted));
      }
    }
    var access = access(number);
    return Optional.of(
        RelayEnds.of(
            name, access == 1 ? null : new ReadEnd(fd), access == 0 ? null : new WriteEnd(fd)));
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
}
