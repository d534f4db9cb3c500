package dev.rohrpost.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.AddressBuffer;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Serves calls that come in datagrams. As with connections, one thread receives and carries out;
/// when a call takes long, another one goes on.
final class DatagramService {
  private static final int REMEMBERED_CALLS = 1024;

  /// What a call that takes long counts with: the most that its message and its reply need.
  static final long ROOM = 2L * (DatagramExchange.LONGEST + 1);

  private final DatagramSocket socket;
  private final RpcAddress at;
  private final Serving serving;
  private final AtomicInteger users = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicLong strays = new AtomicLong();
  private final DuplicateRequests duplicates = new DuplicateRequests(REMEMBERED_CALLS);
  private volatile boolean stopping;
  private volatile @Nullable Receiver receiver;

  DatagramService(DatagramSocket socket, RpcAddress at, Serving serving) {
    this.socket = socket;
    this.at = at;
    this.serving = serving;
  }

  /// {@return how many datagrams came that were no call}
  long strays() {
    return strays.get();
  }

  void start() {
    users.incrementAndGet();
    receive();
  }

  /// Has a thread receive, which counts as a user already.
  private void receive() {
    var next = new Receiver();
    receiver = next;
    next.thread.start();
    if (stopping) {
      next.stopReceiving();
    }
  }

  /// Takes no further calls; those that are being carried out are answered.
  ///
  /// @return whether all were before the deadline
  boolean stop(Deadline deadline) throws InterruptedException {
    stopping = true;
    var current = receiver;
    if (current != null) {
      current.stopReceiving();
    }
    return ended.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
  }

  void close() {
    socket.close();
  }

  private void leave() {
    if (users.decrementAndGet() == 0) {
      close();
      ended.countDown();
    }
  }

  private final class Receiver implements Runnable, SlowCalls.Watched {
    private final MemorySegment room =
        Arena.ofAuto().allocate(DatagramExchange.LONGEST + 1, Long.BYTES);
    private final AddressBuffer from = new AddressBuffer();
    private final Incoming incoming =
        serving.incoming(() -> new Caller(at, from.address(), Optional.empty()));
    private final XdrWriter reply = XdrWriter.withLimit(DatagramExchange.LONGEST);
    private final BufferSpace.Share space = serving.space().share();
    private final Turn turn = new Turn();
    private final Thread thread =
        Thread.ofPlatform().daemon().name("rohrpost-rpc " + socket).unstarted(this);
    private boolean receiving;

    @Override
    public Turn turn() {
      return turn;
    }

    @Override
    public Thread thread() {
      return thread;
    }

    @Override
    public void handOver() {
      if (!serving.takePlace()) {
        return;
      }
      if (!space.take(ROOM)) {
        serving.givePlace();
        return;
      }
      users.incrementAndGet(); // before this thread may be the last one to leave
      if (turn.takeAway()) {
        DatagramService.this.receive();
      } else {
        space.hold(0);
        serving.givePlace();
        leave();
      }
    }

    @Override
    public void run() {
      serving.slowCalls().add(this);
      try {
        while (!stopping && receive()) {
          reply.clear();
        }
      } catch (InterruptedException e) {
        // this thread ends, which is all that is asked
      } finally {
        serving.slowCalls().remove(this);
        space.hold(0);
        leave();
      }
    }

    /// Interrupts the thread, unless it is carrying out a call.
    synchronized void stopReceiving() {
      if (receiving) {
        thread.interrupt();
      }
    }

    private synchronized void setReceiving(boolean receives) {
      receiving = receives;
      if (!receives) {
        var _ = Thread.interrupted(); // meant for what is over
      }
    }

    /// {@return how long the message is; negative if no more are to be received}
    private int received() throws UnixException, InterruptedException {
      setReceiving(true);
      try {
        return !stopping && socket.receive(room, from, Deadline.NEVER) instanceof Transfer.Bytes it
            ? it.count()
            : -1;
      } finally {
        setReceiving(false);
      }
    }

    /// {@return whether this thread goes on to receive}
    private boolean receive() throws InterruptedException {
      try {
        var size = received();
        return size < 0 || carryOut(Math.min(size, room.byteSize()));
      } catch (UnixException e) {
        return !socket.socket().fd().isClosed(); // else the trouble of an earlier reply
      }
    }

    private boolean carryOut(long size) throws InterruptedException {
      if (size < DuplicateRequests.SHORTEST) {
        strays.incrementAndGet();
        return true;
      }
      if (Incoming.doesNothing(room)) { // however often
        return first(null, size);
      }
      var key = DuplicateRequests.Key.of(from.address(), room, size);
      return switch (duplicates.find(key)) {
        case DuplicateRequests.Known.New() -> first(key, size);
        case DuplicateRequests.Known.UnderWay _ -> true;
        case DuplicateRequests.Known.Answered(Object _, Opaque before) -> {
          sendAgain(before);
          yield true;
        }
      };
    }

    private boolean first(DuplicateRequests.@Nullable Key key, long size)
        throws InterruptedException {
      serving.slowCalls().begin(turn);
      boolean isCall;
      boolean reads;
      try {
        isCall = incoming.serve(room, 0, size, reply, turn.begun());
      } finally {
        reads = endCall(); // also of a service that fails with an error, which ends this thread
      }
      var answers = isCall && incoming.hasReply();
      if (key != null && answers) {
        duplicates.answered(key, Opaque.view(MemorySegment.ofArray(reply.toArray())));
      } else if (key != null) {
        duplicates.forget(key);
      }
      if (answers) {
        send(reply.contiguous());
      }
      if (!isCall) {
        strays.incrementAndGet();
      }
      incoming.release();
      return reads;
    }

    /// {@return whether this thread still is the one that receives}
    private boolean endCall() {
      var reads = turn.endCall();
      if (!reads) {
        serving.givePlace();
      }
      return reads;
    }

    private void sendAgain(Opaque bytes) throws InterruptedException {
      try (var arena = Arena.ofConfined()) {
        send(arena.allocate(bytes.size()).copyFrom(bytes.segment()));
      }
    }

    /// A reply that cannot be sent is lost like any datagram: the caller asks again.
    private void send(MemorySegment bytes) throws InterruptedException {
      try {
        if (!(socket.send(bytes, from, Deadline.NOW) instanceof Transfer.Bytes)) {
          var _ = socket.send(bytes, from, serving.replyDeadline());
        }
      } catch (UnixException e) {
        strays.incrementAndGet();
      }
    }
  }
}
