package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.queue.PosixQueue;

/// Sends to a POSIX queue.
final class PosixQueueSender implements Sender {
  private static final String ABILITY =
      "it carries a priority, 0 to " + PosixQueue.HIGHEST_PRIORITY;

  private final PosixQueue queue;

  private PosixQueueSender(PosixQueue queue) {
    this.queue = queue;
  }

  static PosixQueueSender open(String name) throws UnixException {
    return new PosixQueueSender(PosixQueue.open(name, PosixQueue.Access.SEND));
  }

  @Override
  public boolean keepsBorders() {
    return true;
  }

  @Override
  public Sent send(Message message, Deadline deadline) throws UnixException, InterruptedException {
    message.requireNoType("mq:", ABILITY);
    message.requireNoDescriptors("mq:", ABILITY);
    var priority = message.priority().orElse(0);
    if (priority < 0 || priority > PosixQueue.HIGHEST_PRIORITY) {
      throw new RefusedException("mq:", "carry priority " + priority, ABILITY);
    }
    return queue.send(message.body(), priority, deadline)
        ? new Sent(message.body().length, true)
        : new Sent(0, false);
  }

  @Override
  public void close() {
    queue.close();
  }
}
