package dev.rohrpost.cli.rpc;

import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.Refusal;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcRefusedException;
import dev.rohrpost.rpc.RpcTimeoutException;
import dev.rohrpost.xdr.Xdr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls procedure 0 of the versions of a program.
///
/// @param timeout how long each reply may take
record Pinger(Where.Reached server, long number, Duration timeout) {
  /// A version that no program has.
  private static final long NONE = 0xffff_ffffL;

  /// A server may say that it has four billion.
  private static final long MOST = 100;

  private void call(Program program) throws RpcException, InterruptedException {
    var caller = server.client().deadlineAfter(timeout).idempotent();
    var _ = caller.call(program, 0, Xdr.VOID, null, Xdr.VOID);
  }

  Pings none(long version) {
    return new Pings(new Program(number, version), server.address());
  }

  /// Calls once; a reply that does not come is a failure.
  Pings once(long version) throws RpcException, InterruptedException {
    var pings = none(version);
    var start = System.nanoTime();
    call(pings.program());
    pings.answered(System.nanoTime() - start);
    return pings;
  }

  /// Calls many times; a reply that does not come is counted.
  void ping(Pings pings, int count) throws RpcException, InterruptedException {
    for (var i = 0; i < count; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      var start = System.nanoTime();
      try {
        call(pings.program());
        pings.answered(System.nanoTime() - start);
      } catch (RpcTimeoutException _) {
        pings.lost();
      }
    }
  }

  /// Asks which versions there are, as rpcinfo(8) does: by a call of one that is not there. Not all
  /// between the lowest and the highest need to be there.
  ///
  /// @param notes is told of those that are not
  /// @return one or more, the highest last
  List<Long> versions(Consumer<String> notes) throws Failure, RpcException, InterruptedException {
    var range = range(0);
    if (range == null) { // it takes calls of any version, or has a version 0
      range = range(NONE);
    }
    if (range == null) {
      return List.of(0L);
    }
    if (range.high() - range.low() >= MOST || range.low() > range.high()) {
      throw Failure.of(
          Exit.FAILED, "program " + number + ": " + range + " is no answer; name a VERSION");
    }
    var found = new ArrayList<Long>();
    for (var version = range.low(); version <= range.high(); version++) {
      if (range(version) == null) {
        found.add(version);
      } else {
        notes.accept("note: " + new Program(number, version) + " is not available");
      }
    }
    if (found.isEmpty()) {
      throw Failure.of(Exit.FAILED, "program " + number + ": " + range + ", but none of them");
    }
    return found;
  }

  /// Returns which versions there are if this one is not; null if it is.
  private Refusal.@Nullable ProgramMismatch range(long version)
      throws RpcException, InterruptedException {
    try {
      call(new Program(number, version));
      return null;
    } catch (RpcRefusedException e) {
      if (e.reason() instanceof Refusal.ProgramMismatch range) {
        return range;
      }
      throw e;
    }
  }
}
