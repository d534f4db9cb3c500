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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Two endpoints joined: what comes from one goes to the other, in both directions.
///
/// The end of one direction is passed on (half-close), and the other direction goes on. Bytes of
/// streams stay in the kernel (splice(2)); messages stay messages if both sides carry some, and
/// become bytes of a stream or are made of pieces of one if not. A FIFO takes part in one
/// direction: as the first endpoint it is read, as the second written.
public final class Relay implements AutoCloseable {
  /// As much as a pipe may hold without privilege.
  private static final int PIECE = 1 << 20;

  /// The longest message that is not cut.
  private static final int LONGEST = 1 << 18;

  private final RelaySide first;
  private final RelaySide second;

  private Relay(RelaySide first, RelaySide second) {
    this.first = first;
    this.second = second;
  }

  /// Which way bytes go.
  public enum Way {
    /// From the first endpoint to the second.
    FORTH,
    /// From the second to the first.
    BACK
  }

  /// Is told how many bytes have passed, on the thread that moves them.
  @FunctionalInterface
  public interface Counter {
    /// Some bytes have passed.
    ///
    /// @param way which way
    /// @param bytes how many
    void passed(Way way, long bytes);
  }

  /// Is shown the bytes that pass, on the thread that moves them; they come to this process then.
  @FunctionalInterface
  public interface Viewer {
    /// Some bytes pass.
    ///
    /// @param way which way
    /// @param bytes what
    void passing(Way way, byte[] bytes);
  }

  /// Opens two endpoints, first those that wait for somebody.
  ///
  /// @param first one
  /// @param second the other
  /// @param deadline how long to wait for somebody at the other end of each
  /// @return what joins them, which the caller closes; empty if somebody did not come in time
  /// @throws RefusedException if one is a queue, a ring or a signal
  /// @throws UnixException as [Sender#open]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Optional<Relay> open(Endpoint first, Endpoint second, Deadline deadline)
      throws UnixException, InterruptedException {
    var opened = new ArrayList<RelaySide>();
    Optional<Relay> relay = Optional.empty();
    try {
      RelaySide.open(first, true, deadline).ifPresent(opened::add);
      if (!opened.isEmpty()) {
        RelaySide.open(second, false, deadline).ifPresent(opened::add);
      }
      if (opened.size() == 2) {
        relay = Optional.of(new Relay(opened.get(0), opened.get(1)));
      }
      return relay;
    } finally {
      if (relay.isEmpty()) {
        opened.forEach(RelaySide::close);
      }
    }
  }

  /// Moves bytes until both directions have ended.
  ///
  /// @param counter is told how many
  /// @throws UnixException with what reading or writing says, after the other direction has ended
  ///   too; that nobody reads any more (EPIPE) is no failure, but an end
  /// @throws InterruptedException if the thread is or gets interrupted
  public void run(Counter counter) throws UnixException, InterruptedException {
    both(counter, null);
  }

  /// Moves bytes through this process until both directions have ended, and shows them.
  ///
  /// @param viewer is shown them
  /// @throws UnixException as [#run(Counter)]
  /// @throws InterruptedException if the thread is or gets interrupted
  public void show(Viewer viewer) throws UnixException, InterruptedException {
    both((_, _) -> {}, viewer);
  }

  private void both(Counter counter, @Nullable Viewer viewer)
      throws UnixException, InterruptedException {
    var failure = new AtomicReference<@Nullable UnixException>();
    var flows = new ArrayList<Thread>();
    var forth = new Flow(Way.FORTH, first, second, counter, viewer, failure, flows);
    var back = new Flow(Way.BACK, second, first, counter, viewer, failure, flows);
    synchronized (flows) {
      for (var flow : List.of(forth, back)) {
        if (flow.from.reads() && flow.to.writes()) {
          flows.add(Thread.ofPlatform().daemon().name("relay-" + flow.way).start(flow));
        }
      }
    }
    try {
      for (var flow : List.copyOf(flows)) {
        flow.join();
      }
    } catch (InterruptedException e) {
      flows.forEach(Thread::interrupt);
      throw e;
    }
    var thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  /// One direction.
  private record Flow(
      Way way,
      RelaySide from,
      RelaySide to,
      Counter counter,
      @Nullable Viewer viewer,
      AtomicReference<@Nullable UnixException> failure,
      List<Thread> flows)
      implements Runnable {
    @Override
    public void run() {
      try {
        move();
      } catch (UnixException e) {
        if (!e.is(Errno.EPIPE)) {
          failure.compareAndSet(null, e);
        }
        from.endReading();
      } catch (InterruptedException e) {
        return; // nobody is there for whom this could go on
      } finally {
        to.endWriting();
      }
      if (from.isGone()) {
        stopOthers();
      }
    }

    /// What the other direction would move, nobody could receive.
    private void stopOthers() {
      synchronized (flows) {
        flows.stream()
            .filter(flow -> !flow.equals(Thread.currentThread()))
            .forEach(Thread::interrupt);
      }
    }

    private void move() throws UnixException, InterruptedException {
      if (viewer != null || from.in().isEmpty() || to.out().isEmpty()) {
        copy();
        return;
      }
      try {
        splice(from.in().get(), to.out().get());
      } catch (UnixException e) {
        if (!e.is(Errno.EINVAL)) { // a terminal, or a file that is appended to
          throw e;
        }
        copy();
      }
    }

    /// One of the two that splice(2) joins has to be a pipe.
    private void splice(Fd in, Fd out) throws UnixException, InterruptedException {
      if (in.kind() == FdKind.FIFO || out.kind() == FdKind.FIFO) {
        while (Splice.splice(in, out, PIECE) instanceof Transfer.Bytes(int count)) {
          counter.passed(way, count);
        }
        return;
      }
      try (var pipe = Pipe.open()) {
        var middle = pipe.readEnd().fd();
        while (Splice.splice(in, pipe.writeEnd().fd(), PIECE)
            instanceof Transfer.Bytes(int count)) {
          for (var left = count; left > 0; ) {
            if (Splice.splice(middle, out, left) instanceof Transfer.Bytes(int moved)) {
              left -= moved;
            }
          }
          counter.passed(way, count);
        }
      }
    }

    private void copy() throws UnixException, InterruptedException {
      try (var arena = Arena.ofConfined()) {
        var buffer = arena.allocate(LONGEST);
        for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
          var bytes = buffer.asSlice(0, count);
          show(bytes);
          to.write(bytes);
          counter.passed(way, count);
        }
      }
    }

    private void show(MemorySegment bytes) {
      if (viewer != null) {
        viewer.passing(way, bytes.toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  /// Closes both endpoints, and removes the socket files that were made for them.
  @Override
  public void close() {
    first.close();
    second.close();
  }
}
