package dev.rohrpost.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Serves calls, at any number of addresses, on virtual threads.
///
/// A call is carried out by the thread that reads its connection. If it takes long, another thread
/// goes on to read, so that calls that were sent together neither wait for each other nor change
/// threads.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531">RFC 5531</a>
public final class RpcServer implements AutoCloseable {
  private final List<StreamService> streams = new ArrayList<>();
  private final List<DatagramService> datagrams = new ArrayList<>();
  private final List<RpcAddress> addresses = new ArrayList<>();
  private final CallTime time;
  private final BufferSpace space;
  private final SlowCalls slowCalls;
  private final Serving serving;
  private final Binding binding;

  private RpcServer(
      Services services, ServerLimits limits, Binding binding, FailureHandler failures) {
    this.binding = binding;
    this.time = new CallTime(limits.callTime());
    this.space = new BufferSpace(limits.buffered());
    this.slowCalls = new SlowCalls(time);
    this.serving =
        new Serving(
            services,
            failures,
            limits,
            slowCalls,
            new ServerThreads(),
            time,
            space,
            limits.streamReplies() == 0 ? null : new DuplicateRequests(limits.streamReplies()),
            new AtomicInteger());
  }

  /// {@return what a server is made with}
  public static Builder builder() {
    return new Builder();
  }

  /// Says what a server serves, and where.
  public static final class Builder {
    private final List<RpcService> services = new ArrayList<>();
    private final List<RpcAddress> addresses = new ArrayList<>();
    private ServerLimits limits = ServerLimits.DEFAULT;
    private Binding binding = Binding.SAFE;
    private FailureHandler failures = FailureHandler.OF_THREADS;

    private Builder() {}

    /// Adds a program.
    ///
    /// @param service for one version of a program
    /// @return this builder
    public Builder serve(RpcService service) {
      services.add(service);
      return this;
    }

    /// Adds an address; with port 0 the kernel chooses one. A socket file is made for this user
    /// only.
    ///
    /// @param at where
    /// @return this builder
    public Builder listen(RpcAddress at) {
      addresses.add(at);
      return this;
    }

    /// Sets how much the server takes and keeps.
    ///
    /// @param most the limits
    /// @return this builder
    public Builder limits(ServerLimits most) {
      limits = most;
      return this;
    }

    /// Sets who may use a socket file, and what happens to one that is there already.
    ///
    /// @param how mode, owner and treatment of a stale file
    /// @return this builder
    public Builder binding(Binding how) {
      binding = how;
      return this;
    }

    /// Sets what is told of failures; by default [FailureHandler#OF_THREADS].
    ///
    /// @param handler what is told
    /// @return this builder
    public Builder onFailure(FailureHandler handler) {
      failures = handler;
      return this;
    }

    /// Starts the server.
    ///
    /// @return the server; the caller closes it
    /// @throws IllegalArgumentException if two services are for the same program and version
    /// @throws UnixException as [StreamSocket#listen]; then it listens nowhere
    public RpcServer start() throws UnixException {
      var server = new RpcServer(new Services(services), limits, binding, failures);
      var started = false;
      try {
        for (var at : addresses) {
          server.listen(at);
        }
        server.streams.forEach(StreamService::start);
        server.datagrams.forEach(DatagramService::start);
        started = true;
        return server;
      } finally {
        if (!started) {
          server.close();
        }
      }
    }
  }

  private void listen(RpcAddress at) throws UnixException {
    switch (at) {
      case RpcAddress.Tcp(var address) -> {
        var listener = StreamSocket.listen(address, binding);
        add(listener, new RpcAddress.Tcp((InternetAddress) listener.address()));
      }
      case RpcAddress.Unix(var address) -> {
        var listener = StreamSocket.listen(address, binding);
        add(listener, new RpcAddress.Unix((UnixAddress) listener.address()));
      }
      case RpcAddress.Udp(var address) -> {
        var socket = DatagramSocket.bind(address);
        var bound = new RpcAddress.Udp((InternetAddress) socket.address());
        datagrams.add(new DatagramService(socket, bound, serving));
        addresses.add(bound);
      }
    }
  }

  private void add(Listener<StreamSocket> listener, RpcAddress at) {
    streams.add(new StreamService(listener, at, serving));
    addresses.add(at);
  }

  /// {@return where it listens, with the ports that the kernel has chosen, in the order in which
  /// the addresses were given}
  public List<RpcAddress> addresses() {
    return List.copyOf(addresses);
  }

  /// {@return what it serves}
  public List<Program> programs() {
    return serving.services().programs();
  }

  /// {@return how many datagrams came that were no call; they are passed over in silence}
  public long strays() {
    return datagrams.stream().mapToLong(DatagramService::strays).sum();
  }

  /// {@return how many bytes of messages, of calls that take long and of replies that are not taken
  /// it keeps beyond what each connection and each address of UDP has in any case; see
  /// [ServerLimits#buffered()]}
  public long buffered() {
    return space.used();
  }

  /// Takes no further calls, and waits until those that are being carried out are answered. They
  /// are told the deadline, and interrupted when it passes.
  ///
  /// @param deadline when to close it all the same
  /// @return whether all calls were answered
  /// @throws InterruptedException if the thread is or gets interrupted; everything is closed then,
  ///   too
  public boolean stop(Deadline deadline) throws InterruptedException {
    try {
      time.stopAt(deadline);
      slowCalls.look();
      space.close();
      streams.forEach(StreamService::stop);
      var all = true;
      for (var service : datagrams) {
        all &= service.stop(deadline);
      }
      for (var service : streams) {
        all &= service.awaitEnd(deadline);
      }
      return all;
    } finally {
      close();
    }
  }

  /// Closes everything at once, and interrupts the calls that are being carried out. Closing again
  /// does nothing.
  @Override
  public void close() {
    time.stopAt(Deadline.NOW);
    space.close();
    streams.forEach(StreamService::close);
    datagrams.forEach(DatagramService::close);
    slowCalls.close();
  }

  @Override
  public String toString() {
    return "server at " + addresses;
  }
}
