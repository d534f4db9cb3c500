package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The addresses of one host, of which any will do: the first that answers. An address that says
/// nothing for a moment gets company from the next one and goes on, so that the deadline is that of
/// all together.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8305">RFC 8305, Happy Eyeballs</a>
final class Candidates {
  /// The "Connection Attempt Delay" that RFC 8305 recommends.
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private final SocketType type;
  private final Deadline deadline;
  private final List<Attempt> running = new ArrayList<>();
  private final LinkedBlockingQueue<Attempt> answered = new LinkedBlockingQueue<>();
  private @Nullable UnixException failure;

  private Candidates(SocketType type, Deadline deadline) {
    this.type = type;
    this.deadline = deadline;
  }

  /// One address that was slow to answer.
  ///
  /// @param result true if it is connected, false if the deadline passed
  private record Attempt(Socket socket, Thread thread, CompletableFuture<Boolean> result) {}

  /// Connects to one of several addresses.
  ///
  /// @param addresses in the order of preference; not empty
  /// @return the connection; empty if the deadline passed
  /// @throws UnixException what the last one answered that failed, if all did
  static Optional<Socket> connect(
      List<? extends Address> addresses, SocketType type, Deadline deadline)
      throws UnixException, InterruptedException {
    var candidates = new Candidates(type, deadline);
    try {
      return candidates.connect(alternating(addresses));
    } finally {
      candidates.giveUp();
    }
  }

  /// One version of the protocol may be broken as a whole: so the next address is of the other one.
  static List<? extends Address> alternating(List<? extends Address> addresses) {
    var first = addresses.stream().filter(a -> a.domain().equals(addresses.getFirst().domain()));
    var others = addresses.stream().filter(a -> !a.domain().equals(addresses.getFirst().domain()));
    var queues = List.of(first.iterator(), others.iterator());
    var result = new ArrayList<Address>();
    while (result.size() < addresses.size()) {
      for (var queue : queues) {
        if (queue.hasNext()) {
          result.add(queue.next());
        }
      }
    }
    return result;
  }

  private Optional<Socket> connect(List<? extends Address> addresses)
      throws UnixException, InterruptedException {
    for (var at = 0; at < addresses.size() && !isOver(); at++) {
      var isLast = at + 1 == addresses.size();
      var winner = begin(addresses.get(at), isLast && running.isEmpty());
      if (winner.isEmpty() && !running.isEmpty()) {
        winner = next(isLast ? deadline : sooner(HEAD_START));
      }
      if (winner.isPresent()) {
        return winner;
      }
    }
    while (!running.isEmpty()) {
      var winner = next(deadline);
      if (winner.isPresent() || isOver()) {
        return winner;
      }
    }
    if (failure != null && !isOver()) {
      throw failure;
    }
    return Optional.empty();
  }

  private boolean isOver() {
    return deadline != Deadline.NOW && deadline.hasPassed();
  }

  private Deadline sooner(Duration time) {
    return deadline.remainingNanos() < time.toNanos() ? deadline : Deadline.after(time);
  }

  /// Tries an address on this thread as long as no other is under way; most answer at once. One
  /// that does not goes on beside the next.
  private Optional<Socket> begin(Address address, boolean isOnly)
      throws UnixException, InterruptedException {
    var socket = Socket.open(address.domain(), type, 0);
    var kept = false;
    try {
      if (running.isEmpty() && socket.connect(address, isOnly ? deadline : sooner(HEAD_START))) {
        kept = true;
        return Optional.of(socket);
      }
      if (!isOnly && deadline != Deadline.NOW) {
        goOn(socket, address);
        kept = true;
      }
    } catch (UnixException e) {
      failure = e;
    } finally {
      if (!kept) {
        socket.close();
      }
    }
    return Optional.empty();
  }

  /// Connecting again waits for the attempt that the kernel has begun.
  private void goOn(Socket socket, Address address) {
    var result = new CompletableFuture<Boolean>();
    var thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                result.complete(socket.connect(address, deadline));
              } catch (UnixException | InterruptedException e) {
                result.completeExceptionally(e);
              }
            });
    var attempt = new Attempt(socket, thread, result);
    running.add(attempt);
    var _ = result.whenComplete((_, _) -> answered.add(attempt));
    thread.start();
  }

  /// Waits for the next answer; empty if it was a failure, or none came in time.
  private Optional<Socket> next(Deadline until) throws InterruptedException {
    var nanos = until.remainingNanos();
    var attempt = answered.poll(nanos, TimeUnit.NANOSECONDS);
    if (attempt == null) {
      return Optional.empty();
    }
    running.remove(attempt);
    var failed = attempt.result.isCompletedExceptionally();
    if (!failed && attempt.result.join()) {
      return Optional.of(attempt.socket);
    }
    attempt.socket.close();
    if (failed && attempt.result.exceptionNow() instanceof UnixException e) {
      failure = e;
    }
    return Optional.empty();
  }

  private void giveUp() {
    running.forEach(attempt -> attempt.socket.close());
  }
}
