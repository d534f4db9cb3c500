package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A thread that starts one child, so that the kernel's list of that thread's children tells the
/// number of the child while posix_spawn(3) has not returned yet.
///
/// @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_task.5.html">proc_pid_task(5)</a>
final class Spawner implements AutoCloseable {
  private static final int ROOM = 32;

  private final CompletableFuture<Fd> children = new CompletableFuture<>();
  private final CompletableFuture<Integer> result = new CompletableFuture<>();

  private Spawner() {}

  /// Starts the thread.
  ///
  /// @throws UnixException if the children could not be listed, or with EAGAIN if there can be no
  ///   more threads
  static Spawner start(Spawn spawn) throws UnixException {
    var spawner = new Spawner();
    try {
      Thread.ofPlatform().daemon().name("rohrpost-spawner").start(() -> spawner.run(spawn));
    } catch (OutOfMemoryError e) { // what the JVM makes of a full process table
      throw UnixException.of("pthread_create", Errno.EAGAIN);
    }
    get(spawner.children);
    return spawner;
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // everything goes to those who wait
  private void run(Spawn spawn) {
    try (var arena = Arena.ofConfined()) {
      children.complete(
          Gate.open(arena.allocateFrom("/proc/thread-self/children"), FcntlH.O_RDONLY));
      result.complete(spawn.run());
    } catch (Throwable t) {
      children.completeExceptionally(t);
      result.completeExceptionally(t);
    }
  }

  boolean isDone() {
    return result.isDone();
  }

  /// Returns the pid of the child, or 0 if there is none any more.
  int child() throws UnixException {
    return get(children).borrow(Spawner::read);
  }

  private static int read(int number) {
    try (var arena = Arena.ofConfined()) {
      var text = arena.allocate(ROOM);
      var count = UnistdH.read(number, text, ROOM);
      if (count <= 0) {
        return 0;
      }
      var pid = text.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
      return Integer.parseInt(new String(pid, StandardCharsets.US_ASCII).strip());
    }
  }

  /// Waits until posix_spawn(3) has returned.
  ///
  /// @return the pid
  int result() throws UnixException {
    return get(result);
  }

  private static <T> T get(CompletableFuture<T> future) throws UnixException {
    try {
      return future.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case UnixException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new AssertionError(e);
      }
    }
  }

  /// Waits for the thread, which uses descriptors that its starter has borrowed.
  @Override
  public void close() {
    var _ = result.handle((_, _) -> true).join();
    children.join().close();
  }
}
