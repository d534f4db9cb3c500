package dev.rohrpost.messaging;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A door: accepts connections at one endpoint again and again, opens another endpoint anew for
/// each, and joins the two by a [Relay].
///
/// Connections do not know of each other: one that fails, that nobody reads from, or whose other
/// endpoint does not open holds up no other. When as many are served as may be, or as there are
/// descriptors for, the next ones wait in the queue of the kernel. When descriptors or memory run
/// out nevertheless, accepting pauses until a connection ends, or for a tenth of a second.
public final class RelayServer implements AutoCloseable {
  private static final int MOST_CLIENTS = 1000;

  /// Two sockets, and a pipe for each direction.
  private static final int DESCRIPTORS_EACH = 6;

  /// Descriptors that the process may yet open for itself, such as those by which the JVM waits.
  private static final int DESCRIPTORS_KEPT = 16;

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int MOST_TRIES = 10;

  /// How often to look whether a client is still there that is not served yet.
  private static final Duration LOOK = Duration.ofMillis(200);

  /// How long connections may take to end in order.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Endpoint first;
  private final Endpoint second;
  private final boolean firstListens;
  private final Listener<? extends AnySocket> listener;
  private final Settings settings;
  private final Semaphore places;
  private final Semaphore departures = new Semaphore(0);
  private final Set<Thread> serving = ConcurrentHashMap.newKeySet();

  /// How a door serves.
  ///
  /// @param maxClients how many connections at once, 1 or more; fewer if the limit of descriptors
  ///   leaves room for fewer beside those that are open when the door is
  /// @param limits how long a connection goes on when little happens
  /// @param opening how long opening the other endpoint may take for each; as long as the client
  ///   waits if it is missing
  public record Settings(int maxClients, RelayLimits limits, Optional<Duration> opening) {
    /// No limits, and 1000 connections at once.
    public static final Settings DEFAULT =
        new Settings(MOST_CLIENTS, RelayLimits.NONE, Optional.empty());

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if no client is allowed
    public Settings {
      if (maxClients < 1) {
        throw new IllegalArgumentException("a door is for one client or more, not " + maxClients);
      }
    }
  }

