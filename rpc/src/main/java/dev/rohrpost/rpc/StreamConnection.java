package dev.rohrpost.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.Gather;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection to a server. One thread reads, and carries out each call where it was read; when a
/// call takes long, another thread goes on to read. Replies that are ready together leave in one
/// write.
final class StreamConnection {
  private static final int MARK = 4;
  private static final int LAST_FRAGMENT = 0x8000_0000;

  /// How many bytes of replies are kept back while further calls are at hand.
  private static final int BATCH = 64 << 10;

  /// How long a connection that has become idle keeps the memory of a large message or reply.
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final StreamSocket socket;
  private final Serving serving;
  private final Consumer<StreamConnection> whenClosed;
  private final Caller caller;

  /// What stays the same of the caller when it connects again: the host, or the process.
  private final Object peer;

  /// Tells this connection from others of the same caller.
  private final Object identity = new Object();

  private final ReplyWriter writer;

  /// How many threads use the connection; the last one closes it.
  private final AtomicInteger users = new AtomicInteger();

  /// When the last call ended that took long, as [System#nanoTime()] says it; 0 before the first.
  private volatile long slowCallEnded;

  StreamConnection(
      StreamSocket socket, RpcAddress to, Serving serving, Consumer<StreamConnection> whenClosed)
      throws UnixException {
    this.socket = socket;
    this.writer = new ReplyWriter(socket, serving);
    this.serving = serving;
    this.whenClosed = whenClosed;
    var address = socket.socket().peerAddress();
    this.caller =
        new Caller(
            to,
            address,
            address instanceof UnixAddress
                ? Optional.of(socket.socket().peerCredentials())
                : Optional.empty());
    this.peer =
        address instanceof InternetAddress internet
            ? internet.host()
            : caller.credentials().map(Object.class::cast).orElse(address);
  }

  void start() {
    users.incrementAndGet();
    var limits = serving.limits();
    read(new RecordReader(limits.record(), limits.fragments()), MemorySegment.NULL);
  }

  /// Has a thread read, which counts as a user already.
  private void read(RecordReader records, MemorySegment earlier) {
    var reader = new Reader(records, earlier);
    serving.threads().start("rohrpost-rpc " + caller.address(), reader);
  }

  /// Takes no further calls; those that are being carried out are answered.
  void stop() {
    try {
      socket.shutdown(Direction.RECEIVING);
    } catch (UnixException e) {
      close(); // the peer is gone already
    }
  }

  void close() {
    socket.close();
  }

  private void leave() {
    if (users.decrementAndGet() == 0) {
      close();
      whenClosed.accept(this);
    }
  }

  /// A thread that reads, until the connection ends or the reading is taken away from it.
  private final class Reader implements Runnable, SlowCalls.Watched {
    private final RecordReader records;
    private final Incoming incoming = serving.incoming(() -> caller);
    private final BufferSpace.Share space = serving.space().share();
    private XdrWriter replies = XdrWriter.create();
    private final Gather parts = ReplyWriter.gather();
    private final Turn turn = new Turn();
    private volatile @Nullable Thread thread;

    /// Replies to earlier calls that were not written yet. When the reading is taken away, they go
    /// with it.
    private MemorySegment earlier;

    Reader(RecordReader records, MemorySegment earlier) {
      this.records = records;
      this.earlier = earlier;
    }

    @Override
    public Turn turn() {
      return turn;
    }

    @Override
    public @Nullable Thread thread() {
      return thread;
    }

    @Override
    public void handOver() {
      if (users.get() >= serving.limits().callsPerConnection() || !serving.takePlace()) {
        return;
      }
      users.incrementAndGet(); // before this thread may be the last one to leave
      if (turn.takeAway()) {
        records.leaveRecord();
        read(records, earlier);
      } else {
        serving.givePlace();
        leave();
      }
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      serving.slowCalls().add(this);
      space.hold(kept());
      try {
        writer.write(earlier);
        serve();
      } catch (IOException | RecordReader.MalformedException | InterruptedException e) {
        close();
      } finally {
        serving.slowCalls().remove(this);
        space.hold(0);
        leave();
      }
    }

    private void serve() throws IOException, RecordReader.MalformedException, InterruptedException {
      var whole = Deadline.NEVER;
      do {
        while (records.next()) {
          whole = Deadline.NEVER;
          if (!taken()) {
            return;
          }
        }
        flush();
        if (!records.isWithinRecord()) {
          whole = Deadline.NEVER;
        } else if (whole == Deadline.NEVER) {
          whole = Deadline.after(serving.limits().recordTime());
        }
      } while (receive(whole));
    }

