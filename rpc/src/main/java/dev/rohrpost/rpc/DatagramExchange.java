package dev.rohrpost.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.AddressBuffer;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.xdr.XdrReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Calls over UDP: a message that gets no reply is sent again, with the same xid. The socket is
/// connected, so that only replies of the peer come.
final class DatagramExchange extends Exchange {
  /// The longest message that UDP carries over IPv4.
  static final int LONGEST = 65_507;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /// Callers that began together should not all repeat together.
  private static final double JITTER = 0.1;

  private final DatagramSocket socket;
  private final AddressBuffer from = new AddressBuffer();
  private volatile @Nullable Deadline shared;
  private final MemorySegment buffer = Arena.ofAuto().allocate(LONGEST + 1, Long.BYTES);

  DatagramExchange(DatagramSocket socket) {
    this.socket = socket;
  }

  @Override
  void transmit(PendingCall call, Deadline deadline) throws UnixException, InterruptedException {
    call.begun = true;
    call.pause = FIRST_PAUSE;
    call.patience = firstPatience();
    socket.send(call.message.contiguous());
    call.sent = true;
  }

  /// Calls that are made at the same time share theirs: it is made so often that it is to cost
  /// nothing.
  private Deadline firstPatience() {
    var first = shared;
    if (first == null || first.remainingNanos() < FIRST_PAUSE.toNanos() * (1 - JITTER)) {
      first = Deadline.after(varied(FIRST_PAUSE));
      shared = first;
    }
    return first;
  }

  private static Duration varied(Duration pause) {
    var jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble(0, 1);
    return Duration.ofNanos((long) (pause.toNanos() * jitter));
  }

  @Override
  boolean takesOverWriting(PendingCall call) {
    return false;
  }

  @Override
  void write(PendingCall call, Deadline deadline) {
    throw new AssertionError("each thread sends its own datagrams");
  }

  @Override
  Deadline patience(PendingCall call, Deadline deadline) {
    return call.patience.remainingNanos() < deadline.remainingNanos() ? call.patience : deadline;
  }

  @Override
  void repeat(PendingCall call) throws UnixException, InterruptedException {
    if (call.patience.hasPassed()) {
      var twice = call.pause.multipliedBy(2);
      call.pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      call.patience = Deadline.after(varied(call.pause));
      socket.send(call.message.contiguous());
    }
  }

  @Override
  boolean forget(PendingCall call) {
    return true;
  }

  @Override
  @Nullable XdrReader receive(PendingCall mine, Deadline until)
      throws IOException, InterruptedException {
    return socket.receive(buffer, from, until) instanceof Transfer.Bytes(int count)
        ? dispatch(buffer, 0, Math.min(count, buffer.byteSize()), mine, null)
        : null;
  }

  @Override
  void closeSocket() {
    socket.close();
  }
}
