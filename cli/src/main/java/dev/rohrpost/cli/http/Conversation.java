package dev.rohrpost.cli.http;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.StreamSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The requests of one client, one after the other.
final class Conversation implements AutoCloseable {
  private static final int PIECE = 16 * 1024;

  private final StreamSocket client;
  private final EchoServer.Patience patience;
  private final Runnable requested;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment piece = arena.allocate(PIECE);

  /// What has come and was not answered yet: the next request, or a part of it.
  private byte[] bytes = new byte[PIECE];

  private int count;

  /// @param requested is run when a request has come as a whole, before its answer goes out
  Conversation(StreamSocket client, EchoServer.Patience patience, Runnable requested) {
    this.client = client;
    this.patience = patience;
    this.requested = requested;
  }

  /// Answers the next request.
  ///
  /// @return false if the client has had enough, or is not worth waiting for
  boolean answerOne() throws UnixException, InterruptedException {
    if (count == 0 && !readMore(Deadline.after(patience.idle()))) {
      return false; // silent, or at its end
    }
    var parser = new RequestParser();
    var deadline = Deadline.after(patience.request());
    while (true) {
      forget(RequestParser.emptyLines(bytes, count));
      switch (parser.look(bytes, count)) {
        case RequestParser.Step.Whole step -> {
          requested.run();
          write(Page.of(bytes, step));
          forget(step.length());
          return step.staysOpen();
        }
        case RequestParser.Step.Refused step -> {
          refuse(step);
          return false;
        }
        case RequestParser.Step.Continue _ -> write(Page.proceed());
        case RequestParser.Step.More _ -> {
          if (!readMore(deadline)) {
            if (deadline.hasPassed() && count > 0) {
              refuse(new RequestParser.Step.Refused(408, "the request did not come to its end"));
            }
            return false;
          }
        }
      }
    }
  }

  /// Closing with bytes unread would reset the connection, and the client would not see why.
  private void refuse(RequestParser.Step.Refused step) throws UnixException, InterruptedException {
    write(Page.refusal(step));
    client.shutdown(Direction.SENDING);
    var deadline = Deadline.after(patience.answer());
    var rest = RequestParser.LONGEST_CONTENT;
    while (rest > 0 && client.read(piece, deadline) instanceof Transfer.Bytes(int number)) {
      rest -= number;
    }
  }

  /// Waits for more bytes; false if there are none in time, or at all.
  private boolean readMore(Deadline deadline) throws UnixException, InterruptedException {
    if (!(client.read(piece, deadline) instanceof Transfer.Bytes(int number))) {
      return false;
    }
    if (bytes.length - count < number) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    MemorySegment.copy(piece, ValueLayout.JAVA_BYTE, 0, bytes, count, number);
    count += number;
    return true;
  }

  private void forget(int length) {
    System.arraycopy(bytes, length, bytes, 0, count - length);
    count -= length;
  }

  private void write(byte[] answer) throws UnixException, InterruptedException {
    var deadline = Deadline.after(patience.answer());
    for (var at = 0; at < answer.length; ) {
      var size = Math.min(PIECE, answer.length - at);
      MemorySegment.copy(answer, at, piece, ValueLayout.JAVA_BYTE, 0, size);
      at += size;
      for (var done = 0; done < size; ) {
        if (!(client.write(piece.asSlice(done, size - done), deadline)
            instanceof Transfer.Bytes(int number))) {
          throw UnixException.verdict("send", client.toString(), "the client does not read");
        }
        done += number;
      }
    }
  }

  @Override
  public void close() {
    client.close();
    arena.close();
  }
}
