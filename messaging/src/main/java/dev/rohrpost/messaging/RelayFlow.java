package dev.rohrpost.messaging;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.pipe.Splice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One direction of a [Relay], which a platform thread moves: splice(2) from and to sockets blocks,
/// and moves much at once only if it may.
final class RelayFlow implements Runnable {
  /// As much as a pipe may hold without privilege.
  private static final int PIECE = 1 << 20;

  /// Enough for most messages; longer ones get memory of their own.
  private static final int ROOM = 1 << 18;

  /// Not [Deadline#NEVER], with which a write returns only when all is written.
  private static final Duration FAR = Duration.ofDays(10_000);

  private final Relay.Way way;
  private final RelaySide from;
  private final RelaySide to;
  private final RelayRun run;
  private final Deadline writing;

  private final AtomicLong moved = new AtomicLong();

  RelayFlow(Relay.Way way, RelaySide from, RelaySide to, RelayRun run) {
    this.way = way;
    this.from = from;
    this.to = to;
    this.run = run;
    this.writing = run.watchesForSilence() ? Deadline.after(FAR) : Deadline.NEVER;
  }

  Relay.Way way() {
    return way;
  }

  boolean isPossible() {
    return from.reads() && to.writes();
  }

  /// How many bytes were read or written so far, also in the middle of a long piece.
  long position() {
    return moved.get();
  }

  /// A failure of one of the two sides.
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    private final transient RelaySide side;
    private final UnixException reason;

    Failed(RelaySide side, UnixException reason) {
      super(reason);
      this.side = side;
      this.reason = reason;
    }
  }

  @Override
  public void run() {
    try {
      move();
      if (from.wasReset()) {
        throw new Failed(from, UnixException.of("read", Errno.ECONNRESET));
      }
      to.endWriting();
    } catch (Failed e) {
      end(e);
    } catch (UnixException e) { // this process lacks something, such as descriptors
      run.fail(e);
      from.reset();
      to.reset();
      run.stop();
    } catch (InterruptedException e) {
      return; // nobody is there for whom this could go on
    } finally {
      run.ended(this);
    }
    if (from.isGone()) {
      run.stopAllBut(this);
    }
  }

  /// A pipe without a reader (EPIPE) is an end. After every other failure the rest is missing at
  /// the other side, to which that must not look like an end.
  private void end(Failed failed) {
    var isReading = failed.side.equals(from);
    if (failed.reason.is(Errno.EPIPE) && !isReading && !to.isLostWhenWritingFails()) {
      from.endReading();
      to.endWriting();
      return;
    }
    run.fail(failed.reason.about(failed.side.name()));
    (isReading ? to : from).reset();
    run.stop();
  }

  /// A splice(2) that has begun says nothing until its end, however slowly it moves.
  private void move() throws Failed, UnixException, InterruptedException {
    if (run.viewer() != null
        || run.watchesForSilence()
        || from.in().isEmpty()
        || to.out().isEmpty()) {
      copy();
      return;
    }
    try {
      splice(from.in().get(), to.out().get());
    } catch (Failed e) {
      if (!e.reason.is(Errno.EINVAL)) { // a terminal, or a file that is appended to
        throw e;
      }
      copy();
    }
  }

  /// One of the two that splice(2) joins has to be a pipe.
  private void splice(Fd in, Fd out) throws Failed, UnixException, InterruptedException {
    if (in.kind() == FdKind.FIFO || out.kind() == FdKind.FIFO) {
      directly(in, out);
      return;
    }
    try (var pipe = Pipe.open()) {
      var middle = pipe.readEnd().fd();
      while (spliced(in, pipe.writeEnd().fd(), PIECE, from) instanceof Transfer.Bytes(int count)) {
        moved.addAndGet(count);
        for (var left = count; left > 0; ) {
          if (spliced(middle, out, left, to) instanceof Transfer.Bytes(int part)) {
            left -= part;
            moved.addAndGet(part);
          }
        }
        run.passed(way, count);
      }
    }
  }

  private void directly(Fd in, Fd out) throws Failed, UnixException, InterruptedException {
    var culprit = in.kind() == FdKind.FIFO ? to : from;
    while (spliced(in, out, PIECE, culprit) instanceof Transfer.Bytes(int count)) {
      moved.addAndGet(count);
      run.passed(way, count);
    }
  }

  /// @param culprit the side whose failure it is, unless nobody reads the other
  private Transfer spliced(Fd in, Fd out, int bytes, RelaySide culprit)
      throws Failed, InterruptedException {
    try {
      return Splice.splice(in, out, bytes);
    } catch (UnixException e) {
      throw new Failed(e.is(Errno.EPIPE) ? to : culprit, e);
    }
  }

  private void copy() throws Failed, UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var room = arena.allocate(from.keepsBorders() ? ROOM : Math.min(ROOM, to.longest()));
      while (pass(room)) {
        // until the end
      }
    }
  }

  /// Answers false at the end.
  private boolean pass(MemorySegment room) throws Failed, InterruptedException {
    try {
      var length = from.nextLength();
      if (length > room.byteSize()) {
        try (var arena = Arena.ofConfined()) {
          return passOne(arena.allocate(length));
        }
      }
    } catch (UnixException e) {
      throw new Failed(from, e);
    }
    return passOne(room);
  }

  private boolean passOne(MemorySegment room) throws Failed, InterruptedException {
    try (var piece = from.read(room).orElse(null)) {
      if (piece == null) {
        return false;
      }
      show(piece.bytes());
      write(piece);
      run.passed(way, piece.bytes().byteSize());
      return true;
    } catch (UnixException e) {
      throw new Failed(from, e);
    }
  }

  private void write(RelaySide.Piece piece) throws Failed, InterruptedException {
    var size = piece.bytes().byteSize();
    var takes = to.carriesDescriptors() && (size > 0 || to.keepsBorders());
    run.lost(piece.lost() + (takes ? 0 : piece.descriptors().size()));
    var descriptors = takes ? piece.descriptors() : List.<Fd>of();
    if (size == 0 && !to.keepsBorders()) {
      return;
    }
    try {
      var done = 0L;
      do {
        var count = to.write(piece.bytes().asSlice(done), descriptors, writing);
        descriptors = List.of();
        done += count;
        moved.addAndGet(count);
      } while (done < size);
    } catch (UnixException e) {
      throw new Failed(to, e);
    }
  }

  private void show(MemorySegment bytes) {
    var viewer = run.viewer();
    if (viewer != null) {
      viewer.passing(way, bytes.toArray(ValueLayout.JAVA_BYTE));
    }
  }
}
