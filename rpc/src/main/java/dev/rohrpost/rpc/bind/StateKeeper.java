package dev.rohrpost.rpc.bind;

import dev.rohrpost.UnixException;
import dev.rohrpost.rpc.FailureHandler;
import java.util.concurrent.Semaphore;

/// Writes the registrations to their file whenever they have changed. Whoever registers does not
/// wait for the disk, and changes that come meanwhile are written together.
final class StateKeeper implements AutoCloseable {
  private final StateFile file;
  private final RegistryService registry;
  private final FailureHandler failures;
  private final Semaphore changes = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private boolean told;

  private StateKeeper(StateFile file, RegistryService registry, FailureHandler failures) {
    this.file = file;
    this.registry = registry;
    this.failures = failures;
    this.thread = Thread.ofVirtual().name("rohrpost-rpcbind-state").unstarted(this::run);
  }

  static StateKeeper start(StateFile file, RegistryService registry, FailureHandler failures) {
    var keeper = new StateKeeper(file, registry, failures);
    registry.onChange(keeper.changes::release);
    keeper.thread.start();
    return keeper;
  }

  private void run() {
    while (!closed) {
      changes.acquireUninterruptibly();
      changes.drainPermits();
      write();
    }
  }

  /// A disk that stays full is told of once.
  private void write() {
    try {
      file.write(registry.kept());
      told = false;
    } catch (UnixException e) {
      if (!told) {
        failures.failed("keeping the registrations", e);
      }
      told = true;
    }
  }

  /// Writes what there is a last time. Closing again does nothing.
  @Override
  public void close() {
    closed = true;
    changes.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is being written all the same
    }
  }
}
