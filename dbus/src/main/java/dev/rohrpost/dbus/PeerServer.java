package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.auth.ServerAuthentication;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.Credentials;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.StreamSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// A server to which peers connect without a bus between.
///
/// ```java
/// try (var server =
///     PeerServer.builder(peer -> peer.serve(ObjectPath.of("/door"), door))
///         .listen(BusAddress.of("unix:path=/run/example"))) {
///   System.out.println(server.address());
///   stop.await();
/// }
/// ```
///
/// Nobody waits for another one: each client is authenticated apart, and one that says nothing for
/// 30 seconds is closed, or before if 64 are about to be authenticated and one more comes. When
/// descriptors run out, accepting pauses until a peer goes, or for a tenth of a second.
public final class PeerServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// How many clients may be about to be authenticated. More are not needed: it takes milliseconds.
  private static final int MOST_STRANGERS = 64;

  private static final int MOST_PEERS = 1000;

  private final Builder settings;
  private final PeerListener place;
  private final Semaphore departures = new Semaphore(0);
  private final ReentrantLock lock = new ReentrantLock();

  /// These are guarded by the lock. The oldest stranger comes first.
  private final LinkedHashSet<StreamSocket> strangers = new LinkedHashSet<>();

  private final Set<Peer> peers = new LinkedHashSet<>();
  private boolean isClosed;

  private PeerServer(Builder settings, PeerListener place) {
    this.settings = settings;
    this.place = place;
  }

  /// Is given each peer.
  @FunctionalInterface
  public interface Handler {
    /// Prepares a peer, above all by serving objects to it. What it sends is read when this has
    /// returned, or waits for something of the peer. This runs on a virtual thread of its own, and
    /// may go on as long as the peer is there, with [Peer#awaitLoss()].
    ///
    /// @param peer who has connected; the server closes it when it goes, or when the server does
    /// @throws IOException the peer is closed, and the thread's handler of uncaught exceptions is
    ///   told; as with any other exception
    /// @throws InterruptedException as above
    void connected(Peer peer) throws IOException, InterruptedException;
  }

  /// Says who may connect, and what that gives them.
  public static final class Builder {
    private final Handler handler;
    private @Nullable LongPredicate users;
    private boolean isAnonymous;
    private BusLimits limits = BusLimits.DEFAULT;
    private Binding binding = Binding.SAFE;
    private Duration patience = PATIENCE;
    private int mostPeers = MOST_PEERS;
    private Consumer<String> refusals = _ -> {};

    private Builder(Handler handler) {
      this.handler = handler;
    }

    /// Chooses which users may connect over a UNIX socket; by default root and the user of this
    /// process. They need write permission on the socket file too, see [#binding(Binding)].
    ///
    /// @param allowed tells it of a user's number, as the kernel says it
    /// @return this builder
    public Builder users(LongPredicate allowed) {
      users = allowed;
      return this;
    }

    /// Lets everybody in who asks for no identity: with TCP the only way, as nobody vouches for
    /// users there.
    ///
    /// @return this builder
    public Builder anonymous() {
      isAnonymous = true;
      return this;
    }

    /// Sets how much is taken from each peer, and kept for it.
    ///
    /// @param ofEach the limits
    /// @return this builder
    public Builder limits(BusLimits ofEach) {
      limits = ofEach;
      return this;
    }

    /// Sets how many peers there may be at a time, 1,000 by default. One more is closed.
    ///
    /// @param most 1 or more
    /// @return this builder
    /// @throws IllegalArgumentException if none is allowed
    public Builder peers(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("a server is for one peer or more, not " + most);
      }
      mostPeers = most;
      return this;
    }

    /// Sets how long the authentication of a peer may take, 30 seconds by default.
    ///
    /// @param most how long
    /// @return this builder
    public Builder patience(Duration most) {
      patience = most;
      return this;
    }

    /// Sets who may use a socket file, and what happens to one that is there already. By default it
    /// is for this user, and one that is there is in the way.
    ///
    /// @param how mode, owner and treatment of a stale file
    /// @return this builder
    public Builder binding(Binding how) {
      binding = how;
      return this;
    }

    /// Sets what is told of clients that did not get in, and why, a line each. By default nobody.
    ///
    /// @param told is called from any thread
    /// @return this builder
    public Builder onRefusal(Consumer<String> told) {
      refusals = told;
      return this;
    }

    /// Starts the server.
    ///
    /// @param at one place: a path, an abstract name, a folder (`dir` or `tmpdir`), or a port, 0 if
    ///   the kernel is to choose one. With a file for a nonce, that file is made
    /// @return the server; the caller closes it
    /// @throws IllegalArgumentException if nobody can listen there, or nobody could come in: over
    ///   TCP without [#anonymous()]
    /// @throws UnixException as [StreamSocket#listen]
    /// @throws IOException if the host has no address, or the file for the nonce is there already
    /// @throws InterruptedException if the thread is or gets interrupted
    public PeerServer listen(BusAddress at) throws IOException, InterruptedException {
      if (!isAnonymous && at.transports().getFirst() instanceof BusAddress.Transport.Tcp) {
        throw new IllegalArgumentException("nobody vouches for the users of " + at);
      }
      var server = new PeerServer(this, PeerListener.open(at, binding));
      Thread.ofVirtual().name("rohrpost-dbus-accept").start(server::accept);
      return server;
    }
  }

  /// {@return what a server is made with}
  ///
  /// @param handler is given each peer
  public static Builder builder(Handler handler) {
    return new Builder(handler);
  }

  /// {@return where peers find it: with the path or port that was chosen, and its id}
  public BusAddress address() {
    return new BusAddress(List.of(place.at()));
  }

  /// {@return how many peers there are at this moment}
  public int peers() {
    lock.lock();
    try {
      return peers.size();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    var isTold = false;
    try {
      while (true) {
        try {
          begin(place.listener().accept());
          isTold = false;
        } catch (UnixException.LimitReached e) {
          if (!isTold) {
            ServedCall.tell(e);
          }
          isTold = true;
          departures.drainPermits();
          var _ = departures.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (UnixException e) {
      if (!place.listener().socket().fd().isClosed()) {
        ServedCall.tell(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it
    }
  }

  private void begin(StreamSocket socket) {
    StreamSocket oldest = null;
    lock.lock();
    try {
      if (isClosed) {
        oldest = socket;
      } else {
        strangers.add(socket);
        if (strangers.size() > MOST_STRANGERS) {
          oldest = strangers.removeFirst();
        }
      }
    } finally {
      lock.unlock();
    }
    if (oldest != null) {
      oldest.close();
    }
    Thread.ofVirtual().name("rohrpost-dbus-peer").start(() -> admit(socket));
  }

  /// Makes a stranger a peer.
  private void admit(StreamSocket socket) {
    Peer peer = null;
    try {
      peer = authenticated(socket);
    } catch (IOException e) {
      settings.refusals.accept(socket + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it
    } finally {
      if (peer == null) {
        socket.close();
        forget(socket);
      }
    }
    if (peer != null && welcome(socket, peer)) {
      handle(peer);
    }
  }

  private void forget(StreamSocket stranger) {
    lock.lock();
    try {
      strangers.remove(stranger);
    } finally {
      lock.unlock();
    }
    departures.release();
  }

  private Peer authenticated(StreamSocket socket) throws IOException, InterruptedException {
    var isLocal = socket.socket().domain().equals(Domain.UNIX);
    var who =
        isLocal ? Optional.of(socket.socket().peerCredentials()) : Optional.<Credentials>empty();
    if (!isLocal) {
      socket.socket().set(SocketOption.NO_DELAY, true);
    }
    var admission = new Admission(socket, place.nonce(), authentication(who));
    var isIn = false;
    try {
      if (!admission.perform(Deadline.after(settings.patience))) {
        throw new IOException("not authenticated within " + settings.patience.toSeconds() + " s");
      }
      var inbox = new Inbox(socket);
      inbox.feed(admission.rest(), admission.descriptors());
      isIn = true;
      var link = new Link(socket, inbox, admission.carriesDescriptors(), "", place.guid());
      var connection = new Connection(link, settings.limits);
      connection.readByWaiters();
      return Peer.of(connection);
    } finally {
      if (!isIn) {
        admission.drop();
      }
    }
  }

  private ServerAuthentication authentication(Optional<Credentials> who) throws UnixException {
    var authentication = ServerAuthentication.of(place.guid());
    if (who.isPresent()) {
      var uid = Integer.toUnsignedLong(who.get().uid());
      authentication = authentication.allowDescriptors();
      if (isAllowed(uid)) {
        authentication = authentication.allowExternal(uid);
      }
    }
    return settings.isAnonymous ? authentication.allowAnonymous() : authentication;
  }

  /// Of a socket that listens, the kernel says who made it.
  private boolean isAllowed(long uid) throws UnixException {
    if (settings.users != null) {
      return settings.users.test(uid);
    }
    var own = place.listener().socket().peerCredentials().uid();
    return uid == 0 || uid == Integer.toUnsignedLong(own);
  }

  /// {@return false if it was closed, because there are as many as may be}
  private boolean welcome(StreamSocket socket, Peer peer) {
    var isFull = false;
    lock.lock();
    try {
      strangers.remove(socket);
      isFull = isClosed || peers.size() >= settings.mostPeers;
      if (!isFull) {
        peers.add(peer);
        peer.connection().whenLost(() -> left(peer));
      }
    } finally {
      lock.unlock();
    }
    if (isFull) {
      peer.close();
      settings.refusals.accept(socket + ": there are " + settings.mostPeers + " peers already");
    }
    return !isFull;
  }

  private void left(Peer peer) {
    lock.lock();
    try {
      peers.remove(peer);
    } finally {
      lock.unlock();
    }
    departures.release();
  }

  private void handle(Peer peer) {
    var isReady = false;
    try {
      settings.handler.connected(peer);
      peer.connection().readAlways();
      isReady = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DbusDisconnectedException e) {
      // it has gone meanwhile
    } catch (IOException e) {
      ServedCall.tell(e);
    } finally {
      if (!isReady) {
        peer.close();
      }
    }
  }

  /// Lets nobody in any more, removes the files that were made for it, and closes all peers.
  /// Closing again does nothing.
  @Override
  public void close() {
    List<StreamSocket> open;
    List<Peer> all;
    lock.lock();
    try {
      isClosed = true;
      open = List.copyOf(strangers);
      all = new ArrayList<>(peers);
    } finally {
      lock.unlock();
    }
    place.close();
    open.forEach(StreamSocket::close);
    all.forEach(Peer::close);
  }

  @Override
  public String toString() {
    return "peers at " + place.at();
  }
}
