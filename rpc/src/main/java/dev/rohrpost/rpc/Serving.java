package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// State that the connections of a server share.
///
/// @param services what they serve
/// @param failures what is told when a service fails
/// @param limits how much they take
/// @param slowCalls the watch over calls that take long
/// @param threads what runs them
/// @param time until when calls may go on
/// @param space what they may keep together
/// @param replies those to calls over streams; null if they are not remembered
/// @param calls how many of these there are
record Serving(
    Services services,
    FailureHandler failures,
    ServerLimits limits,
    SlowCalls slowCalls,
    ServerThreads threads,
    CallTime time,
    BufferSpace space,
    @Nullable DuplicateRequests replies,
    AtomicInteger calls) {
  Incoming incoming(Supplier<Caller> caller) {
    return new Incoming(services, failures, time, caller);
  }

  /// Takes a place for a call that takes long; answers false if there is none.
  boolean takePlace() {
    if (calls.incrementAndGet() < limits.calls()) {
      return true;
    }
    calls.decrementAndGet();
    return false;
  }

  void givePlace() {
    calls.decrementAndGet();
  }

  /// {@return until when a connection may be idle that is so from now on}
  Deadline idleDeadline() {
    var time = limits.idleTime();
    return time.compareTo(CallTime.LONGEST) < 0 ? Deadline.after(time) : Deadline.NEVER;
  }

  Deadline replyDeadline() {
    return Deadline.after(limits.replyTime());
  }
}
