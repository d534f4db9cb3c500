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
  /// How many clients are served at once; who comes then takes the place of the slowest.
  private static final int CLIENTS = 1000;

  /// After running out of descriptors, the longest wait for a client to go.
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// Between two lines about that.
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final Listener<StreamSocket> listener;
  private final Patience patience;
  private final SparingLog log;
  private final Clients clients;
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
    this(listener, patience, log, CLIENTS);
  }

  EchoServer(Listener<StreamSocket> listener, Patience patience, Consumer<String> log, int places) {
    this.listener = listener;
    this.patience = patience;
    this.log = new SparingLog(log, QUIET);
    this.clients = new Clients(places);
  }

  /// Serves until the listener is closed.
  ///
  /// @throws UnixException if no clients can be accepted any more
  /// @throws InterruptedException if the thread is interrupted
  public void run() throws UnixException, InterruptedException {
    while (true) {
      try {
        var client = listener.accept();
        var address = clients.enter(client);
        Thread.startVirtualThread(() -> serve(address, client));
      } catch (UnixException.LimitReached e) {
        makeRoom(e);
      } catch (UnixException e) {
        if (listener.socket().fd().isClosed()) {
          return;
        }
        throw e;
      }
    }
  }

  /// A client that cannot be accepted goes on waiting in the queue of the kernel, until the slowest
  /// client has gone; looking again at once would only burn the processor.
  private void makeRoom(UnixException e) throws InterruptedException {
    departures.drainPermits();
    var someoneGoes = clients.dismissOne();
    log.say(e.getMessage() + (someoneGoes ? "; the slowest clients are let go" : ""));
    var _ = departures.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void serve(String address, StreamSocket client) {
    try (var conversation =
        new Conversation(client, patience, () -> clients.hasAsked(address, client))) {
      while (conversation.answerOne()) {
        // and the next one
      }
    } catch (UnixException _) {
      // The client is gone: nobody is left to tell.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      clients.leave(address, client);
      departures.release();
    }
  }
}