  /// {@return for how many connections there are descriptors, 1 at least}
  private static int room() {
    try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      var limits = Files.readString(Path.of("/proc/self/limits"));
      var soft = Pattern.compile("Max open files\\s+(\\d{1,18})").matcher(limits);
      if (!soft.find()) {
        return Integer.MAX_VALUE; // unlimited
      }
      var left = Long.parseLong(soft.group(1)) - DESCRIPTORS_KEPT;
      for (var _ : open) {
        left--;
      }
      return Math.clamp(left / DESCRIPTORS_EACH, 1, Integer.MAX_VALUE);
    } catch (IOException e) {
      return Integer
          .MAX_VALUE; // without /proc only the kernel knows, and says so when it is too late
    }
  }

  /// Is told what happens, on the threads of the connections; it must not wait. Connections are
  /// numbered from 1.
  public interface Observer {
    /// A client has connected.
    ///
    /// @param connection its number
    /// @return what is shown the bytes that pass; empty if nothing is to be shown
    default Optional<Relay.Viewer> began(long connection) {
      return Optional.empty();
    }

    /// Some bytes have passed.
    ///
    /// @param connection of which connection
    /// @param way which way
    /// @param bytes how many
    default void passed(long connection, Relay.Way way, long bytes) {}

    /// A connection has ended.
    ///
    /// @param connection which
    /// @param result how
    default void ended(long connection, Relay.Result result) {}

    /// A connection has failed, or its other endpoint could not be opened (ETIMEDOUT if that took
    /// too long). The client's connection is reset, if it is one of TCP.
    ///
    /// @param connection which
    /// @param reason why
    default void failed(long connection, UnixException reason) {}

    /// A client has gone before its other endpoint was open, or everything ends.
    ///
    /// @param connection which
    default void abandoned(long connection) {}

    /// Nothing can be accepted for a moment. Told once, until something was accepted again.
    ///
    /// @param reason EMFILE, ENFILE, ENOMEM or ENOBUFS
    default void paused(UnixException reason) {}
  }

  private RelayServer(
      Endpoint first,
      Endpoint second,
      boolean firstListens,
      Listener<? extends AnySocket> listener,
      Settings settings) {
    this.first = first;
    this.second = second;
    this.firstListens = firstListens;
    this.listener = listener;
    this.settings = settings;
    this.places = new Semaphore(Math.min(settings.maxClients(), room()));
  }

  /// Opens the door, at which clients can connect from now on; [#run] serves them.
  ///
  /// @param first one endpoint
  /// @param second the other. One of the two waits for connections (`listen+`, or `fd:N` with a
  ///   socket that listens), the other is opened for each connection
  /// @param settings how to serve
  /// @return the server; the caller closes it
  /// @throws RefusedException if both wait for connections, or the other endpoint is one that
  ///   cannot be opened for each connection: `-`, `fd:N`, what waits for datagrams, a queue, a ring
  ///   or a signal
  /// @throws IllegalArgumentException if neither waits for connections, or the other endpoint leads
  ///   back to the one that does: each connection would begin the next
  /// @throws UnixException with what opening the listener says
  public static RelayServer open(Endpoint first, Endpoint second, Settings settings)
      throws UnixException {
    if (SocketCarriers.meet(first, second)) {
      throw new IllegalArgumentException(
          first + " and " + second + " share an address, so each connection would begin the next");
    }
    Listener<? extends AnySocket> listener = null;
    var isOpen = false;
    try {
      listener = SocketCarriers.listener(first).orElse(null);
      var firstListens = listener != null;
      if (listener == null) {
        listener = SocketCarriers.listener(second).orElse(null);
      }
      if (listener == null) {
        throw new IllegalArgumentException(
            "neither " + first + " nor " + second + " waits for connections; write listen+ before");
      }
      checkOther(firstListens ? second : first);
      isOpen = true;
      return new RelayServer(first, second, firstListens, listener, settings);
    } finally {
      if (!isOpen && listener != null) {
        listener.close();
      }
    }
  }

  private static void checkOther(Endpoint other) {
    switch (other) {
      case Endpoint.NamedPipe _ -> {}
      case Endpoint.UnixSocket(_, _, var role, _) -> checkConnects(other, role);
      case Endpoint.Internet(_, _, _, var role) -> checkConnects(other, role);
      case Endpoint.Vsock(_, _, var role) -> checkConnects(other, role);
      case Endpoint.Standard _, Endpoint.Descriptor _ -> throw notForEach(other);
      case Endpoint.SignalTo _, Endpoint.SystemVQueue _, Endpoint.PosixQueue _, Endpoint.Ring _ ->
          throw RelaySide.refused(other);
    }
  }

  private static void checkConnects(Endpoint other, Endpoint.Role role) {
    if (role == Endpoint.Role.LISTEN) {
      throw notForEach(other);
    }
  }

  private static RefusedException notForEach(Endpoint other) {
    return new RefusedException(
        other.toString(), "be opened for each connection", "one side listens, the other connects");
  }

  /// Serves until it is closed or interrupted, and then ends all connections.
  ///
  /// @param observer is told what happens
  /// @throws UnixException if nothing can be accepted any more
  /// @throws InterruptedException if the thread is or gets interrupted
  public void run(Observer observer) throws UnixException, InterruptedException {
    try {
      for (var number = 1L; ; number++) {
        places.acquire();
        var client = accept(observer);
        begin(client, number, observer);
      }
    } catch (UnixException e) {
      if (!listener.socket().fd().isClosed()) {
        throw e;
      }
    } finally {
      endAll();
    }
  }

  /// Looking again at once would only burn the processor.
  private AnySocket accept(Observer observer) throws UnixException, InterruptedException {
    for (var isFirst = true; ; isFirst = false) {
      try {
        return listener.accept();
      } catch (UnixException.LimitReached e) {
        if (isFirst) {
          observer.paused(e);
        }
        departures.drainPermits();
        var _ = departures.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void begin(AnySocket client, long number, Observer observer) {
    var thread =
        Thread.ofVirtual()
            .name("relay-" + number)
            .unstarted(() -> {
              try {
                serve(client, number, observer);
              } finally {
                client.close();
                serving.remove(Thread.currentThread());
                places.release();
                departures.release();
              }
            });
    serving.add(thread);
    thread.start();
  }

  private void serve(AnySocket client, long number, Observer observer) {
    var listening = firstListens ? first : second;
    try (var front = RelaySocket.ours(listening.toString(), client)) {
      try (var relay = joined(front)) {
        var viewer = observer.began(number);
        var result =
            viewer.isPresent()
                ? relay.show(viewer.get())
                : relay.run((way, bytes) -> observer.passed(number, way, bytes));
        observer.ended(number, result);
      } catch (UnixException e) {
        front.reset(); // the client must not take what it has got for all
        observer.failed(number, e);
      }
    } catch (InterruptedException e) {
      observer.abandoned(number);
    }
  }

  private Relay joined(RelaySide front) throws UnixException, InterruptedException {
    var endpoint = firstListens ? second : first;
    var deadline = settings.opening().map(Deadline::after).orElse(Deadline.NEVER);
    var watch = watch(front, Thread.currentThread());
    try {
      var back = openOther(endpoint, deadline);
      return firstListens
          ? new Relay(front, back, settings.limits())
          : new Relay(back, front, settings.limits());
    } finally {
      watch.interrupt();
    }
  }

  /// At the limit of descriptors, others may be about to go: it waits a little for them.
  private RelaySide openOther(Endpoint endpoint, Deadline deadline)
      throws UnixException, InterruptedException {
    for (var tries = 1; ; tries++) {
      try {
        return RelaySide.open(endpoint, !firstListens, firstListens ? first : second, deadline)
            .orElseThrow(() -> UnixException.of("open", endpoint.toString(), Errno.ETIMEDOUT));
      } catch (UnixException.LimitReached e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
        var _ = departures.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /// Has a thread interrupted when the client goes for which it opens something.
  private static Thread watch(RelaySide client, Thread opening) {
    return Thread.startVirtualThread(() -> {
      while (!Thread.interrupted()) {
        if (client.isGone()) {
          opening.interrupt();
          return;
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    });
  }

  private void endAll() {
    listener.close();
    serving.forEach(Thread::interrupt);
    var interrupted = false;
    var until = Deadline.after(PATIENCE);
    for (var thread : serving) {
      try {
        var _ = thread.join(Duration.ofNanos(Math.max(1, until.remainingNanos())));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// {@return how many connections are served at this moment}
  public int clients() {
    return serving.size();
  }

  /// Ends the listening, and with it [#run]; removes the socket file that was made for it.
  @Override
  public void close() {
    listener.close();
  }
}
