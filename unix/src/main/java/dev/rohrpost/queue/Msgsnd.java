package dev.rohrpost.queue;

import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.SysMsgH;

/// A call of msgsnd(2) that waits. It belongs to a buffer, so that no call needs a new one.
final class Msgsnd implements Wait.BlockingCall {
  private static final int MAY_WAIT = 0;

  private final MessageBuffer message;
  private int queue;

  Msgsnd(MessageBuffer message) {
    this.message = message;
  }

  Msgsnd to(int id) {
    queue = id;
    return this;
  }

  @Override
  public long run() {
    return SysMsgH.msgsnd(queue, message.head, message.length(), MAY_WAIT);
  }
}
