package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.util.ArrayList;
import java.util.Optional;

/// Two endpoints joined: what comes from one goes to the other, in both directions.
///
/// The end of one direction is passed on (half-close), and the other direction goes on. A TCP
/// connection that was reset, or whose other side failed, is reset and not ended: what was cut must
/// not look complete.
///
/// Bytes of streams stay in the kernel (splice(2)), but for those of UNIX sockets, which may bring
/// descriptors, and with a limit for silence. Messages stay messages if both sides carry some, an
/// empty one too; otherwise they become bytes of a stream or are made of pieces of one. None is
/// shortened: one that is too long for the other side is a failure (EMSGSIZE). Descriptors are
/// passed on from UNIX socket to UNIX socket, and closed elsewhere; credentials are those of this
/// process.
///
/// A FIFO takes part in one direction: as the first endpoint it is read, as the second written. A
/// datagram socket that waits (`listen+`) and is joined with a socket hears the one who comes first
/// and answers it; joined with anything else it hears everybody, and answers the latest. If the
/// first has no address, nothing goes back.
///
/// A socket that this process inherited (`fd:N`) may be shared: it is not shut down, so that its
/// peer sees the end only when all have closed it. If it listens, one connection is accepted.
public final class Relay implements AutoCloseable {
  private final RelaySide first;
  private final RelaySide second;
  private final RelayLimits limits;

  Relay(RelaySide first, RelaySide second, RelayLimits limits) {
    this.first = first;
    this.second = second;
    this.limits = limits;
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

  /// How it ended.
  public enum End {
    /// Both directions have ended.
    BOTH_ENDED,
    /// Nothing has moved for too long ([RelayLimits#idle]).
    IDLE,
    /// One direction has ended, and the other went on for too long ([RelayLimits#linger]).
    LINGERED
  }

  /// The result of a run.
  ///
  /// @param end how it ended
  /// @param lostDescriptors how many descriptors came that could not be passed on; they are closed
  public record Result(End end, long lostDescriptors) {}

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
    return open(first, second, RelayLimits.NONE, deadline);
  }

  /// Opens two endpoints, first those that wait for somebody.
  ///
  /// @param first one
  /// @param second the other
  /// @param limits how long to go on when little happens
  /// @param deadline how long to wait for somebody at the other end of each
  /// @return what joins them, which the caller closes; empty if somebody did not come in time
  /// @throws RefusedException if one is a queue, a ring or a signal
  /// @throws UnixException as [Sender#open]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Optional<Relay> open(
      Endpoint first, Endpoint second, RelayLimits limits, Deadline deadline)
      throws UnixException, InterruptedException {
    var opened = new ArrayList<RelaySide>();
    Optional<Relay> relay = Optional.empty();
    try {
      RelaySide.open(first, true, second, deadline).ifPresent(opened::add);
      if (!opened.isEmpty()) {
        RelaySide.open(second, false, first, deadline).ifPresent(opened::add);
      }
      if (opened.size() == 2) {
        relay = Optional.of(new Relay(opened.get(0), opened.get(1), limits));
      }
      return relay;
    } finally {
      if (relay.isEmpty()) {
        opened.forEach(RelaySide::close);
      }
    }
  }

  /// Moves bytes until both directions have ended, or a limit is reached. Each direction has a
  /// platform thread.
  ///
  /// @param counter is told how many
  /// @return how it ended
  /// @throws UnixException with what reading or writing says, about the endpoint that failed; the
  ///   other direction ends too. A pipe or UNIX socket without a reader (EPIPE) is an end and not a
  ///   failure. EMSGSIZE if a message is too long; EMFILE or EAGAIN if this process lacks
  ///   descriptors or threads
  /// @throws InterruptedException if the thread is or gets interrupted
  public Result run(Counter counter) throws UnixException, InterruptedException {
    return new RelayRun(limits, counter, null).between(first, second);
  }

  /// Moves bytes through this process until both directions have ended, or a limit is reached, and
  /// shows them.
  ///
  /// @param viewer is shown them
  /// @return how it ended
  /// @throws UnixException as [#run(Counter)]
  /// @throws InterruptedException if the thread is or gets interrupted
  public Result show(Viewer viewer) throws UnixException, InterruptedException {
    return new RelayRun(limits, (_, _) -> {}, viewer).between(first, second);
  }

  /// Closes both endpoints, and removes the socket files that were made for them.
  @Override
  public void close() {
    first.close();
    second.close();
  }
}
