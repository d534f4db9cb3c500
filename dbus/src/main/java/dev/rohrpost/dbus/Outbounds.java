package dev.rohrpost.dbus;

import java.util.ArrayDeque;

/// Messages that were sent, and their memory, to be used again.
final class Outbounds {
  private static final int KEPT = 16;
  private static final int LARGE = 64 << 10;

  private final ArrayDeque<Outbound> idle = new ArrayDeque<>(KEPT);

  Outbound take() {
    synchronized (idle) {
      var message = idle.poll();
      return message == null ? new Outbound() : message;
    }
  }

  /// Takes one back, unless it holds much memory and others are there.
  void giveBack(Outbound message) {
    message.clear();
    synchronized (idle) {
      if (idle.size() < KEPT && (idle.isEmpty() || message.encoder.capacity() <= LARGE)) {
        idle.push(message);
      }
    }
  }
}
