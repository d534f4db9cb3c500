package dev.rohrpost.process;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.WriteEnd;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Writes to and reads from several pipes at once, one virtual thread for each.
final class Pump {
  /// As much as a pipe holds by default.
  private static final int BLOCK = 65_536;

  private final Deadline deadline;
  private final List<FutureTask<Boolean>> tasks = new ArrayList<>();

  private Pump(Deadline deadline) {
    this.deadline = deadline;
  }

  /// Waits for the end of whoever is at the other end of the pipes.
  @FunctionalInterface
  interface Ending {
    Optional<ExitStatus> await(Deadline deadline) throws InterruptedException;
  }

  static Conversation run(
      @Nullable WriteEnd stdin,
      byte[] input,
      @Nullable ReadEnd stdout,
      List<ReadEnd> errors,
      Deadline deadline,
      Ending ending)
      throws UnixException, InterruptedException {
    var pump = new Pump(deadline);
    var out = new ByteArrayOutputStream();
    var errs = errors.stream().map(_ -> new ByteArrayOutputStream()).toList();
    if (stdin != null) {
      pump.start(() -> pump.write(stdin, input));
    }
    if (stdout != null) {
      pump.start(() -> pump.read(stdout, out));
    }
    for (var i = 0; i < errs.size(); i++) {
      var number = i;
      pump.start(() -> pump.read(errors.get(number), errs.get(number)));
    }
    var all = pump.join();
    var status = ending.await(deadline);
    var err = new ByteArrayOutputStream();
    errs.forEach(e -> err.writeBytes(e.toByteArray()));
    return all && status.isPresent()
        ? new Conversation.Complete(status.get(), out.toByteArray(), err.toByteArray())
        : new Conversation.Unfinished(status, out.toByteArray(), err.toByteArray());
  }

  private void start(Callable<Boolean> transfer) {
    var task = new FutureTask<>(transfer);
    tasks.add(task);
    Thread.ofVirtual().name("rohrpost-pump").start(task);
  }

  /// Waits for all transfers.
  ///
  /// @return whether all came to their end before the deadline
  private boolean join() throws UnixException, InterruptedException {
    try {
      var all = true;
      for (var task : tasks) {
        all &= task.get();
      }
      return all;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case UnixException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new AssertionError(e);
      }
    } finally {
      tasks.forEach(task -> task.cancel(true));
    }
  }

  private boolean write(WriteEnd stdin, byte[] input) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var block = arena.allocate(BLOCK);
      for (var done = 0; done < input.length; ) {
        var size = Math.min(BLOCK, input.length - done);
        MemorySegment.copy(input, done, block, ValueLayout.JAVA_BYTE, 0, size);
        if (!(stdin.write(block.asSlice(0, size), deadline) instanceof Transfer.Bytes(int count))) {
          return false;
        }
        done += count;
      }
    } catch (UnixException.Disconnected e) {
      // It reads no more, which is its right.
    }
    stdin.close();
    return true;
  }

  private boolean read(ReadEnd end, ByteArrayOutputStream into)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var block = arena.allocate(BLOCK);
      while (true) {
        switch (end.read(block, deadline)) {
          case Transfer.Bytes(int count) -> {
            into.writeBytes(block.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
          }
          case Transfer.End() -> {
            return true;
          }
          case Transfer.TimedOut() -> {
            return false;
          }
        }
      }
    }
  }
}