    /// {@return false at the end, or when a message takes too long to become whole}
    private boolean receive(Deadline whole) throws UnixException, InterruptedException {
      if (space.isWanted()) {
        giveBack();
      }
      if (!serving.space().awaitReading(whole)) {
        return false;
      }
      var wish = records.wish();
      if (wish > 0 && space.take(wish)) {
        records.widen();
      }
      var growth = records.growth();
      if (growth > 0 && !space.grow(growth, whole)) {
        return false;
      }
      var room = records.room();
      space.hold(kept());
      if (whole != Deadline.NEVER) {
        return came(socket.read(room, whole));
      }
      var idle = serving.idleDeadline();
      if ((kept() > 0 || replies.capacity() > 2 * RecordReader.SMALLEST)
          && idle.remainingNanos() > KEPT.toNanos()) {
        var sooner = socket.read(room, Deadline.after(KEPT));
        if (!(sooner instanceof Transfer.TimedOut)) {
          return came(sooner);
        }
        giveBack();
        room = records.room();
      }
      if (idle != Deadline.NEVER) {
        return receive(room, idle);
      }
      var count = socket.read(room);
      records.came(Math.max(0, count));
      return count > 0;
    }

    /// {@return false also when the connection was idle for too long}
    private boolean receive(MemorySegment room, Deadline idle)
        throws UnixException, InterruptedException {
      var what = socket.read(room, idle);
      while (what instanceof Transfer.TimedOut) {
        var until = idleUntil();
        if (until.hasPassed()) {
          return false;
        }
        what = socket.read(room, until);
      }
      return came(what);
    }

    /// Tells until when a connection may go on to be idle over which nothing has come for the time
    /// of an idle one: while a call takes long it is not, and then it has all its time again.
    private Deadline idleUntil() {
      if (users.get() > 1) {
        return serving.idleDeadline();
      }
      var ended = slowCallEnded;
      return ended == 0
          ? Deadline.NOW
          : Deadline.after(serving.limits().idleTime().minusNanos(System.nanoTime() - ended));
    }

    private boolean came(Transfer what) {
      if (what instanceof Transfer.Bytes(int count)) {
        records.came(count);
        return true;
      }
      return false;
    }

    private long kept() {
      return records.capacity() - RecordReader.SMALLEST;
    }

    private void giveBack() {
      records.shrink();
      space.hold(kept());
      if (replies.capacity() > RecordReader.SMALLEST) {
        replies = XdrWriter.create();
      }
    }

    /// Carries out a call, if that was not done already for a caller that lost its connection.
    ///
    /// @return whether this thread goes on to read
    private boolean taken()
        throws IOException, RecordReader.MalformedException, InterruptedException {
      var known = serving.replies();
      var size = records.end() - records.start();
      if (known == null || size < DuplicateRequests.SHORTEST) {
        return carryOut(null);
      }
      var key =
          DuplicateRequests.Key.of(peer, records.memory().asSlice(records.start(), size), size);
      return switch (known.find(key, identity)) {
        case DuplicateRequests.Known.New() -> {
          try {
            yield carryOut(key);
          } finally {
            known.forget(key); // unless there is a reply by now
          }
        }
        case DuplicateRequests.Known.UnderWay _ -> true;
        case DuplicateRequests.Known.Answered(Object _, Opaque before) -> {
          replies.putInt(LAST_FRAGMENT | before.size());
          replies.putFixedOpaque(before, before.size());
          flushMany();
          yield true;
        }
      };
    }

    /// {@return whether this thread goes on to read}
    private boolean carryOut(DuplicateRequests.@Nullable Key key)
        throws IOException, RecordReader.MalformedException, InterruptedException {
      var at = replies.size();
      earlier = at == 0 ? MemorySegment.NULL : replies.contiguous();
      replies.putInt(0);
      var memory = records.memory();
      var from = records.start();
      var to = records.end();
      serving.slowCalls().begin(turn); // from now on another thread may go on with the records
      boolean isCall;
      boolean reads;
      try {
        isCall = incoming.serve(memory, from, to, replies, turn.begun());
      } finally {
        reads = endCall(); // also of a service that fails with an error, which ends this thread
      }
      if (!isCall) {
        throw new RecordReader.MalformedException("no call");
      }
      if (incoming.hasReply()) {
        replies.setInt(at, LAST_FRAGMENT | (int) (replies.size() - at - MARK));
        remember(key, at + MARK);
      } else {
        replies.truncate(at);
      }
      if (!reads) {
        writer.write(replies.contiguous().asSlice(at));
        slowCallEnded = System.nanoTime();
      } else {
        flushMany();
      }
      incoming.release();
      return reads;
    }

    /// {@return whether this thread still is the one that reads}
    private boolean endCall() {
      var reads = turn.endCall();
      if (!reads) {
        serving.givePlace();
      }
      return reads;
    }

    private void remember(DuplicateRequests.@Nullable Key key, long from) {
      var known = serving.replies();
      if (key != null && known != null) {
        var reply = replies.contiguous().asSlice(from).toArray(ValueLayout.JAVA_BYTE);
        known.answered(key, Opaque.of(reply));
      }
    }

    private void flushMany() throws IOException, InterruptedException {
      if (replies.partCount() > 1 || replies.size() > BATCH) {
        flush();
      }
    }

    private void flush() throws IOException, InterruptedException {
      if (replies.size() > 0) {
        writer.write(replies, parts);
        replies.clear();
      }
    }
  }
}
