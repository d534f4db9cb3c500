package dev.rohrpost.rpc;

import java.util.ArrayDeque;

/// Calls that have ended, to be used again.
final class PendingCalls {
  private static final int KEPT = 64;
  private static final int LARGE = 64 << 10;

  private final ArrayDeque<PendingCall> idle = new ArrayDeque<>(KEPT);
  private final long longest;

  PendingCalls(long longest) {
    this.longest = longest;
  }

  PendingCall take() {
    synchronized (idle) {
      var call = idle.poll();
      return call == null ? new PendingCall(longest) : call;
    }
  }

  /// Takes one back, unless another thread uses it, or it holds much memory and others are there.
  void giveBack(PendingCall call) {
    if (call.inUse) {
      return;
    }
    synchronized (idle) {
      if (idle.size() < KEPT && (idle.isEmpty() || call.message.capacity() <= LARGE)) {
        call.reset();
        idle.push(call);
      }
    }
  }
}
