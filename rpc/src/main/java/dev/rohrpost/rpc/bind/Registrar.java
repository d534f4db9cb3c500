package dev.rohrpost.rpc.bind;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.FailureHandler;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Keeps a server registered, and takes it out again. Close it before the server, so that nobody is
/// sent to where nobody listens.
///
/// Registrations of the same user for the same programs are replaced: a server that was killed has
/// left it.
public final class Registrar implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RpcServer server;
  private final Rpcbind registry;
  private volatile boolean closed;
  private @Nullable Thread thread;

  private Registrar(RpcServer server, Rpcbind registry) {
    this.server = server;
    this.registry = registry;
  }

  /// Registers all programs of a server at all its addresses, once.
  ///
  /// @param server what is registered
  /// @param registry where
  /// @param deadline when to give up
  /// @return what takes them out when it is closed
  /// @throws NotRegisteredException if the registry refuses one; those before it are taken out then
  /// @throws dev.rohrpost.rpc.RpcException if the registry does not answer
  /// @throws InterruptedException if the thread is or gets interrupted; some may be registered then
  public static Registrar register(RpcServer server, Rpcbind registry, Deadline deadline)
      throws IOException, InterruptedException {
    var registrar = new Registrar(server, registry);
    var done = false;
    try {
      registrar.replace(deadline);
      done = true;
      return registrar;
    } finally {
      if (!done) {
        registrar.close();
      }
    }
  }

  /// Registers all programs of a server at all its addresses, and again and again: a registry that
  /// was restarted has forgotten them. That it is not there is no failure of the server.
  ///
  /// @param server what is registered
  /// @param registry where
  /// @param period how long to wait between the times
  /// @param failures is told when it fails, once until it succeeds again
  /// @return what takes them out when it is closed
  public static Registrar keepRegistered(
      RpcServer server, Rpcbind registry, Duration period, FailureHandler failures) {
    var registrar = new Registrar(server, registry);
    registrar.thread =
        Thread.ofVirtual()
            .name("rohrpost-rpc-registrar")
            .start(() -> registrar.repeat(period, failures));
    return registrar;
  }

  private void repeat(Duration period, FailureHandler failures) {
    var told = false;
    var isFirst = true;
    while (!closed) {
      try {
        if (isFirst) {
          replace(Deadline.after(PATIENCE));
        } else {
          renew(Deadline.after(PATIENCE));
        }
        isFirst = false;
        told = false;
      } catch (IOException e) {
        if (!told) {
          failures.failed("registering at the " + registry, e);
        }
        told = true;
      } catch (InterruptedException e) {
        return; // by close()
      }
      if (!closed) {
        LockSupport.parkNanos(this, period.toNanos());
      }
    }
  }

  private void replace(Deadline deadline) throws IOException, InterruptedException {
    takeOut(deadline);
    renew(deadline);
  }

  private void renew(Deadline deadline) throws IOException, InterruptedException {
    for (var at : server.addresses()) {
      for (var program : server.programs()) {
        set(program, at, deadline);
      }
    }
  }

  private void takeOut(Deadline deadline) throws IOException, InterruptedException {
    for (var at : server.addresses()) {
      for (var program : server.programs()) {
        var _ = registry.unset(program, Netid.of(at), deadline);
      }
    }
  }

  private void set(Program program, RpcAddress at, Deadline deadline)
      throws IOException, InterruptedException {
    if (!registry.set(program, at, deadline)) {
      var netid = Netid.of(at).toString();
      throw new NotRegisteredException(
          registry, new Registration(program, netid, UniversalAddress.of(at), ""));
    }
  }

  /// Takes out what is registered, if the registry is there. Closing again does nothing.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (thread != null) {
      thread.interrupt();
      awaitEnd(thread);
    }
    takeOut();
  }

  /// A registration that it has begun must not come after the one that takes it out.
  private static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeOut() {
    try {
      takeOut(Deadline.after(PATIENCE));
    } catch (IOException e) {
      // a registry that has gone knows nothing any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
