package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.queue.SystemVQueue;

/// Sends to a System V queue.
final class SystemVSender implements Sender {
  private static final String ABILITY = "it carries a type, which receivers select by";

  /// What has no type gets the lowest: there is none without.
  private static final long LOWEST_TYPE = 1;

  private final SystemVQueue queue;

  SystemVSender(SystemVQueue queue) {
    this.queue = queue;
  }

  @Override
  public boolean keepsBorders() {
    return true;
  }

  @Override
  public Sent send(Message message, Deadline deadline) throws UnixException, InterruptedException {
    message.requireNoPriority("sysv:", ABILITY);
    message.requireNoDescriptors("sysv:", ABILITY);
    var type = message.type().orElse(LOWEST_TYPE);
    if (type < LOWEST_TYPE) {
      throw new RefusedException("sysv:", "carry type " + type, "types are 1 or more");
    }
    return queue.send(message.body(), type, deadline)
        ? new Sent(message.body().length, true)
        : new Sent(0, false);
  }

  @Override
  public void close() {
    // Nothing is open: a queue is a number.
  }
}
