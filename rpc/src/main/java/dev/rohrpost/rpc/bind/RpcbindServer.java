package dev.rohrpost.rpc.bind;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.rpc.FailureHandler;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcServer;
import dev.rohrpost.rpc.ServerLimits;
import dev.rohrpost.socket.Binding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A registry of programs, as rpcbind(8): versions 2, 3 and 4.
///
/// Programs of this machine only are registered, by any user; a registration belongs to its user,
/// of which the kernel knows the number over a UNIX socket. Calls are passed on to programs only if
/// it is asked for.
///
/// ```java
/// try (var registry = RpcbindServer.builder().listen(RpcAddress.unix(Rpcbind.SOCKET)).start()) {
///   …
/// }
/// ```
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc1833">RFC 1833</a>
public final class RpcbindServer implements AutoCloseable {
  /// As with rpcbind, of which most callers ask one thing.
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final RegistryService registry;
  private final RpcServer server;
  private final @Nullable StateKeeper state;

  private RpcbindServer(RegistryService registry, RpcServer server, @Nullable StateKeeper state) {
    this.registry = registry;
    this.server = server;
    this.state = state;
  }

  /// {@return what a registry is made with}
  public static Builder builder() {
    return new Builder();
  }

  /// Says where a registry listens, and what it keeps.
  public static final class Builder {
    private final List<RpcAddress> addresses = new ArrayList<>();
    private Binding binding =
        Binding.SAFE
            .withMode(FileMode.EVERYBODY)
            .withStale(Binding.Stale.TAKE_OVER); // all users register
    private @Nullable Path state;
    private boolean passesCallsOn;
    private ServerLimits limits = ServerLimits.DEFAULT.withIdleTime(IDLE);
    private FailureHandler failures = FailureHandler.OF_THREADS;

    private Builder() {}

    /// Adds an address; with port 0 the kernel chooses one.
    ///
    /// @param at where
    /// @return this builder
    public Builder listen(RpcAddress at) {
      addresses.add(at);
      return this;
    }

    /// Sets who may use a socket file; by default every user, and a stale one is replaced.
    ///
    /// @param how mode, owner and treatment of a stale file
    /// @return this builder
    public Builder binding(Binding how) {
      binding = how;
      return this;
    }

    /// Sets how much the registry takes and keeps; by default [ServerLimits#DEFAULT], but idle
    /// connections are closed after 30 seconds.
    ///
    /// @param most the limits
    /// @return this builder
    public Builder limits(ServerLimits most) {
      limits = most;
      return this;
    }

    /// Keeps the registrations in a file, and begins with those that are in it, as `rpcbind -w`: a
    /// registry that is started again knows the programs that have not noticed it. A moment after
    /// each change the file is written anew, beside its place, and moved there: for this user only,
    /// in the format of rpcbind's own `rpcbind.xdr`, the result of DUMP of version 4. It belongs
    /// where it vanishes when the machine is started anew, as the programs do, such as below
    /// `/run`. A disk that is full is told to [#onFailure], once, and the file stays as it was.
    ///
    /// @param file where; it need not be there, and may be empty
    /// @return this builder
    public Builder state(Path file) {
      state = file;
      return this;
    }

    /// Passes calls on to programs of this machine (CALLIT, BCAST and INDIRECT), which it does not
    /// by default: broadcasts find programs so, and whoever reaches the registry calls them in the
    /// name of this machine.
    ///
    /// They are passed on over UDP, as nobody's (AUTH_NONE), 64 at a time, and have 3 seconds. NFS,
    /// NIS and other programs that may trust this machine get procedure 0 only, the registry itself
    /// nothing. A result has up to 8 KiB; over UDP, not more than the arguments, or 512 bytes.
    /// Where there is none, CALLIT and BCAST are silent, and INDIRECT says why.
    ///
    /// @return this builder
    public Builder remoteCalls() {
      passesCallsOn = true;
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

    /// Starts the registry; it registers itself at each address.
    ///
    /// @return the registry; the caller closes it
    /// @throws UnixException as [RpcServer.Builder#start]; or if the file of the state cannot be
    ///   read, is no list of registrations, or could have been written by another user. Then it
    ///   listens nowhere
    public RpcbindServer start() throws UnixException {
      var registry = new RegistryService();
      if (passesCallsOn) {
        registry.passCallsOn();
      }
      var file = state == null ? null : new StateFile(state);
      if (file != null) {
        registry.restore(file.read());
      }
      var builder =
          RpcServer.builder()
              .serve(new Version2(registry))
              .serve(new Version3(registry))
              .serve(new Version4(registry))
              .limits(limits)
              .onFailure(failures)
              .binding(binding);
      addresses.forEach(builder::listen);
      var server = builder.start();
      for (var at : server.addresses()) {
        for (var program : server.programs()) {
          registry.add(
              new Registration(
                  program,
                  Netid.of(at).toString(),
                  UniversalAddress.of(at),
                  Registration.SUPERUSER));
        }
      }
      return new RpcbindServer(
          registry, server, file == null ? null : StateKeeper.start(file, registry, failures));
    }
  }

  /// {@return where it listens}
  public List<RpcAddress> addresses() {
    return server.addresses();
  }

  /// {@return everything that is registered}
  public List<Registration> registrations() {
    return registry.all();
  }

  /// Takes no further calls, and waits until those that are being carried out are answered.
  ///
  /// @param deadline when to close it all the same
  /// @return whether all calls were answered
  /// @throws InterruptedException if the thread is or gets interrupted
  public boolean stop(Deadline deadline) throws InterruptedException {
    try {
      return server.stop(deadline);
    } finally {
      close();
    }
  }

  /// Closes everything at once; what has changed is written first, where a state is kept.
  @Override
  public void close() {
    server.close();
    if (state != null) {
      state.close();
    }
  }

  @Override
  public String toString() {
    return "registry at " + server.addresses();
  }
}
