package dev.rohrpost.cli.http;

import dev.rohrpost.UnixException;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.StreamSocket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Answers every request with a page that shows it. Each client has a virtual thread.
public final class EchoServer {
  /// How many clients are served at once; others wait in the queue of the kernel.
  private static final int CLIENTS = 1000;

  /// After running out of descriptors, the longest wait for a client to go.
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Listener<StreamSocket> listener;
  private final Patience patience;
  private final Consumer<String> log;
  private final Semaphore places = new Semaphore(CLIENTS);
  private final Semaphore departures = new Semaphore(0);

  /// How long the server waits for its clients.
  ///
  /// @param idle for the first byte of a request
  /// @param request from then on, until all of it is there
  /// @param answer until the client has taken the answer
  public record Patience(Duration idle, Duration request, Duration answer) {
    /// What people and slow lines need.
    public static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  /// Makes a server, which [#run] starts.
  ///
  /// @param listener where clients come from; it stays the caller's
  /// @param patience how long to wait for them
  /// @param log gets a line when something is wrong with this server, not with a client
  public EchoServer(Listener<StreamSocket> listener, Patience patience, Consumer<String> log) {
    this.listener = listener;
    this.patience = patience;
    this.log = log;
  }

  /// Serves until the listener is closed.
  ///
  /// @throws UnixException if no clients can be accepted any more
  /// @throws InterruptedException if the thread is interrupted
  public void run() throws UnixException, InterruptedException {
    while (true) {
      places.acquire();
      var accepted = false;
      try {
        var client = listener.accept();
        accepted = true;
        Thread.startVirtualThread(() -> serve(client));
      } catch (UnixException.LimitReached e) {
        awaitDeparture(e);
      } catch (UnixException e) {
        if (listener.socket().fd().isClosed()) {
          return;
        }
        throw e;
      } finally {
        if (!accepted) {
          places.release();
        }
      }
    }
  }

  /// The clients that cannot be accepted go on waiting in the queue of the kernel; looking again at
  /// once would only burn the processor.
  private void awaitDeparture(UnixException e) throws InterruptedException {
    log.accept(String.valueOf(e.getMessage()));
    departures.drainPermits();
    var _ = departures.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void serve(StreamSocket client) {
    try (var conversation = new Conversation(client, patience)) {
      conversation.run();
    } catch (UnixException _) {
      // The client is gone: nobody is left to tell.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
      departures.release();
    }
  }
}
